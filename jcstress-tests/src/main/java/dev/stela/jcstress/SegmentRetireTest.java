package dev.stela.jcstress;

import dev.stela.internal.storage.Leases;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Who holds a lease can read on where he has found a version, in the old segment or in the merged
 * one, and never meets closed memory or other bytes, while a merge replaces that segment, retires
 * it and closes its mapping as soon as leases allow; and it is closed once the lease is given back.
 *
 * <p>{@link UnprotectedRetireTest} shows that without a lease the mapping can be lost.
 */
@JCStressTest
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "Read in the old segment.")
@Outcome(id = "1, 2, 1", expect = Expect.ACCEPTABLE, desc = "Then found in the merged one.")
@Outcome(id = "2, 2, 1", expect = Expect.ACCEPTABLE, desc = "Found in the merged one.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Missed, wrong, closed, or never closed.")
@State
public class SegmentRetireTest {
  private static final int LEASES = 8;
  private static final int READS = 3;

  private final MergedLog log = new MergedLog();
  private final MergedReader reader = new MergedReader(log);
  private final Meeting meeting = new Meeting();

  /** Creates the state, for the harness. */
  public SegmentRetireTest() {}

  /** Brings the merge into use and retires what it replaces. */
  @Actor
  public void merge() {
    meeting.await();
    log.swap();
    log.repoint();
    log.retire();
  }

  /**
   * Takes one lease after the other, looks a version up under each and reads it again and again.
   *
   * @param result where it was read, at first and at last, or what went wrong
   */
  @Actor
  public void reader(III_Result result) {
    meeting.await();
    result.r1 = readUnderLease();
    result.r2 = result.r1;
    for (int i = 1; i < LEASES && MergedReader.isRight(result.r2); i++) {
      result.r2 = readUnderLease();
    }
  }

  private int readUnderLease() {
    long lsn = log.visible();
    Leases.Lease lease = log.leases.acquire(lsn);
    int found = reader.look(MergedFiles.RESTING, lsn);
    for (int i = 0; i < READS && MergedReader.isRight(found); i++) {
      found = reader.again();
    }
    lease.close();
    return found;
  }

  /**
   * Looks whether what was replaced goes.
   *
   * @param result whether it is closed
   */
  @Arbiter
  public void afterwards(III_Result result) {
    result.r3 = log.isClosed() ? 1 : 0;
  }
}
