package dev.stela.internal.index.postings;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.PostingHeadLayout;
import java.util.Arrays;
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

  /** Shorter lists are folded anew each time. */
  private static final int CACHED_EVENTS = 64;

  /** The part of the cache that the older sets of one tag may take. */
  private static final int PAST_SHARE = 4;

  private final PostingLists lists;
  private final long cacheBytes;
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
    return at(tag, lsn, false);
  }

  /** Returns the entities that have had a tag at any LSN up to the given one. */
  public OrdinalSet everAt(int tag, long lsn) {
    return at(tag, lsn, true);
  }

  /** Returns the entities that have any of many tags as of an LSN, or have had up to it. */
  public OrdinalSet anyAt(int[] tags, long lsn, boolean ever) {
    if (tags.length == 1) {
      return at(tags[0], lsn, ever);
    }
    Union union = new Union();
    for (int tag : tags) {
      union.add(at(tag, lsn, ever));
    }
    return union.done();
  }

  private OrdinalSet at(int tag, long lsn, boolean ever) {
    long head = lists.head(tag);
    int events = PostingHeadLayout.events(head);
    if (events <= CACHED_EVENTS) {
      return fold(head, lsn, ever);
    }
    Long key = (long) tag << 1 | (ever ? 1 : 0);
    FoldedList folded = cache().getIfPresent(key);
    if (folded == null) {
      folded = cache().get(key, any -> new FoldedList(lists, head, ever, cacheBytes / PAST_SHARE));
    }
    OrdinalSet set = folded.at(head, lsn);
    if (folded.hasGrown()) {
      // Put again to be weighed again.
      cache().put(key, folded);
    }
    return set;
  }

  private OrdinalSet fold(long head, long lsn, boolean ever) {
    if (PostingHeadLayout.events(head) == 0) {
      return OrdinalSet.EMPTY;
    }
    BlockList blocks = BlockList.of(lists, head);
    OrdinalSet.Editor editor = OrdinalSet.EMPTY.edit();
    blocks.fold(editor, 0, blocks.indexAt(lsn), ever);
    return editor.done();
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
