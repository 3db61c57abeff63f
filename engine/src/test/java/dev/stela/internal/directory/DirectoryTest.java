package dev.stela.internal.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityExistsException;
import dev.stela.EntityNotFoundException;
import dev.stela.StorageFullException;
import dev.stela.internal.format.BucketLayout;
import dev.stela.internal.format.IndexEntryLayout;
import dev.stela.internal.storage.ExtentSource;
import dev.stela.internal.storage.MemoryExtents;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DirectoryTest {
  private final IndexEntry entry = new IndexEntry();

  private record Key(long high, long low) {}

  private record Value(long location, long lsn, int ordinal, int length, int flags) {}

  @Test
  void shouldAnswerAsAMapWhenOperationsAreRandom() {
    long seed = Long.getLong("stela.seed", System.nanoTime());
    for (int bucketLimit : new int[] {Directory.BUCKET_LIMIT, 7, 1}) {
      try {
        compareWithMap(seed, bucketLimit, bucketLimit == 1 ? 20_000 : 200_000);
      } catch (AssertionError e) {
        throw new AssertionError(
            "seed=%d, bucketLimit=%d; repeat: mvn test -Dtest=DirectoryTest -Dstela.seed=%1$d"
                .formatted(seed, bucketLimit),
            e);
      }
    }
  }

  private void compareWithMap(long seed, int bucketLimit, int operations) {
    var random = new SplittableRandom(seed);
    Map<Key, Value> map = new HashMap<>();
    List<Key> keys = new ArrayList<>();
    try (var directory = Ids.directory(bucketLimit)) {
      for (int i = 0; i < operations; i++) {
        int choice = random.nextInt(10);
        if (choice < 4) {
          var key = newKey(random, i);
          var value = value(random, i, IndexEntryLayout.USED);
          if (map.putIfAbsent(key, value) == null) {
            keys.add(key);
            directory.insert(key.high, key.low, value.location, value.lsn, i, value.length, 0);
          } else {
            assertThrows(
                EntityExistsException.class,
                () -> directory.insert(key.high, key.low, 0, 0, 0, 0, 0));
          }
        } else if (choice < 7 && !keys.isEmpty()) {
          var key = keys.get(random.nextInt(keys.size()));
          int flags = random.nextInt(4) << 1;
          var value = value(random, map.get(key).ordinal, flags | IndexEntryLayout.USED);
          if (random.nextBoolean()) {
            directory.update(key.high, key.low, value.location, value.lsn, value.length, flags);
          } else {
            assertTrue(directory.lookup(key.high, key.low, entry));
            directory.update(entry, value.location, value.lsn, value.length, flags);
          }
          map.put(key, value);
        } else if (choice < 9 && !keys.isEmpty()) {
          var key = keys.get(random.nextInt(keys.size()));
          assertEquals(map.get(key), find(directory, key));
        } else {
          var key = newKey(random, i);
          assertEquals(map.get(key), find(directory, key));
        }
      }
      assertEquals(map.size(), directory.size());
      map.forEach((key, value) -> assertEquals(value, find(directory, key)));
      Map<Key, Value> all = new HashMap<>();
      directory.forEach(e -> assertNull(all.put(new Key(e.idHigh(), e.idLow()), copy(e))));
      assertEquals(map, all);
      directory.verify(DirectoryTest::fail);
    }
  }

  /** Ids of few bits now and then, so that equal ones come up. */
  private static Key newKey(SplittableRandom random, int i) {
    return i % 3 == 0
        ? new Key(random.nextInt(20), random.nextInt(20))
        : new Key(random.nextLong(), random.nextLong());
  }

  private static Value value(SplittableRandom random, int ordinal, int flags) {
    return new Value(random.nextLong(), random.nextLong(), ordinal, random.nextInt(), flags);
  }

  private Value find(Directory directory, Key key) {
    if (!directory.lookup(key.high, key.low, entry)) {
      return null;
    }
    assertEquals(key, new Key(entry.idHigh(), entry.idLow()));
    return copy(entry);
  }

  private static Value copy(IndexEntry e) {
    return new Value(e.location(), e.lsn(), e.ordinal(), e.length(), e.flags());
  }

  private static void fail(String what, long offset, Object expected, Object actual) {
    throw new AssertionError(
        "%s: offset=%d, expected=%s, actual=%s".formatted(what, offset, expected, actual));
  }

  @Test
  void shouldFindEveryIdAndNoOtherWhenAMillionAreInserted() {
    int million = 1_000_000;
    try (var directory = Ids.directory()) {
      for (int n = 0; n < million; n++) {
        Ids.insert(directory, n);
      }
      assertEquals(million, directory.size());
      for (int n = 0; n < million; n++) {
        assertTrue(Ids.lookup(directory, n, entry) && Ids.isAsInserted(entry, n), "n=" + n);
      }
      for (int n = million; n < million + 100_000; n++) {
        assertFalse(Ids.lookup(directory, n, entry), "n=" + n);
      }
      directory.verify(DirectoryTest::fail);
    }
  }

  @Test
  void shouldNeverMissAnIdWhenAMillionOthersAreInsertedMeanwhile() throws InterruptedException {
    // Small buckets: more splits, more recycling under the readers' feet.
    for (int bucketLimit : new int[] {Directory.BUCKET_LIMIT, 8}) {
      int count = bucketLimit == 8 ? 200_000 : 1_000_000;
      var inserted = new AtomicLong(0);
      var failure = new AtomicReference<Throwable>();
      try (var directory = Ids.directory(bucketLimit)) {
        var reader =
            new Thread(
                () -> {
                  var mine = new IndexEntry();
                  var random = new SplittableRandom(3);
                  long last = 0;
                  while (last < count && failure.get() == null) {
                    last = inserted.getAcquire();
                    for (int i = 0; i < 100 && last > 0; i++) {
                      // Every other time one of the latest, which sit in buckets just split.
                      long back = (i & 1) == 0 ? Math.min(last, 500) : last;
                      long n = last - 1 - random.nextLong(back);
                      if (!Ids.lookup(directory, n, mine) || !Ids.isAsInserted(mine, n)) {
                        failure.set(new AssertionError("n=" + n + ", last=" + last + ", " + mine));
                      }
                    }
                  }
                });
        reader.start();
        for (int n = 0; n < count && failure.get() == null; n++) {
          Ids.insert(directory, n);
          inserted.setRelease(n + 1);
        }
        reader.join();
        assertNull(failure.get());
      }
    }
  }

  @Test
  void shouldTellAnIdOfZerosFromAnEmptySlot() {
    try (var directory = Ids.directory()) {
      assertFalse(directory.lookup(0, 0, entry));
      directory.insert(0, 1, 1, 1, 1, 1, 0);
      assertFalse(directory.lookup(0, 0, entry));
      directory.insert(0, 0, 2, 3, 4, 5, IndexEntryLayout.NAMED);
      assertTrue(directory.lookup(0, 0, entry));
      assertEquals(
          new Value(2, 3, 4, 5, IndexEntryLayout.USED | IndexEntryLayout.NAMED), copy(entry));
    }
  }

  @Test
  void shouldUpdateTheRightEntryWhenTheHintIsOutOfDate() {
    int hinted = 5_000;
    var hints = new IndexEntry[hinted];
    int moved = 0;
    try (var directory = Ids.directory()) {
      // Full enough that many are not in their home slots: a split moves them within the bucket.
      for (int n = 0; n < hinted; n++) {
        Ids.insert(directory, n);
      }
      for (int n = 0; n < hinted; n++) {
        hints[n] = new IndexEntry();
        assertTrue(Ids.lookup(directory, n, hints[n]));
      }
      for (int n = hinted; n < 4 * hinted; n++) {
        Ids.insert(directory, n);
      }
      for (int n = 0; n < hinted; n++) {
        assertTrue(Ids.lookup(directory, n, entry));
        moved += entry.slotOffset != hints[n].slotOffset ? 1 : 0;
        directory.update(hints[n], n + 70, n + 71, n + 72, IndexEntryLayout.DELETED);
      }
      assertTrue(moved > 100, "moved: " + moved);
      for (int n = 0; n < hinted; n++) {
        assertTrue(Ids.lookup(directory, n, entry));
        assertEquals(new Value(n + 70, n + 71, n, n + 72, 3), copy(entry));
        assertEquals(IndexEntryLayout.DELETED, entry.flags() & IndexEntryLayout.DELETED);
      }
      for (int n = hinted; n < 4 * hinted; n++) {
        assertTrue(Ids.lookup(directory, n, entry) && Ids.isAsInserted(entry, n), "n=" + n);
      }
      directory.verify(DirectoryTest::fail);
    }
  }

  @Test
  void shouldRefuseWhenAnIdIsInsertedTwiceOrUpdatedWithoutBeingThere() {
    try (var directory = Ids.directory()) {
      Ids.insert(directory, 1);
      assertThrows(EntityExistsException.class, () -> Ids.insert(directory, 1));
      assertThrows(EntityNotFoundException.class, () -> directory.update(8, 9, 0, 0, 0, 0));
      assertThrows(
          EntityNotFoundException.class, () -> directory.update(new IndexEntry(), 0, 0, 0, 0));
      assertEquals(1, directory.size());
    }
  }

  @Test
  void shouldRecycleBlocksWhenBucketsAreSplit() {
    var source = new MemoryExtents(Path.of("memory"), Ids.EXTENT_BYTES);
    try (var directory = Directory.create(source, Ids.STORE, 0, 1)) {
      for (int n = 0; n < 200_000; n++) {
        Ids.insert(directory, n);
      }
      var blocks = new HashSet<Integer>();
      directory.forEach(e -> blocks.add(e.block));
      int capacity = source.extents() * (Ids.EXTENT_BYTES / BucketLayout.BYTES);
      // Every split gives its block back: all but one, the header and the last extent's rest.
      assertTrue(capacity - blocks.size() <= 2 + Ids.EXTENT_BYTES / BucketLayout.BYTES);
      // A slot per entry and no more than half as many empty ones again.
      assertTrue(blocks.size() * 255 < 200_000 * 2, blocks.size() + " blocks");
    }
  }

  @Test
  void shouldChangeNothingWhenThereIsNoSpaceForASplit() {
    var source = new Limited(2);
    try (var directory = Directory.create(source, Ids.STORE, 0, 1)) {
      directory.reserve(60);
      assertEquals(1, source.extents());
      assertThrows(StorageFullException.class, () -> directory.reserve(1_000));
      int n = 0;
      while (tryInsert(directory, n)) {
        n++;
      }
      assertEquals(n, directory.size());
      for (int i = 0; i < n; i++) {
        assertTrue(Ids.lookup(directory, i, entry) && Ids.isAsInserted(entry, i), "n=" + i);
      }
      assertFalse(Ids.lookup(directory, n, entry));
      directory.verify(DirectoryTest::fail);

      source.limit = 100;
      for (int i = n; i < 2 * n; i++) {
        Ids.insert(directory, i);
      }
      directory.verify(DirectoryTest::fail);
    }
  }

  private static boolean tryInsert(Directory directory, int n) {
    try {
      Ids.insert(directory, n);
      return true;
    } catch (StorageFullException e) {
      return false;
    }
  }

  @Test
  void shouldAllocateNothingWhenLookingUpInsertingAndUpdating() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (var directory = Ids.directory()) {
      long[] ids = new long[2 * 150_000];
      for (int i = 0; i < 150_000; i++) {
        ids[2 * i] = Ids.high(i);
        ids[2 * i + 1] = Ids.low(i);
      }
      pass(directory, ids, 0, 50_000);
      pass(directory, ids, 50_000, 100_000);
      long start = threads.getCurrentThreadAllocatedBytes();
      pass(directory, ids, 100_000, 150_000);
      long inserted = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 150_000; i++) {
        directory.lookup(ids[2 * i], ids[2 * i + 1], entry);
        directory.lookup(ids[2 * i], ~ids[2 * i + 1], entry);
        directory.update(ids[2 * i], ids[2 * i + 1], i, i, i, 0);
      }
      long updated = threads.getCurrentThreadAllocatedBytes();
      // What is left of inserts are doubled tables and new extents.
      assertTrue((inserted - start) / 50_000 < 8, "inserts: bytes=" + (inserted - start));
      // A few objects of the measurement and of the compiler's handing over, none per operation.
      assertTrue(updated - inserted < 10_000, "lookups: bytes=" + (updated - inserted));
    }
  }

  private void pass(Directory directory, long[] ids, int from, int to) {
    for (int i = from; i < to; i++) {
      directory.insert(ids[2 * i], ids[2 * i + 1], i, i, i, i, 0);
      if (!directory.lookup(ids[2 * i], ids[2 * i + 1], entry)) {
        throw new AssertionError();
      }
      directory.update(entry, i, i, i, 0);
    }
  }

  @Test
  void shouldRefuseExtentsThatAreNotWholeBlocks() {
    for (int bytes : new int[] {0, BucketLayout.BYTES, 3 * BucketLayout.BYTES, (1 << 20) + 64}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Directory.create(new MemoryExtents(Path.of("memory"), bytes), Ids.STORE, 0, 1));
    }
  }

  /** A disk with room for so many extents. */
  private static final class Limited implements ExtentSource {
    private final ExtentSource memory = new MemoryExtents(Path.of("memory"), Ids.EXTENT_BYTES);
    private int limit;

    Limited(int limit) {
      this.limit = limit;
    }

    @Override
    public int extentBytes() {
      return memory.extentBytes();
    }

    @Override
    public int extents() {
      return memory.extents();
    }

    @Override
    public MemorySegment extent(int index) {
      return memory.extent(index);
    }

    @Override
    public MemorySegment addExtent() {
      if (memory.extents() == limit) {
        throw new StorageFullException("full");
      }
      return memory.addExtent();
    }

    @Override
    public void sync() {}

    @Override
    public Path path() {
      return memory.path();
    }

    @Override
    public void close() {
      memory.close();
    }
  }
}
