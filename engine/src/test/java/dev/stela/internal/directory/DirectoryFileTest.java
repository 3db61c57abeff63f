package dev.stela.internal.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.CorruptionException;
import dev.stela.NotAStelaFileException;
import dev.stela.internal.format.BucketLayout;
import dev.stela.internal.format.DirectoryLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.FileExtents;
import dev.stela.internal.storage.SystemFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryFileTest {
  private static final int ENTRIES = 20_000;

  @TempDir Path folder;

  private final IndexEntry entry = new IndexEntry();
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("directory-1");
  }

  @Test
  void shouldAnswerAsBeforeWhenItWasSealedAndOpened() {
    var map = sealed();
    try (var directory = open(map)) {
      assertEquals(ENTRIES, directory.size());
      assertEquals(1, directory.generation());
      assertAllFound(directory, ENTRIES);
      directory.verify(DirectoryFileTest::fail);
    }
  }

  @Test
  void shouldGoOnWhenAnOpenedDirectoryIsChangedAndSealedAgain() {
    var map = sealed();
    for (int round = 1; round <= 3; round++) {
      try (var directory = open(map)) {
        for (int n = round * ENTRIES; n < (round + 1) * ENTRIES; n++) {
          Ids.insert(directory, n);
        }
        map = BucketMap.fromBytes(directory.seal(round).toBytes(), folder, 0);
      }
      try (var directory = open(map)) {
        assertAllFound(directory, (round + 1) * ENTRIES);
        directory.verify(DirectoryFileTest::fail);
      }
    }
  }

  @Test
  void shouldKeepBlocksForRecyclingWhenOpened() throws IOException {
    var map = sealed();
    long free = map.used() - 1 - map.blocks().cardinality();
    try (var directory = open(map)) {
      for (int n = ENTRIES; n < 2 * ENTRIES; n++) {
        Ids.insert(directory, n);
      }
      map = directory.seal(1);
    }
    assertTrue(map.used() - 1 - map.blocks().cardinality() <= free + 1);
  }

  @Test
  void shouldNotPassForSealedWhenItWasChanged() {
    var map = sealed();
    assertTrue(isSealed());
    try (var directory = open(map)) {
      assertTrue(Ids.lookup(directory, 0, entry));
      assertTrue(isSealed());
      directory.update(entry, 1, 1, 1, 0);
      assertFalse(isSealed());
    }
    assertFalse(isSealed());
    assertThrows(CorruptionException.class, () -> open(map));
  }

  @Test
  void shouldNotPassForSealedWhenItNeverWas() {
    var source = create();
    try (var directory = Directory.create(source, Ids.STORE, 0, 1)) {
      Ids.insert(directory, 1);
      assertFalse(Directory.isSealed(source));
      directory.seal(9);
      assertTrue(Directory.isSealed(source));
      Ids.insert(directory, 2);
      assertFalse(Directory.isSealed(source));
    }
  }

  @Test
  void shouldSealAnewWhenOnlyTheLsnHasMoved() {
    var map = sealed();
    BucketMap second;
    try (var directory = open(map)) {
      second = directory.seal(map.lsn() + 1);
      assertEquals(map.lsn() + 1, second.lsn());
    }
    assertThrows(CorruptionException.class, () -> open(map));
    try (var directory = open(second)) {
      assertAllFound(directory, ENTRIES);
    }
  }

  @Test
  void shouldThrowWhenMapStoreOrGenerationAreNotItsOwn() {
    var map = sealed();
    BucketMap other;
    try (var directory = Ids.directory()) {
      Ids.insert(directory, 1);
      other = directory.seal(map.lsn());
    }
    assertThrows(CorruptionException.class, () -> open(other));
    var generation = new BucketMap(2, map.lsn(), map.used(), BucketTables.empty());
    assertThrows(CorruptionException.class, () -> open(generation));
    try (var source = openExtents()) {
      assertThrows(CorruptionException.class, () -> Directory.open(source, new StoreId(7, 8), map));
    }
  }

  @Test
  void shouldThrowAndNeverAnswerWronglyWhenABitOfAnyBucketIsFlipped() throws IOException {
    var map = sealed();
    var pristine = keepCopy();
    int step = 0;
    for (int block = 1; block < map.used(); block++) {
      if (!map.blocks().get(block)) {
        continue;
      }
      // Another byte of the block each time, another bit.
      int inBlock = step * 997 % BucketLayout.BYTES;
      flip(DirectoryLayout.fileOffset(block) + inBlock, step % 8);
      assertOnlyDamagedBucketThrows(map, block);
      restore(pristine);
      step++;
    }
    assertTrue(step > 100, "too few buckets to mean anything: " + step);
  }

  @Test
  void shouldThrowWhenAnyByteOfOneBucketIsFlipped() throws IOException {
    var map = sealed();
    int block = map.blocks().nextSetBit(5);
    long n = anyIn(map, block);
    for (int i = 0; i < BucketLayout.BYTES; i += i < 192 ? 1 : 61) {
      long at = DirectoryLayout.fileOffset(block) + i;
      flip(at, i & 7);
      try (var directory = open(map)) {
        assertThrows(CorruptionException.class, () -> Ids.lookup(directory, n, entry), "byte " + i);
      }
      flip(at, i & 7);
    }
    try (var directory = open(map)) {
      assertAllFound(directory, ENTRIES);
    }
  }

  @Test
  void shouldThrowAndNeverAnswerWronglyWhenAPageOfAnyBucketIsZero() throws IOException {
    var map = sealed();
    var pristine = keepCopy();
    for (int block = map.blocks().nextSetBit(0); block > 0; block = next(map, block, 9)) {
      for (int page = 0; page < BucketLayout.BYTES; page += 4096) {
        write(DirectoryLayout.fileOffset(block) + page, new byte[4096]);
        assertOnlyDamagedBucketThrows(map, block);
        restore(pristine);
      }
    }
  }

  @Test
  void shouldThrowWhenTwoBucketsAreExchanged() throws IOException {
    var map = sealed();
    int a = map.blocks().nextSetBit(0);
    int b = map.blocks().nextSetBit(a + 1);
    byte[] bytes = Files.readAllBytes(file);
    var one = slice(bytes, a);
    write(DirectoryLayout.fileOffset(a), slice(bytes, b));
    write(DirectoryLayout.fileOffset(b), one);
    try (var directory = open(map)) {
      long n = anyIn(map, a);
      var e = assertThrows(CorruptionException.class, () -> Ids.lookup(directory, n, entry));
      assertEquals(DirectoryLayout.fileOffset(a) + BucketLayout.BLOCK_OFFSET, e.offset());
    }
  }

  @Test
  void shouldThrowWhenTheFileIsTruncatedAnywhere() throws IOException {
    var map = sealed();
    var pristine = keepCopy();
    long size = Files.size(file);
    assertTrue(size >= 2L * Ids.EXTENT_BYTES, "more than one extent");
    long needed = DirectoryLayout.fileOffset(map.used());
    for (long length :
        new long[] {
          0, 1, 4096, Ids.EXTENT_BYTES - 1, Ids.EXTENT_BYTES, needed - Ids.EXTENT_BYTES, needed - 1
        }) {
      restore(pristine);
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(length);
      }
      var e = assertThrows(CorruptionException.class, () -> open(map), "length " + length);
      assertEquals(file, e.file());
      assertTrue(e.offset() <= length, "offset " + e.offset() + ", length " + length);
    }
  }

  @Test
  void shouldThrowOrNotPassForSealedWhenAByteOfTheFirstBlockIsFlipped() throws IOException {
    var map = sealed();
    for (int i = 0; i < BucketLayout.BYTES; i += i < 192 ? 1 : 61) {
      for (int bit = 0; bit < 8; bit += 3) {
        flip(i, bit);
        if (i < 8) {
          assertThrows(NotAStelaFileException.class, () -> open(map), "byte " + i);
        } else {
          assertThrows(CorruptionException.class, () -> open(map), "byte " + i);
        }
        flip(i, bit);
      }
    }
    try (var directory = open(map)) {
      assertAllFound(directory, ENTRIES);
    }
  }

  @Test
  void shouldThrowBeforeChangingAnythingWhenTheWriterMeetsADamagedBucket() throws IOException {
    var map = sealed();
    int block = map.blocks().nextSetBit(3);
    long n = anyIn(map, block);
    flip(DirectoryLayout.fileOffset(block) + 777, 1);
    try (var directory = open(map)) {
      assertThrows(
          CorruptionException.class, () -> directory.update(Ids.high(n), Ids.low(n), 1, 1, 1, 0));
      assertThrows(CorruptionException.class, () -> Ids.insert(directory, n));
      assertThrows(CorruptionException.class, () -> directory.forEach(e -> {}));
      var findings = new AtomicInteger();
      directory.verify((what, offset, expected, actual) -> findings.incrementAndGet());
      assertTrue(findings.get() > 0);
    }
  }

  @Test
  void shouldCheckEachBucketOnceForAllWhenReadersAndWriterMeetIt() throws Exception {
    // A reader must never check a bucket which the writer has changed: it would see damage.
    for (int round = 0; round < 20; round++) {
      Files.deleteIfExists(file);
      var map = sealed();
      var failures = new AtomicInteger();
      try (var directory = open(map)) {
        var start = new CountDownLatch(1);
        var reader =
            new Thread(
                () -> {
                  var mine = new IndexEntry();
                  awaitUninterruptibly(start);
                  for (int n = 0; n < ENTRIES; n++) {
                    try {
                      if (!Ids.lookup(directory, n, mine)) {
                        failures.incrementAndGet();
                      }
                    } catch (RuntimeException e) {
                      failures.incrementAndGet();
                    }
                  }
                });
        reader.start();
        start.countDown();
        for (int n = 0; n < ENTRIES; n++) {
          directory.update(Ids.high(n), Ids.low(n), n, n, n, 0);
          Ids.insert(directory, ENTRIES + n);
        }
        reader.join();
        assertEquals(0, failures.get());
      }
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Present ids: right or damage, and damage only in that bucket; absent ones likewise. */
  private void assertOnlyDamagedBucketThrows(BucketMap map, int damaged) {
    try (var directory = open(map)) {
      int thrown = 0;
      for (long n = 0; n < ENTRIES + 2_000; n++) {
        boolean inDamaged = blockOf(map, n) == damaged;
        try {
          boolean found = Ids.lookup(directory, n, entry);
          assertFalse(inDamaged, "n=" + n + " was answered from a damaged bucket");
          assertEquals(n < ENTRIES, found, "n=" + n);
          assertTrue(!found || Ids.isAsInserted(entry, n), "n=" + n);
        } catch (CorruptionException e) {
          assertTrue(inDamaged, "n=" + n + ": " + e.getMessage());
          assertEquals(file, e.file());
          assertEquals(damaged, (int) (e.offset() >>> BucketLayout.SHIFT), e.getMessage());
          thrown++;
        }
      }
      assertTrue(thrown > 0, "block " + damaged);
    }
  }

  private static int blockOf(BucketMap map, long n) {
    long hash = dev.stela.internal.format.IdHash.hash(Ids.high(n), Ids.low(n));
    int[] table = map.uncheckedTables()[DirectoryLayout.shard(hash)];
    return BucketTables.block(table[(int) hash & (table.length - 1)]);
  }

  private static long anyIn(BucketMap map, int block) {
    for (long n = 0; n < ENTRIES; n++) {
      if (blockOf(map, n) == block) {
        return n;
      }
    }
    throw new AssertionError("no entry in block " + block);
  }

  private static int next(BucketMap map, int block, int step) {
    for (int i = 0; i < step && block >= 0; i++) {
      block = map.blocks().nextSetBit(block + 1);
    }
    return block;
  }

  private static byte[] slice(byte[] bytes, int block) {
    int from = (int) DirectoryLayout.fileOffset(block);
    return java.util.Arrays.copyOfRange(bytes, from, from + BucketLayout.BYTES);
  }

  private void assertAllFound(Directory directory, int entries) {
    for (long n = 0; n < entries; n++) {
      assertTrue(Ids.lookup(directory, n, entry) && Ids.isAsInserted(entry, n), "n=" + n);
    }
    assertFalse(Ids.lookup(directory, entries, entry));
  }

  private BucketMap sealed() {
    try (var directory = Directory.create(create(), Ids.STORE, 0, 1)) {
      for (int n = 0; n < ENTRIES; n++) {
        Ids.insert(directory, n);
      }
      return directory.seal(ENTRIES);
    }
  }

  private FileExtents create() {
    return FileExtents.create(new SystemFiles(), file, Ids.EXTENT_BYTES, Runnable::run);
  }

  private FileExtents openExtents() {
    // Without background work: the file stays as the test made it.
    return FileExtents.open(new SystemFiles(), file, Ids.EXTENT_BYTES, task -> {});
  }

  private Directory open(BucketMap map) {
    var source = openExtents();
    try {
      return Directory.open(source, Ids.STORE, map);
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private boolean isSealed() {
    try (var source = openExtents()) {
      return Directory.isSealed(source);
    }
  }

  private Path keepCopy() throws IOException {
    return Files.copy(file, folder.resolve("copy"), StandardCopyOption.REPLACE_EXISTING);
  }

  private void restore(Path copy) throws IOException {
    Files.copy(copy, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private void flip(long offset, int bit) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var one = ByteBuffer.allocate(1);
      assertEquals(1, channel.read(one, offset));
      one.put(0, (byte) (one.get(0) ^ 1 << bit)).rewind();
      assertEquals(1, channel.write(one, offset));
    }
  }

  private void write(long offset, byte[] bytes) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertEquals(bytes.length, channel.write(ByteBuffer.wrap(bytes), offset));
    }
  }

  private static void fail(String what, long offset, Object expected, Object actual) {
    throw new AssertionError(
        "%s: offset=%d, expected=%s, actual=%s".formatted(what, offset, expected, actual));
  }
}
