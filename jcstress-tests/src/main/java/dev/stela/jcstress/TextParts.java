package dev.stela.jcstress;

import dev.stela.internal.index.text.DocumentTokens;
import dev.stela.internal.index.text.Endings;
import dev.stela.internal.index.text.FieldPart;
import dev.stela.internal.index.text.PostingCursor;
import dev.stela.internal.index.text.TermPostings;
import dev.stela.internal.index.text.TextDelta;
import dev.stela.internal.index.text.TextPart;
import dev.stela.internal.index.text.TextView;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The parts of a text index without a store: three entities, each of which has one text and gets
 * another, of twice the length. One thread writes, any thread searches.
 */
final class TextParts {
  private static final int FIELD = 1;
  private static final int[] DIGITS = {100, 10, 1};
  private static final int LENGTH = 1;
  private static final int[] RIGHT = {0, 111, 211, 221, 222};
  private static final byte[] TERM = {'a'};

  private final DocumentTokens tokens = new DocumentTokens();
  private final AtomicLong visible = new AtomicLong();
  private TextDelta first = new TextDelta(0, 1, _ -> false);
  private TextDelta second;
  private volatile TextView view = TextView.of(List.of(first));

  /** Adds a text for each entity. */
  TextParts() {
    for (int ordinal = 0; ordinal < DIGITS.length; ordinal++) {
      add(first, ordinal, LENGTH, 1);
    }
    visible.setRelease(1);
  }

  private void add(TextDelta part, int ordinal, int length, long lsn) {
    tokens.clear();
    tokens.begin(FIELD);
    for (int i = 0; i < length; i++) {
      tokens.token(TERM, TERM.length, i, 0, 0);
    }
    part.add(tokens, ordinal, lsn);
  }

  /** Replaces the text of an entity. */
  void replace(int ordinal, long lsn) {
    add(second == null ? first : second, ordinal, 2 * LENGTH, lsn);
    first.end(ordinal, lsn, false);
    if (second != null) {
      second.endOuter(ordinal, lsn, false);
    }
    visible.setRelease(lsn);
  }

  /** Lets what comes go to a new part. */
  void freeze() {
    first.freeze();
    second = new TextDelta(first.endDocument(), first.lastLsn() + 1, _ -> false);
    publish(List.of(first, second));
  }

  /** Puts a copy in the place of the frozen part, as a flush does. */
  void flush() {
    var copy = new TextDelta(0, first.firstLsn(), _ -> false);
    for (int document = 0; document < first.endDocument(); document++) {
      int length = first.field(FIELD).length(document);
      add(copy, first.ordinal(document), length, first.from(document));
    }
    copy.freeze();
    Endings endings = first.endings();
    for (int i = 0; i < endings.size(); i++) {
      copy.end(endings.document(i), Endings.lsn(endings.ending(i)), false);
    }
    first = copy;
    publish(List.of(first, second));
  }

  private void publish(List<TextPart> parts) {
    TextView before = view;
    view = before.followedBy(parts);
    before.close();
  }

  /** Returns the newest LSN that may be asked for. */
  long visible() {
    return visible.getAcquire();
  }

  /** Pins the view in force. */
  TextView pin() {
    while (true) {
      TextView now = view;
      if (now.pin()) {
        return now;
      }
    }
  }

  /** Tells whether a search has found what there is as of an LSN. */
  static boolean isRight(int found, long lsn) {
    return found == RIGHT[(int) lsn];
  }

  /**
   * Searches a view. Returns a decimal digit for each entity: how long its text is, and the sum if
   * several are found.
   */
  static int search(TextView view, long lsn) {
    int found = 0;
    for (TextPart part : view.parts()) {
      FieldPart field = part.field(FIELD);
      // Of a document that is not visible there may be the field already, but not its terms.
      TermPostings postings = field == null ? null : field.find(TERM, TERM.length);
      if (postings != null) {
        found += search(part, postings.cursor(false), lsn);
      }
    }
    return found;
  }

  private static int search(TextPart part, PostingCursor cursor, long lsn) {
    int found = 0;
    int end = part.endAt(lsn);
    for (int document = cursor.next(); document < end; document = cursor.next()) {
      if (lsn < part.to(document)) {
        found += cursor.frequency() * DIGITS[part.ordinal(document)];
      }
    }
    return found;
  }
}
