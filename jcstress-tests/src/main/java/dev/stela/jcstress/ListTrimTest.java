package dev.stela.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A posting list that is trimmed, again and again, while it grows and while its old blocks are used
 * again, gives a reader exactly the set of each LSN that the horizon has not passed when he has it.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "All sets right.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The LSN whose set was wrong.")
@State
public class ListTrimTest {
  private static final int BEFORE = 120;
  private static final int AFTER = 180;
  private static final int EVENTS_PER_TRIM = 10;
  private static final int BEHIND = 20;
  private static final int SHORTLY = 5;
  private static final int ENTITIES = 8;
  private static final int QUERIES = 12;
  private static final int BLOCK_BYTES = 1 << 15;

  /** Few entities, which get and lose the tag in turn. */
  private static final ListScript SCRIPT =
      new ListScript(AFTER, lsn -> lsn % ENTITIES, lsn -> lsn / ENTITIES % 2 == 1);

  private final TagList list = new TagList(BLOCK_BYTES);
  private final Meeting meeting = new Meeting();

  /** Appends most of the events, and lets a reader keep something of the list. */
  public ListTrimTest() {
    SCRIPT.begin(list, BEFORE);
    list.at(BEFORE);
  }

  /**
   * Appends the other events; trims the list now and then, to a horizon that readers know.
   *
   * @param result the first LSN whose set was wrong
   */
  @Actor
  public void writer(II_Result result) {
    meeting.await();
    for (int lsn = BEFORE + 1; lsn <= AFTER; lsn++) {
      SCRIPT.append(list, lsn);
      list.publish(lsn);
      if (lsn % EVENTS_PER_TRIM == 0) {
        list.trim(lsn - BEHIND);
        result.r1 = result.r1 == 0 ? wrong(lsn) : result.r1;
      }
    }
  }

  /**
   * Asks for the newest set, and for a slightly older one.
   *
   * @param result the first LSN whose set was wrong
   */
  @Actor
  public void reader(II_Result result) {
    meeting.await();
    for (int i = 0; i < QUERIES && result.r2 == 0; i++) {
      int visible = (int) list.visible();
      int wrong = wrong(visible);
      result.r2 = wrong == 0 ? wrong(visible - SHORTLY) : wrong;
    }
  }

  /** The horizon is asked for after the set: what it passed meanwhile is not answered. */
  private int wrong(int lsn) {
    return SCRIPT.isRight(list, lsn) || lsn < list.horizon() ? 0 : lsn;
  }
}
