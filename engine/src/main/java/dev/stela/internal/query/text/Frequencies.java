package dev.stela.internal.query.text;

import dev.stela.internal.index.text.Endings;
import dev.stela.internal.index.text.PostingCursor;
import dev.stela.internal.index.text.TermPostings;
import dev.stela.internal.index.text.TextPart;
import java.util.Arrays;

/**
 * How many of the documents that stand as of an LSN have a term, exactly: the length of the posting
 * list where all of it stands; else counted once, and from then on only the endings that came
 * since. One thread.
 */
final class Frequencies {
  /** As of an LSN that is not the newest a count is of use for that one only. */
  private static final long AS_OF = Long.MIN_VALUE;

  /** Looking for a document in a list takes as long as walking over so many. */
  private static final int WALKED_PER_SEARCH = 8;

  private final TextMoment moment;
  private final TextMemos memos;

  Frequencies(TextMoment moment, TextMemos memos) {
    this.moment = moment;
    this.memos = memos;
  }

  /** Returns how many documents of a part that stand have a term. */
  int of(int index, int field, byte[] term, TermPostings postings) {
    TextPart part = moment.part(index);
    // Asked after the list was looked up: then the list has none that is made later, either.
    if (moment.allStand(index) && part.endDocument() == moment.end(index)) {
      return postings.documents();
    }
    boolean complete = moment.isComplete(index);
    PartMemo memo = memos.of(part);
    var key = new TermKey(field, term);
    long stamp = complete ? part.endings().countAt(moment.lsn()) : AS_OF | moment.lsn();
    PartMemo.Count known = memo.count(key);
    if (known != null && known.stamp() == stamp) {
      return known.documents();
    }
    int found =
        complete && known != null && isCheaper(known.stamp(), stamp, postings)
            ? known.documents() - ended(part.endings(), (int) known.stamp(), (int) stamp, postings)
            : count(index, postings);
    memo.note(key, stamp, found);
    return found;
  }

  private static boolean isCheaper(long before, long now, TermPostings postings) {
    return before >= 0 && before < now && (now - before) * WALKED_PER_SEARCH < postings.documents();
  }

  private static int ended(Endings endings, int from, int to, TermPostings postings) {
    var documents = new int[to - from];
    for (int i = from; i < to; i++) {
      documents[i - from] = endings.document(i);
    }
    Arrays.sort(documents);
    PostingCursor cursor = postings.cursor(false);
    int having = 0;
    for (int document : documents) {
      int at = cursor.document();
      having += (at < document ? cursor.advance(document) : at) == document ? 1 : 0;
    }
    return having;
  }

  private int count(int index, TermPostings postings) {
    TextPart part = moment.part(index);
    boolean allStand = moment.allStand(index);
    int end = moment.end(index);
    PostingCursor cursor = postings.cursor(false);
    int count = 0;
    for (int document = cursor.next(); document < end; document = cursor.next()) {
      count += allStand || moment.lsn() < part.to(document) ? 1 : 0;
    }
    return count;
  }
}
