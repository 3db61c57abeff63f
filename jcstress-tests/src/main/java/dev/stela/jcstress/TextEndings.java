package dev.stela.jcstress;

import dev.stela.internal.index.text.DocumentTokens;
import dev.stela.internal.index.text.TextDelta;
import java.util.concurrent.atomic.AtomicLong;

/** Three documents of a delta, of which two end. One thread ends them, any thread asks. */
final class TextEndings {
  private static final int FIELD = 1;
  private static final int DOCUMENTS = 3;
  // So that an LSN does not fit into half a word.
  private static final long BASE = 1L << 40;

  private final TextDelta delta = new TextDelta(0, BASE, _ -> true);
  private final AtomicLong visible = new AtomicLong(1);

  /** Adds three documents at the first LSN. */
  TextEndings() {
    var tokens = new DocumentTokens();
    tokens.begin(FIELD);
    tokens.token(new byte[] {'a'}, 1, 0, 0, 1);
    for (int i = 0; i < DOCUMENTS; i++) {
      delta.add(tokens, i, BASE + 1);
    }
  }

  /** Ends a document. */
  void end(int document, long lsn) {
    delta.end(document, BASE + lsn, false);
  }

  /** Lets readers ask for an LSN. */
  void publish(long lsn) {
    visible.setRelease(lsn);
  }

  /** Returns the newest LSN that may be asked for. */
  long visible() {
    return visible.getAcquire();
  }

  /** Returns how many documents stand, asked one by one. */
  int standing(long lsn) {
    int standing = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      standing += BASE + lsn < delta.to(i) ? 1 : 0;
    }
    return standing;
  }

  /** Returns how many documents stand, as ranking counts them. */
  int counted(long lsn) {
    return delta.statistics(FIELD, BASE + lsn).documents();
  }
}
