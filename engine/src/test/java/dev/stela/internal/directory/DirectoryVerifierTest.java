package dev.stela.internal.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.internal.format.BucketLayout;
import dev.stela.internal.format.DirectoryLayout;
import dev.stela.internal.format.IdHash;
import dev.stela.internal.format.IndexEntryLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.storage.MemoryExtents;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectoryVerifierTest {
  private static final int ENTRIES = 5_000;

  private final MemoryExtents source = new MemoryExtents(Path.of("memory"), Ids.EXTENT_BYTES);
  private Directory directory;
  private final IndexEntry entry = new IndexEntry();

  // The slot of the first entry, and its bucket.
  private MemorySegment extent;
  private long bucket;
  private long slot;

  @BeforeEach
  void fill() {
    directory = Directory.create(source, Ids.STORE, 0, 1);
    for (int n = 0; n < ENTRIES; n++) {
      Ids.insert(directory, n);
    }
    assertTrue(Ids.lookup(directory, 0, entry));
    int perExtent = Ids.EXTENT_BYTES / BucketLayout.BYTES;
    extent = source.extent(entry.block / perExtent);
    bucket = (long) (entry.block % perExtent) * BucketLayout.BYTES;
    slot = bucket + entry.slotOffset;
  }

  @AfterEach
  void close() {
    directory.close();
  }

  @Test
  void shouldFindNothingWhenNothingIsWrong() {
    assertEquals(List.of(), findings());
    directory.seal(1);
    assertEquals(List.of(), findings());
    Ids.insert(directory, ENTRIES);
    assertEquals(List.of(), findings());
  }

  @Test
  void shouldFindAWrongChecksumWhenSealed() {
    directory.seal(1);
    int length = IndexEntryLayout.length(extent, slot);
    extent.set(Layouts.INT, slot + IndexEntryLayout.LENGTH_OFFSET, length + 1);
    assertFound("checksum of a bucket", BucketLayout.CRC_OFFSET);
  }

  @Test
  void shouldFindAWrongHeaderFieldWhenItIsPlanted() {
    plantInt(BucketLayout.MAGIC_OFFSET, "magic of a bucket");
    plantInt(BucketLayout.BLOCK_OFFSET, "block number of a bucket");
    plantInt(BucketLayout.GENERATION_OFFSET, "generation of a bucket");
    plantInt(BucketLayout.SHARD_OFFSET, "shard of a bucket");
    plantInt(BucketLayout.DEPTH_OFFSET, "depth of a bucket");
    plantInt(BucketLayout.PREFIX_OFFSET, "prefix of a bucket");
    plantInt(BucketLayout.COUNT_OFFSET, "entries of a bucket");
    plantInt(BucketLayout.RESERVED_OFFSET, "reserved bytes of a bucket");
  }

  private void plantInt(int offset, String what) {
    int before = extent.get(Layouts.INT, bucket + offset);
    extent.set(Layouts.INT, bucket + offset, before + 1);
    assertFound(what, offset);
    extent.set(Layouts.INT, bucket + offset, before);
    assertEquals(List.of(), findings());
  }

  @Test
  void shouldFindAnEntryInTheWrongBucketWhenItsIdIsChanged() {
    extent.set(Layouts.LONG, slot + IndexEntryLayout.ID_HIGH_OFFSET, Ids.high(0) ^ 1);
    assertFound("entry is in the wrong bucket", entry.slotOffset + IndexEntryLayout.ID_HIGH_OFFSET);
  }

  @Test
  void shouldFindAnEntryThatProbingCannotReachWhenItIsMoved() {
    long hash = IdHash.hash(Ids.high(0), Ids.low(0));
    int target = emptySlotAfterAnother(hash);
    copySlot(target);
    clearOriginal();
    // The chains of others may have gone through the slot that is empty now.
    assertTrue(findings().stream().anyMatch(f -> f.startsWith("entry cannot be reached")));
  }

  @Test
  void shouldFindAnIdThatIsTwiceThereWhenItIsCopied() {
    long hash = IdHash.hash(Ids.high(0), Ids.low(0));
    // Into the empty slot that ends its chain: both can be reached.
    int at = entry.slotOffset;
    while (Bucket.isUsed(extent, bucket + at)) {
      at = nextSlot(at);
    }
    assertEquals(DirectoryLayout.shard(hash), BucketLayout.shard(extent, bucket));
    copySlot(at);
    assertFound("id is twice in a bucket", at + IndexEntryLayout.ID_HIGH_OFFSET);
    assertFound("entries of a bucket", BucketLayout.COUNT_OFFSET);
  }

  @Test
  void shouldFindALostEntryWhenASlotIsEmptied() {
    clearOriginal();
    assertFound("entries of a bucket", BucketLayout.COUNT_OFFSET);
    assertTrue(findings().stream().anyMatch(f -> f.startsWith("number of entries")));
  }

  @Test
  void shouldFindOddVersionsStrangeFlagsAndReservedBytesWhenTheyArePlanted() {
    extent.set(Layouts.LONG, slot, 3);
    assertFound("slot is half-written", entry.slotOffset);
    extent.set(Layouts.LONG, slot, 4);
    for (int flags : new int[] {1 << 6 | 1, 2, 4, 1 << 31 | 1}) {
      extent.set(Layouts.INT, slot + IndexEntryLayout.FLAGS_OFFSET, flags);
      assertFound("flags of an entry", entry.slotOffset + IndexEntryLayout.FLAGS_OFFSET);
    }
    extent.set(Layouts.INT, slot + IndexEntryLayout.FLAGS_OFFSET, 1);
    extent.set(Layouts.LONG, slot + IndexEntryLayout.RESERVED_LONG_OFFSET, 1);
    assertFound(
        "reserved bytes of a slot", entry.slotOffset + IndexEntryLayout.RESERVED_INT_OFFSET);
    extent.set(Layouts.LONG, slot + IndexEntryLayout.RESERVED_LONG_OFFSET, 0);
    assertEquals(List.of(), findings());
  }

  @Test
  void shouldFindRemainsWhenAnEmptySlotIsNotEmpty() {
    int at = entry.slotOffset;
    while (Bucket.isUsed(extent, bucket + at)) {
      at = nextSlot(at);
    }
    extent.set(Layouts.LONG, bucket + at + IndexEntryLayout.LSN_OFFSET, 1);
    assertFound("empty slot is not empty", at);
  }

  private int emptySlotAfterAnother(long hash) {
    int at = BucketLayout.slotOffset(BucketLayout.home(hash));
    boolean passed = false;
    while (true) {
      if (!Bucket.isUsed(extent, bucket + at)) {
        if (passed) {
          return at;
        }
        passed = true;
      }
      at = nextSlot(at);
    }
  }

  private static int nextSlot(int at) {
    int next = at + IndexEntryLayout.BYTES;
    return next == BucketLayout.BYTES ? BucketLayout.HEADER_BYTES : next;
  }

  private void copySlot(int target) {
    MemorySegment.copy(extent, slot, extent, bucket + target, IndexEntryLayout.BYTES);
  }

  private void clearOriginal() {
    extent.asSlice(slot, IndexEntryLayout.BYTES).fill((byte) 0);
  }

  private void assertFound(String what, int offsetInBucket) {
    String finding = what + " @" + (DirectoryLayout.fileOffset(entry.block) + offsetInBucket);
    assertTrue(findings().contains(finding), () -> finding + " not in " + findings());
  }

  private List<String> findings() {
    var findings = new ArrayList<String>();
    directory.verify((what, offset, expected, actual) -> findings.add(what + " @" + offset));
    return findings;
  }
}
