package dev.stela.jcstress;

import dev.stela.internal.storage.Leases;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The past stays the same while a merge replaces the segments that hold it: who walks from version
 * to version, across segments by LSN, meets each of them, and who asks as of an LSN is given its
 * version, whether he began before the table of segments was changed or after.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Each version was the right one.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The LSN of a version that was missed or wrong.")
@State
public class SwapHistoryTest {
  private static final List<MergedFiles.Put> PUTS = MergedLog.puts();

  private final MergedLog log = new MergedLog();
  private final MergedReader reader = new MergedReader(log);
  private final Meeting meeting = new Meeting();

  /** Commits to a segment behind those that are merged. */
  public SwapHistoryTest() {
    log.roll();
    log.commit();
  }

  /** Brings the merge into use and retires what it replaces. */
  @Actor
  public void merge() {
    meeting.await();
    log.swap();
    log.repoint();
    log.retire();
  }

  /**
   * Walks from the newest version to the oldest one, and asks for each of them.
   *
   * @param result the first LSN at which something was wrong
   */
  @Actor
  public void reader(II_Result result) {
    meeting.await();
    Leases.Lease lease = log.leases.acquire(log.visible());
    result.r1 = (int) walk();
    result.r2 = (int) ask();
    lease.close();
  }

  private long walk() {
    boolean right = MergedReader.isRight(reader.look(MergedFiles.CHANGING, log.visible()));
    for (int i = PUTS.size() - 1; i >= 0; i--) {
      MergedFiles.Put put = PUTS.get(i);
      if (!put.id().equals(MergedFiles.CHANGING)) {
        continue;
      }
      if (!right) {
        return put.lsn();
      }
      right = MergedReader.isRight(reader.back());
    }
    // There is none before the oldest.
    return right ? -1 : 0;
  }

  private long ask() {
    for (int i = PUTS.size() - 1; i >= 0; i--) {
      long lsn = PUTS.get(i).lsn();
      if (!MergedReader.isRight(reader.look(MergedFiles.CHANGING, lsn))
          && lsn > PUTS.get(1).lsn()) {
        return lsn;
      }
    }
    return 0;
  }
}
