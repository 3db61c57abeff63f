package dev.stela.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A search at a visible LSN takes a document for ended if it ended up to that LSN and not if it
 * ends later, and counts for ranking just those that stand, while documents end.
 *
 * <p>{@link UnprotectedTextEndingTest} shows that this race is seen when the protection is missing.
 */
@JCStressTest
@Outcome(id = "1, 3, 3", expect = Expect.ACCEPTABLE, desc = "All stand.")
@Outcome(id = "2, 2, 2", expect = Expect.ACCEPTABLE, desc = "One has ended.")
@Outcome(id = "3, 1, 1", expect = Expect.ACCEPTABLE, desc = "Two have ended.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Not as of that LSN.")
@State
public class TextEndingTest {
  private final TextEndings endings = new TextEndings();
  private final Meeting meeting = new Meeting();

  /** Creates the state, for the harness. */
  public TextEndingTest() {}

  /** Ends two documents. */
  @Actor
  public void writer() {
    meeting.await();
    endings.end(0, 2);
    endings.publish(2);
    endings.end(2, 3);
    endings.publish(3);
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
