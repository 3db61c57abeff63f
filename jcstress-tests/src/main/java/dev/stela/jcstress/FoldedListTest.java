package dev.stela.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Readers that share what has been made of a posting list do not disturb each other: one that asks
 * for now brings it forward, one that asks for the past leaves older sets in it, the list grows by
 * a block meanwhile, and each gets exactly the set of its LSN.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "All sets right.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The LSN whose set was wrong.")
@State
public class FoldedListTest {
  // The seventh block is full at 487, and the first of the older sets is that after 512 events.
  private static final int BEFORE = 480;
  private static final int AFTER = 528;
  private static final int COMMITS_PER_QUERY = 6;
  private static final int QUERIES = 10;
  private static final int SHORTLY = 7;
  private static final int LONG_AGO = 400;
  private static final int BLOCK_BYTES = 1 << 14;

  /** Every fourth commit takes away what the one before gave. */
  private static final ListScript SCRIPT =
      new ListScript(AFTER, lsn -> lsn % 4 == 0 ? lsn - 1 : lsn, lsn -> lsn % 4 == 0);

  private final TagList list = new TagList(BLOCK_BYTES);
  private final Meeting meeting = new Meeting();

  /** Appends most of the events; nobody has asked for a set yet. */
  public FoldedListTest() {
    SCRIPT.begin(list, BEFORE);
  }

  /**
   * Appends the other events, and asks for the newest set and an older one now and then.
   *
   * @param result the first LSN whose set was wrong
   */
  @Actor
  public void writer(II_Result result) {
    meeting.await();
    for (int lsn = BEFORE + 1; lsn <= AFTER; lsn++) {
      SCRIPT.append(list, lsn);
      list.publish(lsn);
      if (lsn % COMMITS_PER_QUERY == 0) {
        result.r1 = result.r1 == 0 ? wrong(lsn) : result.r1;
        result.r1 = result.r1 == 0 ? wrong(lsn - SHORTLY) : result.r1;
      }
    }
  }

  /**
   * Asks for the newest set, for one shortly before it and for an old one.
   *
   * @param result the first LSN whose set was wrong
   */
  @Actor
  public void reader(II_Result result) {
    meeting.await();
    for (int i = 0; i < QUERIES && result.r2 == 0; i++) {
      int newest = (int) list.visible();
      int wrong = wrong(newest);
      wrong = wrong == 0 ? wrong(newest - SHORTLY) : wrong;
      result.r2 = wrong == 0 ? wrong(newest - LONG_AGO) : wrong;
    }
  }

  private int wrong(int lsn) {
    return SCRIPT.isRight(list, lsn) ? 0 : lsn;
  }
}
