package dev.stela.internal.index.postings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.stela.StorageFullException;
import dev.stela.internal.format.PostingHeadLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.CheckedExtents;
import dev.stela.internal.storage.MemoryExtents;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What has been appended to the log has to be applied: room that was reserved must be enough,
 * whatever the transaction, so that applying never asks the disk for more.
 */
class PostingReserveTest {
  private static final StoreId STORE = new StoreId(1, 2);

  private final MemoryExtents heads = extents("heads");
  private final MemoryExtents blocks = extents("blocks");
  private final PostingLists lists = PostingLists.create(heads, blocks, STORE, 1);
  private long lsn;

  @Test
  void shouldNotGrowWhenManyNewTagsGetTwoEventsEach() {
    commit(eventsOf(1, 30_000, 2));
  }

  @Test
  void shouldNotGrowWhenManyNewTagsGetFortyNineEventsEach() {
    // So many events that the headers of short blocks weigh the most.
    commit(eventsOf(1, 8_000, 49));
  }

  @Test
  void shouldNotGrowWhenTransactionsAreOfAllKinds() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      int first = random.nextInt(20_000);
      int tags = 1 + random.nextInt(1 << random.nextInt(13));
      int each = 1 + random.nextInt(1 << random.nextInt(tags > 500 ? 4 : 8));
      int[] events = eventsOf(first, tags, each);
      for (int i = events.length - 1; i > 0; i--) {
        int other = random.nextInt(i + 1);
        int tag = events[i];
        events[i] = events[other];
        events[other] = tag;
      }
      commit(Arrays.copyOf(events, 1 + random.nextInt(events.length)), "seed=" + seed);
    }
  }

  @Test
  void shouldRefuseWhenAListOrAllAreAsLongAsTheyCanBe() {
    append(0, 3, 1);
    long place = PostingHeadLayout.lastBlock(lists.head(3));
    PostingHeadLayout.publish(
        heads.extent(0),
        PostingLists.headPlace(3),
        PostingHeadLayout.of(Integer.MAX_VALUE - 1, place));
    lists.beginReserve();
    lists.reserveEvent(3);
    assertThrows(StorageFullException.class, () -> lists.reserveEvent(3));

    PostingLists.Summary sealed = lists.seal();
    PostingLists full =
        PostingLists.open(
            heads,
            blocks,
            STORE,
            1,
            new PostingLists.Summary(
                (1L << 35) - 4096, sealed.freeBlocks(), sealed.headSums(), sealed.blockSums()));
    full.beginReserve();
    full.reserveEvent(4);
    assertThrows(StorageFullException.class, full::completeReserve);
    assertEquals(1, blocks.extents());
  }

  private static int[] eventsOf(int first, int tags, int each) {
    int[] events = new int[tags * each];
    for (int i = 0; i < events.length; i++) {
      events[i] = first + i % tags;
    }
    return events;
  }

  private void commit(int[] tags) {
    commit(tags, "");
  }

  private void commit(int[] tags, String context) {
    lsn++;
    lists.beginReserve();
    for (int tag : tags) {
      lists.reserveEvent(tag);
    }
    lists.completeReserve();
    int ofHeads = heads.extents();
    int ofBlocks = blocks.extents();
    for (int i = 0; i < tags.length; i++) {
      append(i, tags[i], lsn);
    }
    assertEquals(ofHeads, heads.extents(), context);
    assertEquals(ofBlocks, blocks.extents(), context);
  }

  private void append(int ordinal, int tag, long commit) {
    lists.append(tag, ordinal, false, commit);
  }

  private static MemoryExtents extents(String name) {
    return new MemoryExtents(Path.of(name), CheckedExtents.EXTENT_BYTES);
  }
}
