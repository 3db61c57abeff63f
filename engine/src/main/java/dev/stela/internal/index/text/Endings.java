package dev.stela.internal.index.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Which documents of a part have ended since it was made, and when: by document, in small pages
 * that are made when they are needed, and as a list in the order of LSNs with sums of what ranking
 * has to know. One thread writes, any thread reads without a lock: whoever sees an LSN as visible
 * sees the endings up to it, and may see later ones.
 */
public final class Endings {
  // Endings are spread thinly over an old part: a larger page would hold little but zeros.
  private static final int PAGE_BITS = 6;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;
  private static final int REFERENCE_BYTES = 4;
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

  private final int firstDocument;
  private final Footprint heap = new Footprint();
  private final IntPages documents = new IntPages(heap);
  private final EndedSums sums = new EndedSums(heap);
  // Volatile: who sees a table sees what pages it had.
  private volatile long[][] pages = new long[0][];
  // Volatile: who sees the number has the endings.
  private volatile int size;

  Endings(int firstDocument) {
    this.firstDocument = firstDocument;
  }

  /** Returns an LSN and why something ended in one word, which is not 0. */
  public static long encode(long lsn, boolean retired) {
    return lsn << 1 | (retired ? 1 : 0);
  }

  /** Returns the LSN of a word. */
  public static long lsn(long encoded) {
    return encoded >>> 1;
  }

  /** Tells whether a word says that the entity was no longer active. */
  public static boolean isRetired(long encoded) {
    return (encoded & 1) != 0;
  }

  /** Returns how many endings there are. */
  public int size() {
    return size;
  }

  /** Returns the document of an ending, which is less than {@link #size}; in the order of LSNs. */
  public int document(int index) {
    return documents.get(index);
  }

  /** Returns when and why an ending was, {@link #encode encoded}. */
  public long ending(int index) {
    return of(documents.get(index));
  }

  /** Returns how many endings there were up to an LSN. */
  public int countAt(long lsn) {
    int high = size;
    if (high == 0 || lsn(ending(high - 1)) <= lsn) {
      return high;
    }
    int low = 0;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (lsn(ending(middle)) <= lsn) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns when a document ended, {@link #encode encoded}; 0 if it did not. */
  long of(int document) {
    int index = document - firstDocument;
    long[][] all = pages;
    int page = index >>> PAGE_BITS;
    long[] found = page < all.length ? all[page] : null;
    // Opaque: a reader of an older LSN may see 0 or the ending, but never half of it. Either means
    // to it that the document stands.
    return found == null ? 0 : (long) ELEMENT.getOpaque(found, index & PAGE_SIZE - 1);
  }

  /** Returns how many documents that ended up to an LSN had a field, and how many tokens in it. */
  FieldStatistics statistics(FieldPart field, long lsn) {
    int count = countAt(lsn);
    int noted = EndedSums.noted(count);
    FieldStatistics sum = sums.get(field.field(), noted);
    int some = sum.documents();
    long tokens = sum.tokens();
    for (int i = noted; i < count; i++) {
      int length = field.length(documents.get(i));
      some += length > 0 ? 1 : 0;
      tokens += length;
    }
    return new FieldStatistics(some, tokens);
  }

  /** Returns how much heap the endings take. */
  long bytes() {
    return heap.bytes();
  }

  void add(int document, long lsn, boolean retired, TextPart part) {
    int count = size;
    if (of(document) != 0 || count > 0 && lsn < lsn(ending(count - 1))) {
      throw new IllegalStateException(
          "A document ends once, and in the order of LSNs: document="
              + document
              + " lsn="
              + lsn
              + " ended="
              + lsn(of(document))
              + " endings="
              + count);
    }
    store(document - firstDocument, encode(lsn, retired));
    documents.set(count, document);
    sums.add(document, part, count + 1);
    size = count + 1;
  }

  private void store(int index, long encoded) {
    int page = index >>> PAGE_BITS;
    long[][] all = pages;
    if (page >= all.length) {
      int length = Math.max(page + 1, 2 * all.length);
      heap.replace(all.length, length, REFERENCE_BYTES);
      all = Arrays.copyOf(all, length);
    }
    if (all[page] == null) {
      heap.array(PAGE_SIZE, Long.BYTES);
      all[page] = new long[PAGE_SIZE];
      pages = all;
    }
    ELEMENT.setOpaque(all[page], index & PAGE_SIZE - 1, encoded);
  }
}
