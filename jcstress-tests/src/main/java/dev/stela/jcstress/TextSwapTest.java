package dev.stela.jcstress;

import dev.stela.internal.index.text.TextView;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A search that takes the visible LSN and pins the view after that finds each entity exactly once,
 * with its text as of that LSN, while the delta is frozen, another one takes its place, and a flush
 * replaces the frozen one and gives it back.
 *
 * <p>{@link UnprotectedTextSwapTest} shows that the order matters.
 */
@JCStressTest
@Outcome(id = "1, 111", expect = Expect.ACCEPTABLE, desc = "All texts are the old ones.")
@Outcome(id = "2, 211", expect = Expect.ACCEPTABLE, desc = "One was replaced in the same part.")
@Outcome(id = "3, 221", expect = Expect.ACCEPTABLE, desc = "One was replaced after the freeze.")
@Outcome(id = "4, 222", expect = Expect.ACCEPTABLE, desc = "One was replaced after the flush.")
@Outcome(expect = Expect.FORBIDDEN, desc = "An entity is missing (0), or there twice (3).")
@State
public class TextSwapTest {
  private static final int SEARCHES = 10;

  private final TextParts parts = new TextParts();
  private final Meeting meeting = new Meeting();

  /** Creates the state, for the harness. */
  public TextSwapTest() {}

  /** Replaces all texts, and parts between. */
  @Actor
  public void writer() {
    meeting.await();
    parts.replace(0, 2);
    parts.freeze();
    parts.replace(1, 3);
    parts.flush();
    parts.replace(2, 4);
  }

  /**
   * Searches again and again.
   *
   * @param result the LSN, and the lengths of the texts that were found, at last or what is wrong
   */
  @Actor
  public void reader(II_Result result) {
    meeting.await();
    boolean isRight = true;
    for (int i = 0; i < SEARCHES && isRight; i++) {
      long lsn = parts.visible();
      try (TextView view = parts.pin()) {
        result.r1 = (int) lsn;
        result.r2 = TextParts.search(view, lsn);
      }
      isRight = TextParts.isRight(result.r2, lsn);
    }
  }
}
