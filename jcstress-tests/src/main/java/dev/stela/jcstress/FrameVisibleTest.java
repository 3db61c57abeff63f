package dev.stela.jcstress;

import dev.stela.Durability;
import dev.stela.internal.storage.SystemFiles;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A thread that sees a visible LSN finds the frame of that LSN in the log, whole, also while the
 * log goes on to its next segment: under ASYNC, where frames are stored through the mapping and
 * nobody waits for a sync.
 */
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "Nothing visible yet.")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "Visible, and whole.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Visible, but not whole.")
@State
public class FrameVisibleTest {
  private static final Shared<StressLog> LOGS =
      StressLog.shared(() -> new StressLog(new SystemFiles(), Durability.ASYNC));

  private final StressLog log = LOGS.next();

  /** Creates the state, for the harness. */
  public FrameVisibleTest() {}

  /** Appends a frame. */
  @Actor
  public void writer() {
    log.append();
  }

  /**
   * Reads the newest visible frame.
   *
   * @param result whether it is whole
   */
  @Actor
  public void reader(I_Result result) {
    long lsn = log.commits.visibleLsn();
    if (lsn > 0) {
      // Throws if the log has no such frame.
      var segment = log.segments.require(lsn);
      result.r1 = StressLog.isWhole(segment, segment.frameOf(lsn), lsn) ? 1 : 2;
    }
  }
}
