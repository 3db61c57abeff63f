package dev.stela.internal.index.text;

import java.util.Arrays;

/**
 * Which documents of a part have ended since it was made, and when: by document in pages that are
 * made when they are needed, and as a list in the order of LSNs with running sums of what ranking
 * has to know. One thread writes, any thread reads without a lock: whoever sees an LSN as visible
 * sees the endings up to it.
 */
public final class Endings {
  private static final int PAGE_BITS = 10;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;

  private final int firstDocument;
  private volatile long[][] pages = new long[0][];
  private volatile List list = new List(new int[0], new long[0], new int[0], new long[0][], 0);

  /**
   * Endings in the order of LSNs; only the first {@code size} of the arrays count. The sums are
   * those of the fields, each with documents and tokens, of all endings up to that one.
   */
  private record List(int[] documents, long[] lsns, int[] fields, long[][] sums, int size) {}

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
    return list.size;
  }

  /** Returns the document of an ending, which is less than {@link #size}. */
  public int document(int index) {
    return list.documents[index];
  }

  /** Returns how many endings there were up to an LSN. */
  public int countAt(long lsn) {
    return countAt(list, lsn);
  }

  private static int countAt(List all, long lsn) {
    int low = 0;
    int high = all.size;
    if (high > 0 && all.lsns[high - 1] <= lsn) {
      return high;
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (all.lsns[middle] <= lsn) {
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
    return found == null ? 0 : found[index & PAGE_SIZE - 1];
  }

  /** Returns how many documents that ended up to an LSN had a field, and how many tokens in it. */
  FieldStatistics statistics(int field, long lsn) {
    List all = list;
    int count = countAt(all, lsn);
    int at = Arrays.binarySearch(all.fields, field);
    if (count == 0 || at < 0) {
      return FieldStatistics.NONE;
    }
    long[] sums = all.sums[count - 1];
    // A field that came later was in none of the documents that ended before.
    return 2 * at < sums.length
        ? new FieldStatistics((int) sums[2 * at], sums[2 * at + 1])
        : FieldStatistics.NONE;
  }

  void add(int document, long lsn, boolean retired, TextPart part) {
    List before = list;
    int[] fields = part.fields();
    long[] sums = new long[2 * fields.length];
    if (before.size > 0) {
      copySums(before.fields, before.sums[before.size - 1], fields, sums);
    }
    for (int i = 0; i < fields.length; i++) {
      int length = part.field(fields[i]).length(document);
      sums[2 * i] += length > 0 ? 1 : 0;
      sums[2 * i + 1] += length;
    }
    append(before, document, lsn, fields, sums);
    store(document, encode(lsn, retired));
  }

  private static void copySums(int[] fields, long[] from, int[] newFields, long[] to) {
    for (int i = 0; 2 * i < from.length; i++) {
      int at = Arrays.binarySearch(newFields, fields[i]);
      to[2 * at] = from[2 * i];
      to[2 * at + 1] = from[2 * i + 1];
    }
  }

  private void append(List before, int document, long lsn, int[] fields, long[] sums) {
    int size = before.size;
    int[] documents = before.documents;
    long[] lsns = before.lsns;
    long[][] all = before.sums;
    if (!Arrays.equals(fields, before.fields)) {
      all = new long[Math.max(16, documents.length)][];
      for (int i = 0; i < size; i++) {
        all[i] = new long[2 * fields.length];
        copySums(before.fields, before.sums[i], fields, all[i]);
      }
    }
    if (size == documents.length) {
      int capacity = Math.max(16, size * 2);
      documents = Arrays.copyOf(documents, capacity);
      lsns = Arrays.copyOf(lsns, capacity);
      all = Arrays.copyOf(all, capacity);
    }
    documents[size] = document;
    lsns[size] = lsn;
    all[size] = sums;
    // Volatile store: whoever sees the new size sees the entry.
    list = new List(documents, lsns, fields.clone(), all, size + 1);
  }

  private void store(int document, long encoded) {
    int index = document - firstDocument;
    int page = index >>> PAGE_BITS;
    long[][] all = pages;
    if (page >= all.length) {
      all = Arrays.copyOf(all, Math.max(page + 1, all.length * 2));
    }
    if (all[page] == null) {
      all[page] = new long[PAGE_SIZE];
    }
    // Opaque is not needed: a reader of an older LSN may see either, and both mean that it stands.
    all[page][index & PAGE_SIZE - 1] = encoded;
    pages = all;
  }
}
