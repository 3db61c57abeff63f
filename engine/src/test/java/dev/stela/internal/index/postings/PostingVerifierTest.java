package dev.stela.internal.index.postings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.CorruptionException;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.PostingBlockLayout;
import dev.stela.internal.format.PostingHeadLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.CheckedExtents;
import dev.stela.internal.storage.MemoryExtents;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is done to the bytes of posting lists, verification ends and tells. */
@Timeout(120)
class PostingVerifierTest {
  private static final int EXTENT_BYTES = CheckedExtents.EXTENT_BYTES;
  private static final StoreId STORE = new StoreId(1, 2);
  private static final Path HEADS = Path.of("heads");
  private static final Path BLOCKS = Path.of("blocks");
  private static final int TAGS = 300;

  private final MemoryExtents heads = new MemoryExtents(HEADS, EXTENT_BYTES);
  private final MemoryExtents blocks = new MemoryExtents(BLOCKS, EXTENT_BYTES);
  private final long seed = new Random().nextLong();
  private PostingLists found;
  private PostingLists expected;

  @BeforeEach
  void create() {
    found = PostingLists.create(heads, blocks, STORE, 7);
    expected =
        PostingLists.create(
            new MemoryExtents(HEADS, EXTENT_BYTES),
            new MemoryExtents(BLOCKS, EXTENT_BYTES),
            STORE,
            0);
    append(8_000);
  }

  private void append(int events) {
    Random random = new Random(events);
    // Behind those of the events before.
    long lsn = (long) events << 40;
    for (int i = 0; i < events; i++) {
      // Distances that do not fit into 32 bits leave blocks that are not full.
      lsn += random.nextInt(1_000) == 0 ? 1L << 33 : random.nextInt(2);
      int tag = random.nextBoolean() ? 3 : random.nextInt(TAGS - 20);
      int ordinal = random.nextInt(1_000);
      boolean removed = random.nextInt(3) == 0;
      found.append(tag, ordinal, removed, lsn);
      expected.append(tag, ordinal, removed, lsn);
    }
  }

  @AfterEach
  void close() {
    found.close();
    expected.close();
  }

  @Test
  void shouldFindNothingWhenTheListsAreSound() {
    assertEquals(List.of(), compare());
    append(100_000);
    assertTrue(blocks.extents() > 1, "blocks in several extents");
    assertEquals(List.of(), compare());
    PostingLists again = PostingLists.open(heads, blocks, STORE, 7, found.seal());
    List<CorruptionException> findings = new ArrayList<>();
    assertTrue(again.verifyExtents(findings::add));
    again.compare(expected, TAGS, tag -> 0, OrdinalSet.EMPTY, findings::add);
    assertEquals(List.of(), findings);
  }

  @Test
  void shouldFindNothingWhenThereAreNoEvents() {
    try (PostingLists none = PostingLists.create(memory(HEADS), memory(BLOCKS), STORE, 1);
        PostingLists same = PostingLists.create(memory(HEADS), memory(BLOCKS), STORE, 1)) {
      none.compare(
          same,
          1,
          tag -> 0,
          OrdinalSet.EMPTY,
          damage -> {
            throw damage;
          });
    }
  }

  /** All bytes behind the file headers are accounted for. */
  @Test
  void shouldTellWhenAnyBitIsAnother() {
    Random random = new Random(seed);
    for (int i = 0; i < 1_000; i++) {
      boolean head = random.nextInt(4) == 0;
      MemoryExtents source = head ? heads : blocks;
      long end = head ? 64 + TAGS * 8 : found.tail() + 100;
      if (random.nextInt(20) == 0) {
        end = (long) source.extents() * EXTENT_BYTES;
      }
      long at = FileHeaderLayout.SIZE + random.nextLong(end - FileHeaderLayout.SIZE);
      int bit = 1 << random.nextInt(8);
      flip(source, at, bit);
      List<CorruptionException> findings = compare();
      assertFalse(
          findings.isEmpty(),
          "seed=" + seed + " file=" + source.path() + " offset=" + at + " bit=" + bit);
      flip(source, at, bit);
    }
    assertEquals(List.of(), compare());
  }

  @Test
  void shouldEndAndTellWhenPartsAreNoiseOrOfOtherPlaces() {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      MemoryExtents source = random.nextInt(3) == 0 ? heads : blocks;
      MemorySegment extent = source.extent(random.nextInt(source.extents()));
      long used = source == heads ? 64 + TAGS * 8 : found.tail();
      long length = 8L << random.nextInt(8);
      long at = 64 + (random.nextLong(used - 64 - Math.min(length, used - 72)) & -8);
      length = Math.min(length, used - at);
      byte[] before = extent.asSlice(at, length).toArray(Layouts.BYTE);
      for (long word = at; word + 8 <= at + length; word += 8) {
        long value =
            switch (i % 5) {
              case 0 -> random.nextLong();
              case 1 -> (long) random.nextInt(100) << 32 | random.nextInt(1 << 18);
              case 2 -> extent.get(Layouts.LONG, 64 + (random.nextLong(used - 72) & -8));
              case 3 -> -1;
              default -> word >>> 3;
            };
        extent.set(Layouts.LONG, word, value);
      }
      boolean changed = extent.asSlice(at, length).mismatch(MemorySegment.ofArray(before)) >= 0;
      List<CorruptionException> findings = compare();
      assertEquals(changed, !findings.isEmpty(), "seed=" + seed + " round=" + i);
      MemorySegment.copy(before, 0, extent, Layouts.BYTE, at, before.length);
    }
    assertEquals(List.of(), compare());
  }

  @Test
  void shouldEndAndTellWhenABlockLeadsToItselfOrToALaterOne() {
    long last = PostingHeadLayout.lastBlock(found.head(3));
    MemorySegment memory = found.memory(last);
    long offset = PostingLists.offset(last);
    for (long place : new long[] {last, last + 4096, 8, 0xFFFF_FFFFL << 3, 0}) {
      long before = PostingBlockLayout.previous(memory, offset);
      previous(memory, offset, place);
      CorruptionException finding = compare().getFirst();
      assertEquals(BLOCKS, finding.file());
      // Where another list has a block, it is that one's tag which tells.
      assertTrue(
          finding.offset() == last + PostingBlockLayout.PREVIOUS_OFFSET
              || finding.offset() == place + PostingBlockLayout.TAG_OFFSET,
          finding::toString);
      previous(memory, offset, before);
    }
  }

  @Test
  void shouldNameTheHeadWhenACountIsTooLarge() {
    long head = found.head(3);
    long at = PostingLists.headPlace(3);
    for (int events : new int[] {Integer.MAX_VALUE, -1, 0, PostingHeadLayout.events(head) + 1}) {
      PostingHeadLayout.publish(
          heads.extent(0), at, PostingHeadLayout.of(events, PostingHeadLayout.lastBlock(head)));
      List<CorruptionException> findings = compare();
      assertEquals(1, findings.size());
      assertEquals(HEADS, findings.getFirst().file());
      assertEquals(at, findings.getFirst().offset());
    }
  }

  @Test
  void shouldNameThePlaceWhenAnEventIsAnother() {
    long last = PostingHeadLayout.lastBlock(found.head(3));
    flip(blocks, last + PostingBlockLayout.EVENTS_OFFSET, 2);
    List<CorruptionException> findings = compare();
    assertEquals(1, findings.size());
    assertEquals(BLOCKS, findings.getFirst().file());
    assertEquals(last + PostingBlockLayout.EVENTS_OFFSET, findings.getFirst().offset());
  }

  @Test
  void shouldTellWhenAListHasMoreOrFewerEvents() {
    found.append(5, 77, false, 1L << 60);
    assertEquals(1, compare().size());
    expected.append(5, 77, false, 1L << 60);
    assertEquals(List.of(), compare());
    expected.append(290, 77, false, 1L << 60);
    assertEquals(1, compare().size());
  }

  @Test
  void shouldTellWhenTheUsedLengthIsWrong() {
    PostingLists.Summary summary = found.seal();
    for (long tail : new long[] {0, -1, 64, summary.tail() - 32, summary.tail() + 32, 1L << 40}) {
      PostingLists other =
          PostingLists.open(
              heads,
              blocks,
              STORE,
              7,
              new PostingLists.Summary(
                  tail, summary.freeBlocks(), summary.headSums(), summary.blockSums()));
      List<CorruptionException> findings = new ArrayList<>();
      other.compare(expected, TAGS, tag -> 0, OrdinalSet.EMPTY, findings::add);
      assertFalse(findings.isEmpty(), "tail=" + tail);
    }
  }

  private List<CorruptionException> compare() {
    List<CorruptionException> findings = new ArrayList<>();
    found.compare(expected, TAGS, tag -> 0, OrdinalSet.EMPTY, findings::add);
    for (CorruptionException finding : findings) {
      MemoryExtents source = finding.file().equals(HEADS) ? heads : blocks;
      assertEquals(source.path(), finding.file());
      long end = (long) source.extents() * EXTENT_BYTES;
      assertTrue(finding.offset() >= 0 && finding.offset() <= end, finding::toString);
    }
    return findings;
  }

  private static void previous(MemorySegment memory, long offset, long place) {
    memory.set(Layouts.INT, offset + PostingBlockLayout.PREVIOUS_OFFSET, (int) (place >>> 3));
  }

  private static void flip(MemoryExtents source, long at, int bit) {
    MemorySegment extent = source.extent((int) (at / EXTENT_BYTES));
    long offset = at % EXTENT_BYTES;
    extent.set(Layouts.BYTE, offset, (byte) (extent.get(Layouts.BYTE, offset) ^ bit));
  }

  private static MemoryExtents memory(Path name) {
    return new MemoryExtents(name, EXTENT_BYTES);
  }
}
