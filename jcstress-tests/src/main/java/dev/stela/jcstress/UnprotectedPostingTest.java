package dev.stela.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The twin of {@link PostingAppendTest}: the same list and the same reader, but a writer that
 * counts an event before it is in place. It must be able to show an event that nobody appended, or
 * the other test proves nothing.
 */
@JCStressTest
@Outcome(id = "5, 14", expect = Expect.ACCEPTABLE, desc = "Entities 1, 2 and 3.")
@Outcome(id = "6, 30", expect = Expect.ACCEPTABLE, desc = "Entities 1 to 4.")
@Outcome(
    id = {"5, 15", "5, 30"},
    expect = Expect.ACCEPTABLE_INTERESTING,
    desc = "Too much: zeros, or what replaced them, taken for an event of before.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Something else.")
@State
public class UnprotectedPostingTest {
  private final TagList list = new TagList(512);

  /** Appends as many events as leave room for one in the second block. */
  public UnprotectedPostingTest() {
    list.add(0, 1);
    list.add(1, 2);
    list.add(2, 3);
    list.remove(0, 4);
    list.add(3, 5);
    list.publish(5);
  }

  /** Makes a commit of one event. */
  @Actor
  public void writer() {
    list.addUnprotected(4, 6);
    list.publish(6);
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
