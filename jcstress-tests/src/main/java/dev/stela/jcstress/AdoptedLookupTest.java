package dev.stela.jcstress;

import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.log.LogSegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Every LSN and every moment is found in segments that were just taken over, whichever thread is
 * the first to ask and so the one to open their index parts, while the log rolls, grows, and a
 * merge changes the table of segments.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "All found.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The LSN that was not found, or not rightly.")
@State
public class AdoptedLookupTest {
  private final MergedLog log = new MergedLog();
  private final Meeting meeting = new Meeting();

  /** Creates the state, for the harness. */
  public AdoptedLookupTest() {}

  /**
   * Looks up, rolls, commits and merges, and looks up again.
   *
   * @param result the first LSN that was not found
   */
  @Actor
  public void writer(II_Result result) {
    meeting.await();
    long before = firstWrong();
    log.roll();
    log.commit();
    log.swap();
    log.repoint();
    result.r1 = (int) (before != 0 ? before : firstWrong());
  }

  /**
   * Looks up everything, twice.
   *
   * @param result the first LSN that was not found
   */
  @Actor
  public void reader(II_Result result) {
    meeting.await();
    long before = firstWrong();
    result.r2 = (int) (before != 0 ? before : firstWrong());
  }

  private long firstWrong() {
    for (MergedFiles.Put put : MergedLog.puts()) {
      if (put.lsn() > log.visible()) {
        break;
      }
      if (!isFound(put)) {
        return put.lsn();
      }
    }
    return 0;
  }

  private boolean isFound(MergedFiles.Put put) {
    try {
      LogSegment segment = log.segments.require(put.lsn());
      long frame = segment.frameOf(put.lsn());
      return frame >= 0
          && FrameLayout.lsn(segment.memory(), frame) == put.lsn()
          && RecordLayout.find(segment.memory(), frame, put.ordinal()) >= 0
          && log.segments.requireNumber(segment.number()) == segment
          && log.segments.holding(put.lsn()).firstLsn() <= put.lsn()
          && log.segments.timestampOf(put.lsn()) == put.timestamp()
          && log.segments.lsnAt(put.timestamp(), log.visible()) == put.lsn();
    } catch (RuntimeException e) {
      return false;
    }
  }
}
