package dev.stela.jcstress;

import dev.stela.internal.format.LiveHeaderLayout;
import dev.stela.internal.header.LiveHeader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJJJJJJ_Result;

/**
 * The twin of {@link LiveHeaderSnapshotTest}: the same writer, but a reader that takes the fields
 * without asking for their version. It must be able to show a torn snapshot, or the other test
 * proves nothing.
 */
@JCStressTest
@Outcome(id = "1, 1, 1, 1, 1, 1, 1, 1", expect = Expect.ACCEPTABLE, desc = "The first publication.")
@Outcome(
    id = "2, 2, 2, 2, 2, 2, 2, 2",
    expect = Expect.ACCEPTABLE,
    desc = "The second publication.")
@Outcome(id = "3, 3, 3, 3, 3, 3, 3, 3", expect = Expect.ACCEPTABLE, desc = "The third publication.")
@Outcome(
    id = "[123], [123], [123], [123], [123], [123], [123], [123]",
    expect = Expect.ACCEPTABLE_INTERESTING,
    desc = "Torn: fields of different publications, as expected of a reader without the seqlock.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Values that nobody published.")
@State
public class UnprotectedLiveHeaderTest {
  private final MemorySegment memory = Arena.ofAuto().allocate(LiveHeaderLayout.SIZE, Long.BYTES);
  private final LiveHeader header = new LiveHeader(memory);

  /** Publishes for the first time. */
  public UnprotectedLiveHeaderTest() {
    header.publish(1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
  }

  /** Publishes twice more. */
  @Actor
  public void writer() {
    header.publish(2, 2, 2, 2, 2, 2, 2, 2, 2, 2);
    header.publish(3, 3, 3, 3, 3, 3, 3, 3, 3, 3);
  }

  /**
   * Reads the fields without their seqlock.
   *
   * @param result what was read
   */
  @Actor
  public void reader(JJJJJJJJ_Result result) {
    result.r1 = LiveHeaderLayout.visibleLsn(memory);
    result.r2 = LiveHeaderLayout.durableLsn(memory);
    result.r3 = LiveHeaderLayout.segmentNumber(memory);
    result.r4 = LiveHeaderLayout.logTail(memory);
    result.r5 = LiveHeaderLayout.activeEntities(memory);
    result.r6 = LiveHeaderLayout.deletedEntities(memory);
    result.r7 = LiveHeaderLayout.tags(memory);
    result.r8 = LiveHeaderLayout.clock(memory);
  }
}
