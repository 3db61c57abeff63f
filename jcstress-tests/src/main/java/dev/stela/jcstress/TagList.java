package dev.stela.jcstress;

import dev.stela.internal.format.PostingBlockLayout;
import dev.stela.internal.format.PostingHeadLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.index.postings.ListTrimmer;
import dev.stela.internal.index.postings.OrdinalSet;
import dev.stela.internal.index.postings.PostingLists;
import dev.stela.internal.index.postings.Postings;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The posting list of one tag without a store, and the newest LSN that its readers may ask for. One
 * thread appends and publishes; any thread asks.
 */
final class TagList {
  private static final int TAG = 1;
  private static final int CACHE_BYTES = 1 << 20;
  private static final int HEAD_BYTES = 256;

  private final HeapExtents heads = new HeapExtents(HEAD_BYTES);
  private final HeapExtents blocks;
  private final PostingLists lists;
  private final Postings postings;
  private final ListTrimmer trimmer;
  private final AtomicLong visible = new AtomicLong();
  private final AtomicLong horizon = new AtomicLong();

  /** Makes an empty list with room for some thousand bytes of blocks. */
  TagList(int blockBytes) {
    blocks = new HeapExtents(blockBytes);
    lists = PostingLists.create(heads, blocks, new StoreId(1, 2), 0);
    postings = new Postings(lists, CACHE_BYTES);
    // One thread appends and trims: that is the lock.
    trimmer = new ListTrimmer(lists, postings, Runnable::run, () -> {});
  }

  void add(int ordinal, long lsn) {
    lists.append(TAG, ordinal, false, lsn);
  }

  void remove(int ordinal, long lsn) {
    lists.append(TAG, ordinal, true, lsn);
  }

  /** As {@link #add}, but the wrong way round: counts the event before it is in place. */
  void addUnprotected(int ordinal, long lsn) {
    MemorySegment head = heads.extent(0);
    long at = PostingHeadLayout.place(TAG);
    int events = PostingHeadLayout.events(PostingHeadLayout.head(head, at));
    long block = PostingHeadLayout.lastBlock(PostingHeadLayout.head(head, at));
    MemorySegment memory = blocks.extent(0);
    PostingHeadLayout.publish(head, at, PostingHeadLayout.of(events + 1, block));
    PostingBlockLayout.event(
        memory,
        block,
        events - PostingBlockLayout.firstIndex(memory, block),
        PostingBlockLayout.event(lsn - PostingBlockLayout.baseLsn(memory, block), ordinal, false));
  }

  /** Lets readers ask for an LSN whose events have all been appended. */
  void publish(long lsn) {
    visible.setRelease(lsn);
  }

  /** Takes out what lies before a horizon, and frees the blocks that nobody reads any more. */
  void trim(long newHorizon) {
    horizon.set(newHorizon);
    trimmer.trim(TAG, newHorizon);
    trimmer.reclaim();
  }

  /** Returns the oldest LSN of which the answer counts; to be asked after it was given. */
  long horizon() {
    return horizon.get();
  }

  /** Returns the newest LSN that may be asked for. */
  long visible() {
    return visible.getAcquire();
  }

  /** Returns the entities that have the tag. */
  OrdinalSet at(long lsn) {
    return postings.at(TAG, lsn);
  }

  /** Returns the entities that have the tag, as the bits of a number: their ordinals are small. */
  int bitsAt(long lsn) {
    int bits = 0;
    for (int ordinal : at(lsn).toArray()) {
      bits |= 1 << ordinal;
    }
    return bits;
  }
}
