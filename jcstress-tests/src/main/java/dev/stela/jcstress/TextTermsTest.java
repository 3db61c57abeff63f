package dev.stela.jcstress;

import dev.stela.internal.index.text.TermScan;
import java.nio.charset.StandardCharsets;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A term that a visible document has is found, and comes once and in order in a scan, while the
 * table of terms grows and another reader has just put the terms in order.
 */
@JCStressTest
@Outcome(id = "[12], 1, 1", expect = Expect.ACCEPTABLE, desc = "The terms of its LSN at least.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Terms missing, twice or out of order.")
@State
public class TextTermsTest {
  // As many as the first table takes.
  private static final int OLD = 42;
  private static final int NEW = 3;

  private final TextList list = new TextList();
  private final Meeting meeting = new Meeting();

  /** Adds a document with as many terms as there is room for, and puts them in order. */
  public TextTermsTest() {
    list.add(1, terms(0, OLD));
    list.publish(1);
    list.field().scan();
  }

  private static String[] terms(int from, int to) {
    var terms = new String[to - from];
    for (int i = from; i < to; i++) {
      terms[i - from] = term(i);
    }
    return terms;
  }

  /** Of one length, so that the order of the numbers is not that in which they come. */
  private static String term(int number) {
    return "t" + (100 + number * 37 % 53);
  }

  /** Adds a document with new terms. */
  @Actor
  public void writer() {
    meeting.await();
    list.add(2, terms(OLD, OLD + NEW));
    list.publish(2);
  }

  /**
   * Looks up and scans.
   *
   * @param result the LSN, whether its terms were found, and whether the scan had them
   */
  @Actor
  public void reader(III_Result result) {
    meeting.await();
    long lsn = list.visible();
    int known = lsn == 1 ? OLD : OLD + NEW;
    result.r1 = (int) lsn;
    result.r2 = 1;
    for (int i = 0; i < OLD + NEW; i++) {
      int expected = i < OLD ? 1 : lsn == 1 ? 0 : 1;
      if (list.count(term(i), 1, 0, lsn) != expected) {
        result.r2 = 0;
      }
    }
    result.r3 = scan(known) ? 1 : 0;
  }

  private boolean scan(int known) {
    TermScan scan = list.field().scan();
    int count = 0;
    String before = "";
    while (scan.next()) {
      String term = new String(scan.term(), 0, scan.length(), StandardCharsets.UTF_8);
      if (term.compareTo(before) <= 0 || scan.postings().documents() == 0) {
        return false;
      }
      before = term;
      count++;
    }
    return count >= known && count <= OLD + NEW;
  }
}
