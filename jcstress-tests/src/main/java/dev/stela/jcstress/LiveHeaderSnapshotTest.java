package dev.stela.jcstress;

import dev.stela.internal.format.LiveHeaderLayout;
import dev.stela.internal.header.LiveHeader;
import dev.stela.internal.header.LiveSnapshot;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJJJJJJ_Result;

/**
 * A snapshot of the live header, taken while its writer publishes, has all fields as of one
 * publication.
 *
 * <p>{@link UnprotectedLiveHeaderTest} shows that this race is seen when the protection is missing.
 */
@JCStressTest
@Outcome(id = "1, 1, 1, 1, 1, 1, 1, 1", expect = Expect.ACCEPTABLE, desc = "The first publication.")
@Outcome(
    id = "2, 2, 2, 2, 2, 2, 2, 2",
    expect = Expect.ACCEPTABLE,
    desc = "The second publication.")
@Outcome(id = "3, 3, 3, 3, 3, 3, 3, 3", expect = Expect.ACCEPTABLE, desc = "The third publication.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Fields of different publications.")
@State
public class LiveHeaderSnapshotTest {
  private final MemorySegment memory = Arena.ofAuto().allocate(LiveHeaderLayout.SIZE, Long.BYTES);
  private final LiveHeader header = new LiveHeader(memory);
  private final LiveSnapshot snapshot = new LiveSnapshot();

  /** Publishes for the first time. */
  public LiveHeaderSnapshotTest() {
    header.publish(1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
  }

  /** Publishes twice more. */
  @Actor
  public void writer() {
    header.publish(2, 2, 2, 2, 2, 2, 2, 2, 2, 2);
    header.publish(3, 3, 3, 3, 3, 3, 3, 3, 3, 3);
  }

  /**
   * Takes a snapshot.
   *
   * @param result its fields
   */
  @Actor
  public void reader(JJJJJJJJ_Result result) {
    header.read(snapshot);
    result.r1 = snapshot.visibleLsn();
    result.r2 = snapshot.durableLsn();
    result.r3 = snapshot.segmentNumber();
    result.r4 = snapshot.logTail();
    result.r5 = snapshot.activeEntities();
    result.r6 = snapshot.deletedEntities();
    result.r7 = snapshot.tags();
    result.r8 = snapshot.clock();
  }
}
