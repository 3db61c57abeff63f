package dev.stela.internal.header;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.CorruptionException;
import dev.stela.FormatVersionException;
import dev.stela.NotAStelaFileException;
import dev.stela.ReadOnlyException;
import dev.stela.StorageException;
import dev.stela.StoreFailedException;
import dev.stela.internal.format.Checksums;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.format.SuperblockLayout;
import dev.stela.internal.header.Superblock.Content;
import dev.stela.internal.header.Superblock.State;
import dev.stela.internal.storage.FaultyFiles;
import dev.stela.internal.storage.FaultyFiles.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuperblockTest {
  private static final StoreId STORE = new StoreId(11, 12);
  private static final Content FIRST = new Content(State.CLEAN, 0, 0, 0, 64 << 20);
  private static final int SLOT = SuperblockLayout.SIZE;

  @TempDir Path directory;
  private final FaultyFiles files = new FaultyFiles();
  private Path path;

  @BeforeEach
  void createSuperblock() {
    Superblock.create(files, directory, STORE, FIRST).close();
    path = directory.resolve(Superblock.FILE_NAME);
  }

  @Test
  void shouldReadTheNewestContentAfterEveryWrite() throws IOException {
    try (var superblock = open()) {
      for (int i = 1; i <= 200; i++) {
        var before = Files.readAllBytes(path);
        var next =
            superblock
                .content()
                .withState(i % 2 == 0 ? State.CLEAN : State.IN_USE)
                .withCheckpoint(i, 1000L + i, i / 2);
        superblock.write(next);
        var after = Files.readAllBytes(path);
        int kept = 1 - i % 2;
        assertArrayEquals(slot(before, kept), slot(after, kept), "slot in force, write " + i);
        try (var reader = Superblock.open(files, directory, false)) {
          assertEquals(next, reader.content());
          assertEquals(i + 2, reader.generation());
          assertEquals(STORE, reader.storeId());
          assertTrue(reader.damage().isEmpty());
        }
      }
    }
    var content = Files.readAllBytes(path);
    for (int slot = 0; slot < SuperblockLayout.SLOTS; slot++) {
      for (int i = SuperblockLayout.RESERVED_OFFSET; i < SuperblockLayout.CRC_OFFSET; i++) {
        assertEquals(0, content[slot * SLOT + i]);
      }
    }
  }

  @Test
  void shouldKeepTheOldContentWhenAWriteIsTornAndRefuseFurtherOnes() {
    try (var superblock = open()) {
      superblock.write(FIRST.withCheckpoint(1, 1, 1));
      files.fail(Operation.WRITE, 1, fault -> fault.torn());
      assertThrows(StorageException.class, () -> superblock.write(FIRST.withCheckpoint(2, 2, 2)));
      assertEquals(1, superblock.content().checkpointLsn());
      assertThrows(StoreFailedException.class, () -> superblock.write(FIRST));
    }
    try (var superblock = open()) {
      assertEquals(1, superblock.content().checkpointLsn());
      assertInstanceOf(CorruptionException.class, superblock.damage().orElseThrow());
      superblock.write(FIRST.withCheckpoint(3, 3, 3));
    }
    try (var superblock = open()) {
      assertEquals(3, superblock.content().checkpointLsn());
      assertTrue(superblock.damage().isEmpty());
    }
  }

  @Test
  void shouldRefuseFurtherWritesWhenASyncFailed() {
    try (var superblock = open()) {
      files.fail(Operation.SYNC, 1);
      assertThrows(StorageException.class, () -> superblock.write(FIRST));
      assertThrows(StoreFailedException.class, () -> superblock.write(FIRST));
    }
  }

  @Test
  void shouldFallBackToTheOtherSlotWhateverBitIsFlipped() throws IOException {
    try (var superblock = open()) {
      superblock.write(FIRST.withCheckpoint(7, 7, 7));
    }
    var sound = Files.readAllBytes(path);
    // Generation 3 stands in slot 1. Every bit of header and fields, and some beyond.
    for (int bit = 0; bit < SLOT * 8; bit += bit < 112 * 8 ? 1 : 997) {
      var bytes = sound.clone();
      bytes[SLOT + bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(path, bytes);
      try (var superblock = Superblock.open(files, directory, false)) {
        assertEquals(0, superblock.content().checkpointLsn(), "bit " + bit);
        assertTrue(superblock.damage().isPresent());
      }
    }
  }

  @Test
  void shouldRefuseWhenBothSlotsAreDamaged() throws IOException {
    var bytes = Files.readAllBytes(path);
    bytes[70] ^= 1;
    bytes[SLOT + 90] ^= 1;
    Files.write(path, bytes);
    var failure = assertThrows(CorruptionException.class, this::open);
    assertEquals(2, failure.getSuppressed().length);
    assertEquals(path, failure.file());
  }

  @Test
  void shouldRefuseAForeignFileAndAShortOne() throws IOException {
    Files.write(path, new byte[2 * SLOT]);
    assertThrows(NotAStelaFileException.class, this::open);
    Files.write(path, new byte[SLOT]);
    assertThrows(CorruptionException.class, this::open);
    Files.write(path, new byte[0]);
    assertThrows(CorruptionException.class, this::open);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void shouldNotFallBackWhenASlotIsOfANewerVersion(int slot) throws IOException {
    var bytes = Files.readAllBytes(path);
    patchHeader(bytes, slot, FileHeaderLayout.VERSION_OFFSET, 2);
    Files.write(path, bytes);
    assertTrue(assertThrows(FormatVersionException.class, this::open).isTooNew());
  }

  @Test
  void shouldRefuseSlotsOfTwoStores() throws IOException {
    var own = Files.readAllBytes(path);
    Files.delete(path);
    Superblock.create(files, directory, new StoreId(11, 13), FIRST).close();
    var other = Files.readAllBytes(path);
    System.arraycopy(own, 0, other, 0, SLOT);
    Files.write(path, other);
    assertThrows(CorruptionException.class, this::open);
  }

  @Test
  void shouldNotTakeASlotThatStandsInThePlaceOfTheOther() throws IOException {
    try (var superblock = open()) {
      superblock.write(FIRST.withCheckpoint(7, 7, 7));
    }
    var bytes = Files.readAllBytes(path);
    System.arraycopy(bytes, SLOT, bytes, 0, SLOT);
    Files.write(path, bytes);
    try (var superblock = open()) {
      assertEquals(7, superblock.content().checkpointLsn());
      assertTrue(superblock.damage().orElseThrow().getMessage().contains("place of the other"));
    }
  }

  @Test
  void shouldRefuseToWriteWhenOpenForReadingAndToCreateTwice() {
    try (var superblock = Superblock.open(files, directory, false)) {
      assertThrows(ReadOnlyException.class, () -> superblock.write(FIRST));
    }
    assertThrows(StorageException.class, () -> Superblock.create(files, directory, STORE, FIRST));
  }

  private Superblock open() {
    return Superblock.open(files, directory, true);
  }

  private static byte[] slot(byte[] bytes, int slot) {
    return Arrays.copyOfRange(bytes, slot * SLOT, (slot + 1) * SLOT);
  }

  /** Changes a word of a slot's file header and makes its checksum right again. */
  private static void patchHeader(byte[] bytes, int slot, int offset, int value) {
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int start = slot * SLOT;
    buffer.putInt(start + offset, value);
    buffer.putInt(
        start + FileHeaderLayout.CRC_OFFSET,
        Checksums.crc32c(bytes, start, FileHeaderLayout.CRC_OFFSET));
  }
}
