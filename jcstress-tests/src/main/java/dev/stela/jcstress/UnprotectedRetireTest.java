package dev.stela.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The twin of {@link SegmentRetireTest}: the same merge, but a reader without a lease, and no time
 * of grace. He must be able to meet closed memory, or the other test proves nothing; and when he
 * looks again he is led to the merged segment.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Read in the old segment.")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "Then found in the merged one.")
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "Found in the merged one.")
@Outcome(
    id = "4, 2",
    expect = Expect.ACCEPTABLE_INTERESTING,
    desc = "Closed memory, as expected without a lease; then found in the merged segment.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Missed, wrong, or not found again.")
@State
public class UnprotectedRetireTest {
  private static final int READS = 6;

  private final MergedLog log = new MergedLog();
  private final MergedReader reader = new MergedReader(log);
  private final Meeting meeting = new Meeting();

  /** Creates the state, for the harness. */
  public UnprotectedRetireTest() {}

  /** Brings the merge into use and retires what it replaces. */
  @Actor
  public void merge() {
    meeting.await();
    log.swap();
    log.repoint();
    log.retire();
  }

  /**
   * Reads a version again and again, then looks it up once more, twice if its memory is closed.
   *
   * @param result where it was read, at first and at last
   */
  @Actor
  public void reader(II_Result result) {
    meeting.await();
    long lsn = log.visible();
    result.r1 = reader.look(MergedFiles.RESTING, lsn);
    for (int i = 0; i < READS && MergedReader.isRight(result.r1); i++) {
      result.r1 = reader.again();
    }
    int last = reader.look(MergedFiles.RESTING, lsn);
    if (last == MergedReader.CLOSED) {
      result.r1 = last;
      last = reader.look(MergedFiles.RESTING, lsn);
    }
    result.r2 = last;
  }
}
