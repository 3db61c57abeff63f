package dev.stela.jcstress;

import dev.stela.internal.index.text.DocumentTokens;
import dev.stela.internal.index.text.FieldPart;
import dev.stela.internal.index.text.PostingCursor;
import dev.stela.internal.index.text.StressPostings;
import dev.stela.internal.index.text.TermPostings;
import dev.stela.internal.index.text.TextDelta;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A delta of the text index without a store, and the newest LSN that its readers may ask for. One
 * thread writes and publishes; any thread asks.
 */
final class TextList {
  /** What {@link #count} says of a list that is not as anybody has written it. */
  static final int WRONG = -1;

  private static final int FIELD = 1;

  private final TextDelta delta = new TextDelta(0, 1, _ -> true);
  private final DocumentTokens tokens = new DocumentTokens();
  private final AtomicLong visible = new AtomicLong();

  /** Adds a document, which has some terms, each as often as it comes. */
  void add(long lsn, String... terms) {
    tokens.clear();
    tokens.begin(FIELD);
    for (int i = 0; i < terms.length; i++) {
      byte[] utf8 = utf8(terms[i]);
      tokens.token(utf8, utf8.length, i, 0, 0);
    }
    delta.add(tokens, (int) lsn, lsn);
  }

  /** Adds a document to one list, but the wrong way round: the end of the list comes first. */
  void addUnprotected(String term) {
    byte[] utf8 = utf8(term);
    StressPostings.append(delta.field(FIELD), utf8, utf8.length);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Lets readers ask for an LSN whose documents have all been added. */
  void publish(long lsn) {
    visible.setRelease(lsn);
  }

  /** Returns the newest LSN that may be asked for. */
  long visible() {
    return visible.getAcquire();
  }

  /** Returns the field. */
  FieldPart field() {
    return delta.field(FIELD);
  }

  /**
   * Returns how many documents of a list there are as of an LSN.
   *
   * @param frequency how often all but the first one have the term
   * @param position where it stands in them for the first time; the others follow
   */
  int count(String term, int frequency, int position, long lsn) {
    byte[] utf8 = utf8(term);
    TermPostings postings = field().find(utf8, utf8.length);
    if (postings == null) {
      return 0;
    }
    PostingCursor cursor = postings.cursor(true);
    int count = 0;
    int before = -1;
    int end = delta.endAt(lsn);
    while (cursor.next() < end) {
      boolean isRight =
          cursor.document() > before
              && (before < 0 || cursor.frequency() == frequency)
              && cursor.frequency() <= cursor.impacts().frequency(0);
      int[] positions = cursor.positions(new int[0]);
      for (int i = 0; i < cursor.frequency(); i++) {
        isRight &= before < 0 || positions[i] == position + i;
      }
      if (!isRight) {
        return WRONG;
      }
      before = cursor.document();
      count++;
    }
    return count;
  }
}
