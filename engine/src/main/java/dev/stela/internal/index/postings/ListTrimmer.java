package dev.stela.internal.index.postings;

import dev.stela.internal.format.PostingHeadLayout;
import java.util.BitSet;
import java.util.function.Consumer;

/**
 * Takes out of posting lists what happened before a horizon and is not answered any more: of these
 * events each entity's last one stays, be it a removal: who has ever had the tag decides whether
 * its text can be erased. A list is written anew in other blocks, a few events for each hold of the
 * writer lock, and then becomes the tag's by one word. One thread.
 *
 * <p>If the process dies on the way, the new blocks are part of no list, and stay unused.
 */
public final class ListTrimmer {
  /** Copying so many takes some tens of microseconds. */
  static final int EVENTS_PER_HOLD = 512;

  /** Writing a list anew pays if it loses a part of this size. */
  private static final int LEAST_SHARE = 4;

  private static final int LEAST_EVENTS = 8;

  private final PostingLists lists;
  private final Consumer<Runnable> exclusively;
  private final Runnable beforeSwitch;
  private final RetiredBlocks retired;

  // The list in the making.
  private int tag;
  private BlockList blocks;
  private BitSet kept;
  private int settled;
  private int copied;
  private long copy;

  /**
   * Trims lists.
   *
   * @param exclusively runs something under the writer lock, between two commits
   * @param beforeSwitch notes how far the lists' file is used; called under the lock, before a list
   *     begins to use what is new
   */
  public ListTrimmer(
      PostingLists lists,
      Postings postings,
      Consumer<Runnable> exclusively,
      Runnable beforeSwitch) {
    this.lists = lists;
    this.exclusively = exclusively;
    this.beforeSwitch = beforeSwitch;
    this.retired = new RetiredBlocks(lists, postings, exclusively);
  }

  /**
   * Trims a list, if it pays.
   *
   * @param horizon an LSN that readers already know of: as of an older one nobody asks
   * @return how many events it has lost
   */
  public int trim(int number, long horizon) {
    long head = lists.head(number);
    int events = PostingHeadLayout.events(head);
    if (events < LEAST_EVENTS) {
      return 0;
    }
    tag = number;
    blocks = BlockList.of(lists, head);
    settled = blocks.indexAt(horizon);
    if (settled < LEAST_EVENTS || (long) settled * LEAST_SHARE < events) {
      return 0;
    }
    kept = blocks.lastOfEntities(settled);
    int lost = settled - kept.cardinality();
    if (lost < LEAST_EVENTS || (long) lost * LEAST_SHARE < events) {
      return 0;
    }
    copied = 0;
    copy = 0;
    try {
      boolean[] done = {false};
      while (!done[0]) {
        exclusively.accept(() -> done[0] = copySome());
      }
    } finally {
      blocks = null;
      kept = null;
    }
    return lost;
  }

  /**
   * Brings blocks that lists have left a step nearer to being used again.
   *
   * @return whether any are left
   */
  public boolean reclaim() {
    return retired.step();
  }

  /** Copies some events; the last ones together with the switch. True if that is done. */
  private boolean copySome() {
    BlockList newest = blocks.upTo(lists, lists.head(tag));
    lists.reserve(EVENTS_PER_HOLD);
    int room = EVENTS_PER_HOLD;
    int index = copied;
    while (room > 0 && index < newest.events()) {
      if (index < settled && !kept.get(index)) {
        int next = kept.nextSetBit(index);
        index = next < 0 ? settled : next;
        continue;
      }
      copy =
          lists.append(
              copy, tag, newest.ordinal(index), newest.isRemoval(index), newest.lsn(index));
      room--;
      index++;
    }
    copied = index;
    if (index < newest.events()) {
      return false;
    }
    beforeSwitch.run();
    lists.publish(tag, copy);
    retired.add(tag, newest.places());
    return true;
  }
}
