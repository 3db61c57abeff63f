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
 * Who holds a lease reads on where he has found a version, or finds it in the merged segment, and
 * never meets closed memory or other bytes, while a merge replaces that segment, retires it and
 * closes its mapping as soon as leases allow; and it is closed once the lease is given back.
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
  private static final int READS = 6;

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
   * Takes a lease, reads a version again and again, looks it up once more.
   *
   * @param result where it was read, at first and at last
   */
  @Actor
  public void reader(III_Result result) {
    meeting.await();
    long lsn = log.visible();
    Leases.Lease lease = log.leases.acquire(lsn);
    int first = reader.look(MergedFiles.RESTING, lsn);
    result.r1 = first;
    for (int i = 0; i < READS && result.r1 == first; i++) {
      result.r1 = reader.again();
    }
    result.r2 = reader.look(MergedFiles.RESTING, lsn);
    lease.close();
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
