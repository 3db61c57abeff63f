package dev.stela.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A posting list read at a visible LSN gives exactly the events up to that LSN, while later ones
 * are appended: while a block is added, while half a commit is there, and while an event takes the
 * place of an earlier one of its commit, but not of the commit before.
 *
 * <p>{@link UnprotectedPostingTest} shows that this race is seen when the protection is missing.
 */
@JCStressTest
@Outcome(id = "5, 14", expect = Expect.ACCEPTABLE, desc = "Entities 1, 2 and 3.")
@Outcome(id = "6, 10", expect = Expect.ACCEPTABLE, desc = "Entities 1 and 3.")
@Outcome(id = "7, 42", expect = Expect.ACCEPTABLE, desc = "Entities 1, 3 and 5.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Events missing, or of a later LSN, or of no commit.")
@State
public class PostingAppendTest {
  // Blocks of one, five and thirteen events.
  private final TagList list = new TagList(512);

  /** Appends as many events as leave room for one in the second block. */
  public PostingAppendTest() {
    list.add(0, 1);
    list.add(1, 2);
    list.add(2, 3);
    list.remove(0, 4);
    list.add(3, 5);
    list.publish(5);
  }

  /** Makes two commits; in each the last event of an entity is the one that counts. */
  @Actor
  public void writer() {
    list.remove(1, 6);
    list.add(1, 6);
    list.remove(2, 6);
    list.publish(6);
    list.add(2, 7);
    list.remove(2, 7);
    list.add(5, 7);
    list.publish(7);
  }

  /**
   * Reads the list at the visible LSN.
   *
   * @param result the LSN, and the entities as bits
   */
  @Actor
  public void reader(II_Result result) {
    long lsn = list.visible();
    result.r1 = (int) lsn;
    result.r2 = list.bitsAt(lsn);
  }
}
