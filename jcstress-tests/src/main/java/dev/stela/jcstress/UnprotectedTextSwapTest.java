package dev.stela.jcstress;

import dev.stela.internal.index.text.TextView;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The twin of {@link TextSwapTest}: the same writer, but a reader who pins a view and searches it
 * as of LSNs that he takes after that. He must be able to miss an entity or to find it twice, or
 * the other test proves nothing.
 */
@JCStressTest
@Outcome(id = "1, 111", expect = Expect.ACCEPTABLE, desc = "All texts are the old ones.")
@Outcome(id = "2, 211", expect = Expect.ACCEPTABLE, desc = "One was replaced in the same part.")
@Outcome(id = "3, 221", expect = Expect.ACCEPTABLE, desc = "One was replaced after the freeze.")
@Outcome(id = "4, 222", expect = Expect.ACCEPTABLE, desc = "One was replaced after the flush.")
@Outcome(
    id = {"3, 201", "4, 201"},
    expect = Expect.ACCEPTABLE_INTERESTING,
    desc = "An entity is missing: its new text is in a part that the view does not have.")
@Outcome(
    id = "4, 223",
    expect = Expect.ACCEPTABLE_INTERESTING,
    desc = "An entity is there twice: the ending is known to the flushed part only.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Something else.")
@State
public class UnprotectedTextSwapTest {
  private static final int SEARCHES = 10;

  private final TextParts parts = new TextParts();
  private final Meeting meeting = new Meeting();

  /** Creates the state, for the harness. */
  public UnprotectedTextSwapTest() {}

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
   * Searches one view again and again, as of the newest LSN each time.
   *
   * @param result the LSN, and the lengths of the texts that were found, at last or what is wrong
   */
  @Actor
  public void reader(II_Result result) {
    meeting.await();
    try (TextView view = parts.pin()) {
      boolean isRight = true;
      for (int i = 0; i < SEARCHES && isRight; i++) {
        long lsn = parts.visible();
        result.r1 = (int) lsn;
        result.r2 = TextParts.search(view, lsn);
        isRight = TextParts.isRight(result.r2, lsn);
      }
    }
  }
}
