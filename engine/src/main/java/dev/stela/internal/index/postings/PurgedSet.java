package dev.stela.internal.index.postings;

import dev.stela.internal.format.PostingBlockLayout;
import dev.stela.internal.format.PostingHeadLayout;
import java.lang.foreign.MemorySegment;

/**
 * Which entities have been purged: of all commits that have been applied, whatever LSN a reader
 * stands at. Any thread, without a lock; what threads race to publish is equally right.
 */
public final class PurgedSet {
  private record Folded(int events, BlockList blocks, OrdinalSet set) {}

  private final PostingLists lists;
  private volatile Folded newest;

  /** Reads the list of purges. */
  public PurgedSet(PostingLists lists) {
    this.lists = lists;
    this.newest = new Folded(0, BlockList.of(lists, 0), OrdinalSet.EMPTY);
  }

  /** Tells whether an entity has been purged. */
  public boolean contains(int ordinal) {
    return set().contains(ordinal);
  }

  /** Returns the ordinals of all entities that have been purged. */
  public OrdinalSet set() {
    long head = lists.head(Postings.PURGED);
    Folded known = newest;
    int events = PostingHeadLayout.events(head);
    return events <= known.events ? known.set : bringForward(known, head, events);
  }

  /** Returns the ordinals of the entities purged by commits up to an LSN. */
  public OrdinalSet at(long lsn) {
    BlockList blocks = BlockList.of(lists, lists.head(Postings.PURGED));
    OrdinalSet.Editor editor = OrdinalSet.EMPTY.edit();
    blocks.fold(editor, 0, blocks.indexAt(lsn), 0);
    return editor.done();
  }

  /**
   * Tells whether all events in a list are of some entities. There may be none: where lists were
   * made anew, those of entities whose versions are gone from the log are missing. For the thread
   * that holds the writer lock.
   */
  public boolean isAllOf(int tag, OrdinalSet entities) {
    long head = lists.head(tag);
    long place = PostingHeadLayout.lastBlock(head);
    int end = PostingHeadLayout.events(head);
    while (place != 0) {
      MemorySegment memory = lists.memory(place);
      long block = PostingLists.offset(place);
      int first = PostingBlockLayout.firstIndex(memory, block);
      for (int i = end - first - 1; i >= 0; i--) {
        if (!entities.contains(
            PostingBlockLayout.ordinal(PostingBlockLayout.event(memory, block, i)))) {
          return false;
        }
      }
      end = first;
      place = PostingBlockLayout.previous(memory, block);
    }
    return true;
  }

  private OrdinalSet bringForward(Folded known, long head, int events) {
    BlockList blocks = known.blocks.upTo(lists, head);
    OrdinalSet.Editor editor = known.set.edit();
    blocks.fold(editor, known.events, events, 0);
    OrdinalSet set = editor.done();
    newest = new Folded(events, blocks, set);
    return set;
  }
}
