package dev.stela.internal.index.postings;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.PostingHeadLayout;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import org.roaringbitmap.Container;

/**
 * Which entities have, or ever had, a tag as of any LSN: the posting lists and a bounded cache of
 * what has been made of them. Any thread, without a lock, exactly as of the LSN, while the lists
 * grow.
 */
public final class Postings {
  /** The list of the entities that are deleted, kept as if that were a tag. */
  public static final int DELETED = 0;

  /** The list of the entities that are archived. */
  public static final int ARCHIVED = -1;

  /** The list of the entities that were purged; as of any LSN they are gone. */
  public static final int PURGED = PostingHeadLayout.FIRST_LIST;

  /** In place of an LSN: as of one moment, not since another. */
  static final long NOT_EVER = -1;

  /** Shorter lists are folded anew each time. */
  private static final int CACHED_EVENTS = 64;

  /** The part of the cache that the older sets of one tag may take. */
  private static final int PAST_SHARE = 4;

  private final PostingLists lists;
  private final long cacheBytes;
  private final ReaderCount readers = new ReaderCount();
  private volatile Cache<Long, FoldedList> cache;

  /**
   * Answers from posting lists.
   *
   * @param cacheBytes how much memory the cache may take
   */
  public Postings(PostingLists lists, long cacheBytes) {
    this.lists = lists;
    this.cacheBytes = cacheBytes;
  }

  /** Returns the list from which an entity is removed that was restored. */
  public static int restored(int argument) {
    return argument == EventLayout.ARCHIVE ? ARCHIVED : DELETED;
  }

  /** Returns the entities that have a tag as of an LSN. */
  public OrdinalSet at(int tag, long lsn) {
    return oneAt(tag, NOT_EVER, lsn);
  }

  /** Returns the entities that have had a tag at any LSN of a span, both inclusive. */
  public OrdinalSet everAt(int tag, long since, long lsn) {
    return oneAt(tag, since, lsn);
  }

  /** Returns the entities that have any of many tags as of an LSN. */
  public OrdinalSet anyAt(int[] tags, long lsn) {
    return anyAt(tags, tag -> NOT_EVER, lsn);
  }

  /** Returns the entities that have had any of many tags from some LSN of each up to another. */
  public OrdinalSet anyEverAt(int[] tags, IntToLongFunction since, long lsn) {
    return anyAt(tags, since, lsn);
  }

  private OrdinalSet oneAt(int tag, long since, long lsn) {
    int reading = readers.enter();
    try {
      return read(tag, since, lsn);
    } finally {
      readers.exit(reading);
    }
  }

  private OrdinalSet anyAt(int[] tags, IntToLongFunction since, long lsn) {
    if (tags.length == 1) {
      return oneAt(tags[0], since.applyAsLong(tags[0]), lsn);
    }
    Union union = new Union();
    int reading = readers.enter();
    try {
      for (int tag : tags) {
        union.add(read(tag, since.applyAsLong(tag), lsn));
      }
    } finally {
      readers.exit(reading);
    }
    return union.done();
  }

  private OrdinalSet read(int tag, long since, long lsn) {
    long head = lists.head(tag);
    if (PostingHeadLayout.events(head) <= CACHED_EVENTS) {
      return fold(head, since, lsn);
    }
    Long key = key(tag, since != NOT_EVER);
    FoldedList folded = cache().getIfPresent(key);
    OrdinalSet set = folded == null || folded.since() != since ? null : folded.at(head, lsn);
    if (set == null) {
      folded = new FoldedList(lists, head, since, cacheBytes / PAST_SHARE);
      cache().put(key, folded);
      set = folded.at(head, lsn);
    }
    if (folded.hasGrown()) {
      // Weighed again, unless it has been dropped meanwhile.
      cache().asMap().replace(key, folded, folded);
    }
    return set;
  }

  private static Long key(int tag, boolean ever) {
    return (long) tag << 1 | (ever ? 1 : 0);
  }

  private OrdinalSet fold(long head, long since, long lsn) {
    if (PostingHeadLayout.events(head) == 0) {
      return OrdinalSet.EMPTY;
    }
    BlockList blocks = BlockList.of(lists, head);
    OrdinalSet.Editor editor = OrdinalSet.EMPTY.edit();
    blocks.fold(editor, 0, blocks.indexAt(lsn), everFrom(blocks, since));
    return editor.done();
  }

  /** Returns the index from which on removals count for nothing. */
  static int everFrom(BlockList blocks, long since) {
    return since == NOT_EVER ? Integer.MAX_VALUE : blocks.indexAt(since);
  }

  ReaderCount readers() {
    return readers;
  }

  /** Drops what has been made of a list. */
  void forget(int tag) {
    Cache<Long, FoldedList> made = cache;
    if (made != null) {
      made.invalidate(key(tag, false));
      made.invalidate(key(tag, true));
    }
  }

  /** Made at the first query: a process that asks none does not load its classes. */
  private Cache<Long, FoldedList> cache() {
    Cache<Long, FoldedList> made = cache;
    return made == null ? makeCache() : made;
  }

  private synchronized Cache<Long, FoldedList> makeCache() {
    if (cache == null) {
      cache =
          Caffeine.newBuilder()
              .maximumWeight(cacheBytes)
              .weigher((Long key, FoldedList list) -> list.weigh())
              .executor(Runnable::run)
              .build();
    }
    return cache;
  }

  /** A union in the making; copies a chunk when a second set has it. */
  private static final class Union {
    private Container[] chunks = new Container[0];
    private boolean[] owned = new boolean[0];

    void add(OrdinalSet set) {
      if (set.chunks() > chunks.length) {
        chunks = Arrays.copyOf(chunks, set.chunks());
        owned = Arrays.copyOf(owned, set.chunks());
      }
      for (int i = 0; i < set.chunks(); i++) {
        Container chunk = set.chunk(i);
        if (chunk == null) {
          continue;
        }
        if (chunks[i] == null) {
          chunks[i] = chunk;
        } else {
          chunks[i] = owned[i] ? chunks[i].lazyIOR(chunk) : chunks[i].lazyOR(chunk);
          owned[i] = true;
        }
      }
    }

    OrdinalSet done() {
      for (int i = 0; i < chunks.length; i++) {
        if (owned[i]) {
          chunks[i] = chunks[i].repairAfterLazy();
        }
      }
      return OrdinalSet.ofChunks(chunks);
    }
  }
}
