package dev.stela.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * The twin of {@link TextEndingTest}: the same reader, but a writer that makes the LSN visible
 * before the document has ended. It must be able to show a document that should have ended, or the
 * other test proves nothing.
 */
@JCStressTest
@Outcome(id = "1, 3, 3", expect = Expect.ACCEPTABLE, desc = "All stand.")
@Outcome(id = "2, 2, 2", expect = Expect.ACCEPTABLE, desc = "One has ended.")
@Outcome(
    id = {"2, 3, 3", "2, 3, 2", "2, 2, 3"},
    expect = Expect.ACCEPTABLE_INTERESTING,
    desc = "Not ended yet, or not counted as such, as expected of this writer.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Something else.")
@State
public class UnprotectedTextEndingTest {
  private final TextEndings endings = new TextEndings();
  private final Meeting meeting = new Meeting();

  /** Creates the state, for the harness. */
  public UnprotectedTextEndingTest() {}

  /** Ends a document. */
  @Actor
  public void writer() {
    meeting.await();
    endings.publish(2);
    endings.end(0, 2);
  }

  /**
   * Asks at the visible LSN.
   *
   * @param result the LSN, how many documents stand, and how many are counted
   */
  @Actor
  public void reader(III_Result result) {
    meeting.await();
    long lsn = endings.visible();
    result.r1 = (int) lsn;
    result.r2 = endings.standing(lsn);
    result.r3 = endings.counted(lsn);
  }
}
