package dev.stela.internal.index.postings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.stela.CorruptionException;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.PostingBlockLayout;
import dev.stela.internal.format.PostingHeadLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.CheckedExtents;
import dev.stela.internal.storage.MemoryExtents;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Posting lists as a process leaves them that dies in the middle of a frame. */
class PostingRepairTest {
  private static final StoreId STORE = new StoreId(1, 2);
  private static final int TAG = 3;

  private final MemoryExtents heads = extents("heads");
  private final MemoryExtents blocks = extents("blocks");
  private final PostingLists lists = PostingLists.create(heads, blocks, STORE, 1);

  @AfterEach
  void close() {
    lists.close();
  }

  @Test
  void shouldTakeOffTheEventsOfLaterFramesWhereverTheirBlocksBegin() {
    for (int events = 0; events < 40; events++) {
      long head = lists.head(TAG);
      // One LSN has one event, the next one many: over the ends of blocks.
      for (int i = 0; i < 70; i++) {
        lists.append(TAG, 1000 + i, false, 1_000_000);
      }
      new PostingRepair(lists, 999_999).cut(TAG);
      assertEquals(head, lists.head(TAG), "after " + events);
      lists.append(TAG, events, false, events + 1);
    }
  }

  @Test
  void shouldClearWhatIsBehindTheTail() {
    lists.append(TAG, 1, false, 1);
    long tail = lists.tail();
    blocks.extent(0).set(Layouts.LONG, tail + 64, 7);
    new PostingRepair(lists, 1).clearBehindTail();
    assertEquals(-1, lists.blocks().firstNonZero(tail, CheckedExtents.EXTENT_BYTES));
    assertEquals(1, PostingHeadLayout.events(lists.head(TAG)));
  }

  @Test
  void shouldTellDamageWhenAHeadLeadsAstray() {
    lists.append(TAG, 1, false, 1);
    PostingRepair repair = new PostingRepair(lists, 0);
    for (long head :
        new long[] {
          PostingHeadLayout.of(1, 1L << 30),
          PostingHeadLayout.of(PostingBlockLayout.MAX_BYTES, 64),
          PostingHeadLayout.of(1, 4096)
        }) {
      lists.publish(TAG, head);
      assertThrows(CorruptionException.class, () -> repair.cut(TAG));
    }
  }

  private static MemoryExtents extents(String name) {
    return new MemoryExtents(Path.of(name), CheckedExtents.EXTENT_BYTES);
  }
}
