package dev.stela.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A search at a visible LSN finds exactly the documents up to that LSN, each as often as it has the
 * term and with all positions, while later ones are added: while a list goes on in a new block, and
 * while a term comes that nobody had.
 *
 * <p>{@link UnprotectedTextPostingTest} shows that this race is seen when the protection is
 * missing.
 */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "The first document.")
@Outcome(id = "2, 2, 1", expect = Expect.ACCEPTABLE, desc = "Two documents.")
@Outcome(id = "3, 3, 2", expect = Expect.ACCEPTABLE, desc = "Three documents.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Documents missing, or too many, or wrong (-1).")
@State
public class TextPostingTest {
  private final TextList list = new TextList();
  private final Meeting meeting = new Meeting();

  /** Adds one document. */
  public TextPostingTest() {
    list.add(1, "old");
    list.publish(1);
  }

  /** Adds two documents, the second of which does not fit into the block of the first. */
  @Actor
  public void writer() {
    meeting.await();
    list.add(2, "old", "old", "old", "old", "old", "new");
    list.publish(2);
    list.add(3, "old", "old", "old", "old", "old", "new");
    list.publish(3);
  }

  /**
   * Searches at the visible LSN.
   *
   * @param result the LSN, and how many documents have the one and the other term
   */
  @Actor
  public void reader(III_Result result) {
    meeting.await();
    long lsn = list.visible();
    result.r1 = (int) lsn;
    result.r2 = list.count("old", 5, 0, lsn);
    result.r3 = list.count("new", 1, 5, lsn);
  }
}
