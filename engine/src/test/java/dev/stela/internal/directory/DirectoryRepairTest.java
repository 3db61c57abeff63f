package dev.stela.internal.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.CorruptionException;
import dev.stela.internal.format.BucketLayout;
import dev.stela.internal.format.DirectoryLayout;
import dev.stela.internal.format.IdHash;
import dev.stela.internal.format.IndexEntryLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.storage.MemoryExtents;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Directories as a process leaves them that dies in the middle of something. */
class DirectoryRepairTest {
  private static final int LIMIT = 3;
  private static final int ENTRIES = 400;

  private final MemoryExtents source = new MemoryExtents(Path.of("memory"), Ids.EXTENT_BYTES);
  private final Directory died = Directory.create(source, Ids.STORE, 0, 1, LIMIT);
  private final IndexEntry entry = new IndexEntry();

  @AfterEach
  void close() {
    died.close();
  }

  @Test
  void shouldFindAllEntriesWhenTakenOverAfterManySplits() {
    insert(ENTRIES);
    Directory taken = takeOver(ENTRIES).directory();
    requireAll(taken, ENTRIES);
    for (long n = ENTRIES; n < 2 * ENTRIES; n++) {
      Ids.insert(taken, n);
    }
    requireAll(taken, 2 * ENTRIES);
    taken.verify((what, offset, expected, actual) -> assertEquals(what, offset + ""));
  }

  @Test
  void shouldGoByTheOldBucketWhenItsSplitWasNotComplete() {
    insert(ENTRIES);
    int block = blockOf(7);
    int entryOfBlock = table(block);
    int depth = DirectoryLayout.depthOf(entryOfBlock);
    int half =
        DirectoryLayout.inForce(
            DirectoryLayout.shardOf(entryOfBlock),
            depth + 1,
            DirectoryLayout.prefixOf(entryOfBlock));
    int unused = unusedBlock();
    table(unused, half);
    requireAll(takeOver(ENTRIES).directory(), ENTRIES);
    assertEquals(DirectoryLayout.NOT_IN_FORCE, table(unused), "the next split would make a second");
  }

  @Test
  void shouldRefuseWhenABucketIsMissingTwiceThereOrInNoPlace() {
    insert(ENTRIES);
    int block = blockOf(7);
    int place = table(block);
    table(block, DirectoryLayout.NOT_IN_FORCE);
    assertThrows(CorruptionException.class, () -> takeOver(ENTRIES));
    table(block, place);
    int unused = unusedBlock();
    table(unused, place);
    assertThrows(CorruptionException.class, () -> takeOver(ENTRIES));
    table(unused, -1);
    assertThrows(CorruptionException.class, () -> takeOver(ENTRIES));
    table(unused, 1);
    assertThrows(CorruptionException.class, () -> takeOver(ENTRIES));
    table(unused, DirectoryLayout.NOT_IN_FORCE);
    requireAll(takeOver(ENTRIES).directory(), ENTRIES);
  }

  @Test
  void shouldTellDamageWhenABucketIsNotTheOneOfItsPlace() {
    insert(ENTRIES);
    MemorySegment extent = source.extent(blockOf(7) >>> extentShift());
    extent.set(Layouts.INT, inExtent(blockOf(7)) + BucketLayout.PREFIX_OFFSET, 1 << 20);
    Directory taken = takeOver(ENTRIES).directory();
    assertThrows(CorruptionException.class, () -> Ids.lookup(taken, 7, entry));
  }

  @Test
  void shouldKeepWhatLiesBehindWhenAnInsertedEntryIsTakenOut() {
    long first = 0;
    long hash = IdHash.hash(Ids.high(first), Ids.low(first));
    long second = first + 1;
    while (!isInSameSlot(hash, second)) {
      second++;
    }
    // The one of the frame comes first, as after a split that copied it before an older one.
    died.insert(Ids.high(first), Ids.low(first), 8, 2, 1, 80, 0);
    died.insert(Ids.high(second), Ids.low(second), 16, 1, 0, 80, 0);
    DirectoryRepair repair = takeOver(1);
    repair.noteInserted(Ids.high(first), Ids.low(first));
    repair.removeInserted(1);
    assertFalse(Ids.lookup(repair.directory(), first, entry));
    assertTrue(Ids.lookup(repair.directory(), second, entry));
    assertEquals(0, entry.ordinal());
  }

  @Test
  void shouldPutBackAnEntryWhenItsUpdateWasCutOff() {
    insert(1);
    died.update(Ids.high(0), Ids.low(0), 800, 5, 88, IndexEntryLayout.DELETED);
    assertTrue(Ids.lookup(died, 0, entry));
    MemorySegment extent = source.extent(entry.block >>> extentShift());
    long slot = inExtent(entry.block) + entry.slotOffset;
    extent.set(Layouts.LONG, slot, extent.get(Layouts.LONG, slot) | 1);
    extent.set(Layouts.LONG, slot + IndexEntryLayout.LSN_OFFSET, 1);
    DirectoryRepair repair = takeOver(1);
    assertTrue(repair.isChanged(Ids.high(0), Ids.low(0), 0, 4));
    repair.restore(Ids.high(0), Ids.low(0), 0, 0, 1, 2, IndexEntryLayout.USED);
    assertFalse(repair.isChanged(Ids.high(0), Ids.low(0), 0, 4));
    requireAll(repair.directory(), 1);
    assertThrows(CorruptionException.class, () -> repair.isChanged(Ids.high(1), Ids.low(1), 1, 4));
  }

  private boolean isInSameSlot(long hash, long n) {
    long other = IdHash.hash(Ids.high(n), Ids.low(n));
    return DirectoryLayout.shard(other) == DirectoryLayout.shard(hash)
        && BucketLayout.home(other) == BucketLayout.home(hash);
  }

  private void insert(int count) {
    for (long n = 0; n < count; n++) {
      Ids.insert(died, n);
    }
  }

  private DirectoryRepair takeOver(long entries) {
    return Directory.takeOver(source, Ids.STORE, 1, entries);
  }

  private void requireAll(Directory directory, int count) {
    assertEquals(count, directory.size());
    for (long n = 0; n < count; n++) {
      assertTrue(Ids.lookup(directory, n, entry), "entry " + n);
      assertTrue(Ids.isAsInserted(entry, n), entry::toString);
    }
  }

  private int blockOf(long n) {
    assertTrue(Ids.lookup(died, n, entry));
    return entry.block;
  }

  private int unusedBlock() {
    source.addExtent();
    return (source.extents() << extentShift()) - 1;
  }

  private int extentShift() {
    return Integer.numberOfTrailingZeros(source.extentBytes() >>> BucketLayout.SHIFT);
  }

  private long inExtent(int block) {
    return (long) (block & (1 << extentShift()) - 1) << BucketLayout.SHIFT;
  }

  private int table(int block) {
    return DirectoryLayout.entry(source.extent(0), DirectoryLayout.entryOffset(block));
  }

  private void table(int block, int entryOfBlock) {
    DirectoryLayout.entryRelease(
        source.extent(0), DirectoryLayout.entryOffset(block), entryOfBlock);
  }
}
