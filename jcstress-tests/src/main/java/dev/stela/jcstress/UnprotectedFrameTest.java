package dev.stela.jcstress;

import dev.stela.Durability;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.storage.SystemFiles;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The twin of {@link FrameEndTest}: the same writer, but a reader that looks behind the end of the
 * segment, where the next frame is being stored. It must be able to see a part of it, or the other
 * test proves nothing.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Nothing there yet.")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Beginning and end are there.")
@Outcome(
    id = {"0, 1", "1, 0"},
    expect = Expect.ACCEPTABLE_INTERESTING,
    desc = "Torn: a part of the frame, as expected of a reader that does not wait for its end.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Values that nobody wrote.")
@State
public class UnprotectedFrameTest {
  private static final Shared<StressLog> LOGS =
      StressLog.shared(() -> new StressLog(new SystemFiles(), Durability.ASYNC));

  private final StressLog log = LOGS.next();

  /** Creates the state, for the harness. */
  public UnprotectedFrameTest() {}

  /** Appends a frame. */
  @Actor
  public void writer() {
    log.append();
  }

  /**
   * Reads the beginning and the end of the frame behind the last one.
   *
   * @param result which of the two are there
   */
  @Actor
  public void reader(II_Result result) {
    LogSegment segment = log.newest();
    int next = segment.end();
    if (StressLog.fits(next)) {
      MemorySegment memory = segment.memory();
      result.r1 = FrameLayout.lsn(memory, next) == 0 ? 0 : 1;
      result.r2 = memory.get(Layouts.LONG, next + StressLog.FRAME_BYTES - Long.BYTES) == 0 ? 0 : 1;
    }
  }
}
