package dev.stela.internal.index.postings;

import java.util.Arrays;

/**
 * What has been made of a tag's posting list so far: the set of its entities after the newest event
 * that a reader asked for, and after some older ones. Readers bring it forward themselves, so that
 * writing costs nothing, and share what they made.
 *
 * <p>As-of answers start from the nearest older set and fold the events since: "copy plus log" (B.
 * Salzberg, V. Tsotras, "Comparison of Access Methods for Time-Evolving Data", 1999).
 *
 * <p>Any thread. What threads race to publish is equally right.
 */
final class FoldedList {
  /** Events between two of the older sets, at first. */
  static final int STRIDE = 512;

  private record Folded(int index, OrdinalSet set, long bytes) {}

  private static final int OWN_BYTES = 256;
  private static final Folded NOTHING = new Folded(0, OrdinalSet.EMPTY, 0);

  private final PostingLists lists;
  private final long since;
  private final int everFrom;
  private final long maxPastBytes;
  private volatile BlockList blocks;
  private volatile Folded newest = NOTHING;
  private volatile Folded recent = NOTHING;
  private volatile Folded[] past = {};
  private volatile long pastBytes;
  private int stride = STRIDE;
  private volatile int weighed;

  /**
   * Starts with nothing.
   *
   * @param since the LSN after which removals are passed over, for the set of those who have had
   *     the tag since then; {@link Postings#NOT_EVER} if they are not
   * @param maxPastBytes how much the older sets may take
   */
  FoldedList(PostingLists lists, long head, long since, long maxPastBytes) {
    this.lists = lists;
    this.since = since;
    this.maxPastBytes = maxPastBytes;
    this.blocks = BlockList.of(lists, head);
    this.everFrom = Postings.everFrom(blocks, since);
  }

  /** Tells from which LSN on removals are passed over. */
  long since() {
    return since;
  }

  /**
   * Returns the set as of an LSN.
   *
   * @param head the list's head, read after the LSN became visible
   * @return null if the list has been written anew, or was when this was made
   */
  OrdinalSet at(long head, long lsn) {
    BlockList before = blocks;
    BlockList known = before.upTo(lists, head);
    if (known == null) {
      return null;
    }
    if (known != before) {
      blocks = known;
    }
    int index = known.indexAt(lsn);
    Folded last = newest;
    if (last.index <= index) {
      return bringForward(known, last, index);
    }
    Folded shortly = recent;
    return shortly.index == index ? shortly.set : rebuild(known, index);
  }

  private OrdinalSet bringForward(BlockList known, Folded last, int index) {
    if (last.index == index) {
      return last.set;
    }
    Folded made = fold(known, last, index);
    if (made.index > newest.index) {
      newest = made;
    }
    return made.set;
  }

  /** Folds from the nearest older set, and leaves a set at every stride on the way. */
  private OrdinalSet rebuild(BlockList known, int index) {
    Folded from = nearest(index);
    int step = stride;
    for (int next = (from.index / step + 1) * step; next <= index; next += step) {
      from = fold(known, from, next);
      keep(from);
    }
    Folded made = fold(known, from, index);
    recent = made;
    return made.set;
  }

  private Folded fold(BlockList known, Folded from, int index) {
    OrdinalSet.Editor editor = from.set.edit();
    known.fold(editor, from.index, index, everFrom);
    OrdinalSet set = editor.done();
    return new Folded(index, set, set.bytes());
  }

  private Folded nearest(int index) {
    Folded[] all = past;
    int low = 0;
    int high = all.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (all[middle].index <= index) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    Folded found = low == 0 ? NOTHING : all[low - 1];
    Folded shortly = recent;
    return shortly.index <= index && shortly.index > found.index ? shortly : found;
  }

  private synchronized void keep(Folded made) {
    Folded[] all = past;
    int at = 0;
    while (at < all.length && all[at].index < made.index) {
      at++;
    }
    if (made.index % stride != 0 || at < all.length && all[at].index == made.index) {
      return;
    }
    Folded[] grown = Arrays.copyOf(all, all.length + 1);
    System.arraycopy(all, at, grown, at + 1, all.length - at);
    grown[at] = made;
    long bytes = pastBytes + made.bytes;
    while (bytes > maxPastBytes && grown.length > 1) {
      stride *= 2;
      int wider = stride;
      grown = Arrays.stream(grown).filter(one -> one.index % wider == 0).toArray(Folded[]::new);
      bytes = Arrays.stream(grown).mapToLong(Folded::bytes).sum();
    }
    past = grown;
    pastBytes = bytes;
  }

  /** Returns about how many bytes this takes; for the cache, which calls it when told to. */
  int weigh() {
    weighed = (int) Math.min(Integer.MAX_VALUE, bytes());
    return weighed;
  }

  /** Tells whether this has grown by so much that the cache should be told. */
  boolean hasGrown() {
    return bytes() > weighed + (weighed >> 2);
  }

  private long bytes() {
    return OWN_BYTES + newest.bytes + recent.bytes + pastBytes;
  }
}
