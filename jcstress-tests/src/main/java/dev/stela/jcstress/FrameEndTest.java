package dev.stela.jcstress;

import dev.stela.Durability;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.storage.SystemFiles;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * All bytes before the published end of a segment are there: a thread that sees the end reads the
 * last frame whole, whether frames are written by position (SYNC) or stored through the mapping
 * (ASYNC).
 *
 * <p>{@link UnprotectedFrameTest} shows that this race is seen when the reader does not ask for the
 * end.
 */
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "The segment has no frame yet.")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The last frame is whole.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The last frame is not whole.")
@State
public class FrameEndTest {
  private static final Shared<StressLog> SYNC =
      StressLog.shared(() -> new StressLog(new SystemFiles(), Durability.SYNC));
  private static final Shared<StressLog> ASYNC =
      StressLog.shared(() -> new StressLog(new SystemFiles(), Durability.ASYNC));

  private final StressLog log = Stores.isEven() ? SYNC.next() : ASYNC.next();

  /** Creates the state, for the harness. */
  public FrameEndTest() {}

  /** Appends a frame. */
  @Actor
  public void writer() {
    log.append();
  }

  /**
   * Reads the last frame of the newest segment.
   *
   * @param result whether it is whole
   */
  @Actor
  public void reader(I_Result result) {
    LogSegment segment = log.newest();
    int frames = StressLog.frames(segment.end());
    if (frames > 0) {
      long lsn = segment.firstLsn() + frames - 1;
      result.r1 = StressLog.isWhole(segment, StressLog.offset(frames - 1), lsn) ? 1 : 2;
    }
  }
}
