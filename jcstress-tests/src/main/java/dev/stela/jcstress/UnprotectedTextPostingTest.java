package dev.stela.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The twin of {@link TextPostingTest}: the same list and the same reader, but a writer that
 * publishes the end of a list before the posting is in place. It must be able to show a posting
 * that nobody wrote, or the other test proves nothing.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The first document.")
@Outcome(
    id = "-1",
    expect = Expect.ACCEPTABLE_INTERESTING,
    desc = "Zeros taken for a posting, as expected of this writer.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Something else.")
@State
public class UnprotectedTextPostingTest {
  private final TextList list = new TextList();
  private final Meeting meeting = new Meeting();

  /** Adds one document. */
  public UnprotectedTextPostingTest() {
    list.add(1, "old");
    list.publish(1);
  }

  /** Appends to the list. */
  @Actor
  public void writer() {
    meeting.await();
    list.addUnprotected("old");
  }

  /**
   * Searches at the visible LSN.
   *
   * @param result how many documents have the term
   */
  @Actor
  public void reader(I_Result result) {
    meeting.await();
    result.r1 = list.count("old", 5, 0, list.visible());
  }
}
