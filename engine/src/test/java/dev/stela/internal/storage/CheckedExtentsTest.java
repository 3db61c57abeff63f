package dev.stela.internal.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.CorruptionException;
import dev.stela.internal.format.FileHeader;
import dev.stela.internal.format.FileKind;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.StoreId;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CheckedExtentsTest {
  private static final int EXTENT_BYTES = CheckedExtents.EXTENT_BYTES;
  private static final StoreId STORE = new StoreId(1, 2);
  private static final long GENERATION = 7;
  private static final int EXTENTS = 3;

  @TempDir Path folder;
  private final FaultyFiles files = new FaultyFiles();
  private Path path;
  private int[] sums;

  @BeforeEach
  void seal() {
    path = folder.resolve("extents");
    CheckedExtents extents =
        CheckedExtents.create(FileExtents.create(files, path, EXTENT_BYTES, Runnable::run));
    try (extents) {
      FileHeader.write(extents.add(), FileKind.ENTITIES, STORE, 0, GENERATION);
      for (int i = 1; i < EXTENTS; i++) {
        extents.add().set(Layouts.LONG, 8, i);
      }
      sums = extents.seal();
    }
  }

  @Test
  void shouldGiveWhatWasSealedWhenOpenedAgain() {
    try (CheckedExtents extents = open(sums)) {
      assertEquals(EXTENTS, extents.size());
      assertEquals(2, extents.get(2).get(Layouts.LONG, 8));
      assertEquals(1, extents.change(1).get(Layouts.LONG, 8));
      assertTrue(extents.verify(damage -> assertEquals("none", damage.getMessage())));
      assertEquals(path, extents.path());
    }
  }

  @Test
  void shouldTellFileAndOffsetAtFirstUseWhenAnExtentIsDamaged() throws IOException {
    flip(2 * EXTENT_BYTES + 4711);

    try (CheckedExtents extents = open(sums)) {
      extents.get(1);
      extents.change(1);
      for (int i = 0; i < 2; i++) {
        requireDamage(assertThrows(CorruptionException.class, () -> extents.get(2)));
        requireDamage(assertThrows(CorruptionException.class, () -> extents.change(2)));
      }
      List<CorruptionException> findings = new ArrayList<>();
      assertFalse(extents.verify(findings::add));
      assertEquals(1, findings.size());
      requireDamage(findings.getFirst());
    }
  }

  private void requireDamage(CorruptionException damage) {
    assertEquals(path, damage.file());
    assertEquals(2 * EXTENT_BYTES, damage.offset());
  }

  @Test
  void shouldKeepTheSumOfADamagedExtentWhenOnlyOthersWereChanged() throws IOException {
    flip(2 * EXTENT_BYTES);
    int[] again;
    try (CheckedExtents extents = open(sums)) {
      extents.change(1).set(Layouts.LONG, 16, 99);
      extents.add().set(Layouts.LONG, 0, 5);
      again = extents.seal();
    }

    assertEquals(EXTENTS + 1, again.length);
    assertEquals(sums[0], again[0]);
    assertEquals(sums[2], again[2], "damage must not be blessed");
    try (CheckedExtents extents = open(again)) {
      assertEquals(99, extents.get(1).get(Layouts.LONG, 16));
      assertEquals(5, extents.get(3).get(Layouts.LONG, 0));
      assertThrows(CorruptionException.class, () -> extents.get(2));
    }
  }

  @Test
  void shouldSumNothingAnewWhenNothingWasChanged() {
    try (CheckedExtents extents = open(sums)) {
      extents.get(0);
      assertArrayEquals(sums, extents.seal());
    }
  }

  @Test
  void shouldNotCheckAgainWhatItsWriterHasChanged() {
    try (CheckedExtents extents = open(sums)) {
      extents.change(1).set(Layouts.LONG, 8, -1);
      assertEquals(-1, extents.get(1).get(Layouts.LONG, 8));
      assertEquals(-1, extents.change(1).get(Layouts.LONG, 8));
    }
  }

  @Test
  void shouldRefuseWhenTheFileIsShorterOrAnother() throws IOException {
    assertThrows(CorruptionException.class, () -> open(Arrays.copyOf(sums, EXTENTS + 1)));
    FileExtents source = source();
    try (source) {
      for (Runnable open :
          List.<Runnable>of(
              () -> CheckedExtents.open(source, FileKind.POSTINGS, STORE, GENERATION, sums),
              () -> CheckedExtents.open(source, FileKind.ENTITIES, STORE, GENERATION + 1, sums),
              () ->
                  CheckedExtents.open(
                      source, FileKind.ENTITIES, new StoreId(1, 3), GENERATION, sums))) {
        assertEquals(path, assertThrows(CorruptionException.class, open::run).file());
      }
    }
    byte[] bytes = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(bytes, bytes.length - 1));
    CorruptionException shorter = assertThrows(CorruptionException.class, () -> open(sums));
    assertEquals((EXTENTS - 1) * EXTENT_BYTES, shorter.offset());
  }

  /** An open that is cut off may leave an extent of zeros that no close has summed. */
  @Test
  void shouldTakeAnExtentBehindThoseThatWereSealedOnlyWhenItIsZero() throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(bytes, bytes.length + EXTENT_BYTES));
    int[] again;
    try (CheckedExtents extents = open(sums)) {
      assertEquals(EXTENTS + 1, extents.size());
      assertEquals(-1, extents.firstNonZero((long) EXTENTS * EXTENT_BYTES, end(extents)));
      extents.change(EXTENTS).set(Layouts.LONG, 0, 5);
      again = extents.seal();
    }
    try (CheckedExtents extents = open(again)) {
      assertEquals(5, extents.get(EXTENTS).get(Layouts.LONG, 0));
    }
    try (CheckedExtents extents = open(sums)) {
      CorruptionException dirty =
          assertThrows(CorruptionException.class, () -> extents.get(EXTENTS));
      assertEquals((long) EXTENTS * EXTENT_BYTES, dirty.offset());
    }
  }

  @Test
  void shouldFindTheFirstByteThatIsNotZero() {
    MemoryExtents source = new MemoryExtents(path, EXTENT_BYTES);
    try (CheckedExtents extents = CheckedExtents.create(source)) {
      for (int i = 0; i < EXTENTS; i++) {
        extents.add();
      }
      assertEquals(-1, extents.firstNonZero(0, end(extents)));
      assertEquals(-1, extents.firstNonZero(5, 5));
      for (long at : new long[] {0, 65_535, 65_536, EXTENT_BYTES - 1, EXTENT_BYTES, 2_500_001}) {
        MemorySegment extent = source.extent((int) (at / EXTENT_BYTES));
        extent.set(Layouts.BYTE, at % EXTENT_BYTES, (byte) 1);
        assertEquals(at, extents.firstNonZero(0, end(extents)));
        assertEquals(at, extents.firstNonZero(at, at + 1));
        assertEquals(-1, extents.firstNonZero(0, at));
        assertEquals(-1, extents.firstNonZero(at + 1, end(extents)));
        extent.set(Layouts.BYTE, at % EXTENT_BYTES, (byte) 0);
      }
    }
  }

  @Test
  void shouldGiveEveryThreadTheSameAnswerWhenManyTouchAnExtentFirst() throws Exception {
    flip(EXTENT_BYTES + 1);
    try (ExecutorService threads = Executors.newFixedThreadPool(4);
        CheckedExtents extents = open(sums)) {
      List<Future<Long>> reads = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        reads.add(threads.submit(() -> extents.get(2).get(Layouts.LONG, 8)));
      }
      for (Future<Long> read : reads) {
        assertEquals(2, read.get());
      }
      for (int i = 0; i < 16; i++) {
        Future<?> damaged = threads.submit(() -> extents.get(1));
        Exception thrown = assertThrows(Exception.class, damaged::get);
        assertEquals(CorruptionException.class, thrown.getCause().getClass());
      }
    }
  }

  private static long end(CheckedExtents extents) {
    return (long) extents.size() * EXTENT_BYTES;
  }

  private FileExtents source() {
    return FileExtents.open(files, path, EXTENT_BYTES, Runnable::run);
  }

  private CheckedExtents open(int[] expected) {
    FileExtents source = source();
    try {
      return CheckedExtents.open(source, FileKind.ENTITIES, STORE, GENERATION, expected);
    } catch (CorruptionException e) {
      source.close();
      throw e;
    }
  }

  private void flip(int offset) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    bytes[offset] ^= 4;
    Files.write(path, bytes);
  }
}
