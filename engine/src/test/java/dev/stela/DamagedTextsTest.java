package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.internal.format.Checksums;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.FileKind;
import dev.stela.internal.storage.SystemFiles;
import dev.stela.model.Folders;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damage of the text index, which opening does not see, is told and mended, and stops nobody. */
@Timeout(120)
class DamagedTextsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LITTLE = 32 << 10;
  private static final int COUNT = 300;

  @TempDir Path folder;

  @Test
  void shouldBeToldAndMadeAnewWhenASearchMeetsDamage() throws IOException {
    Path path = written();
    Path damaged = damageTexts(path);
    assertFalse(StoreVerifier.verify(path).isSound());
    try (EntityStore store = open(path)) {
      CorruptionException e = assertThrows(CorruptionException.class, () -> count(store, "shared"));
      assertEquals(damaged.getFileName(), e.file().getFileName());
      assertTrue(e.getMessage().contains("checksum"), e.getMessage());
      assertTrue(store.maintenance().awaitTextIndex(PATIENCE));
      requireAll(store);
    }
    assertSound(path);
  }

  @Test
  void shouldCommitAndBeMadeAnewWhenACommitMeetsDamage() throws IOException {
    Path path = written();
    damageTexts(path);
    try (EntityStore store = open(path)) {
      store.putText(id(3), "note", "shared word3 changed");
      assertEquals("shared word3 changed", store.get(id(3)).orElseThrow().texts().get("note"));
      store.addTag(id(3), "still:written");
      assertTrue(store.maintenance().awaitTextIndex(PATIENCE));
      assertEquals(1, count(store, "changed"));
      requireAll(store);
    }
    assertSound(path);
    try (EntityStore store = open(path)) {
      requireAll(store);
    }
  }

  @Test
  void shouldNotAnswerWithoutTheCommitWhenItIsClosedBeforeItIsMadeAnew() throws IOException {
    Path path = written();
    damageTexts(path);
    EntityStore store = open(path);
    store.parts().texts().stop();
    store.putText(id(3), "note", "shared word3 changed");
    assertThrows(StoreClosedException.class, () -> count(store, "changed"));
    store.close();
    try (EntityStore again = open(path)) {
      assertTrue(again.maintenance().awaitTextIndex(PATIENCE));
      assertEquals(1, count(again, "changed"));
      requireAll(again);
    }
    assertSound(path);
  }

  @Test
  void shouldBeMadeAnewWhenCatchingUpMeetsDamage() throws IOException {
    Path path = folder.resolve("store");
    Path killed = folder.resolve("killed");
    try (EntityStore store = open(path)) {
      write(store);
      store.maintenance().compact();
      store.putText(id(3), "note", "shared word3 changed");
      Folders.copy(path, killed);
    }
    damageTexts(killed);
    StoreConfig reading = StoreConfig.builder().readOnly(true).build();
    try (EntityStore store = EntityStore.open(killed, reading)) {
      requireAll(store);
    }
    try (EntityStore store = open(killed)) {
      assertTrue(store.maintenance().awaitTextIndex(PATIENCE));
      assertEquals(1, count(store, "changed"));
      requireAll(store);
    }
    assertSound(killed);
  }

  @Test
  void shouldBeMadeAnewWhenItIsAskedFor() throws IOException {
    Path path = written();
    damageTexts(path);
    List<Path> before = textFiles(path);
    try (EntityStore store = open(path)) {
      store.maintenance().rebuildTextIndex();
      assertTrue(store.maintenance().awaitTextIndex(PATIENCE));
      requireAll(store);
    }
    assertTrue(textFiles(path).stream().noneMatch(before::contains));
    assertSound(path);
    StoreConfig reading = StoreConfig.builder().readOnly(true).build();
    try (EntityStore store = EntityStore.open(path, reading)) {
      assertThrows(ReadOnlyException.class, () -> store.maintenance().rebuildTextIndex());
    }
    try (EntityStore store = EntityStore.open(folder.resolve("none"))) {
      assertThrows(TextNotIndexedException.class, () -> store.maintenance().rebuildTextIndex());
    }
  }

  @Test
  void shouldBeMadeAnewWhenItsFilesAreOfAnotherFormatVersion() throws IOException {
    Path path = written();
    for (Path file : textFiles(path)) {
      changeVersion(file);
    }
    VerificationReport report = StoreVerifier.verify(path);
    assertTrue(report.isSound(), () -> report.damages().toString());
    assertEquals(COUNT, report.entities());
    assertEquals(textFiles(path).size(), report.notes().size(), () -> report.notes().toString());
    assertTrue(report.notes().getFirst().contains(textFiles(path).getFirst().toString()));
    StoreConfig reading = StoreConfig.builder().readOnly(true).build();
    try (EntityStore store = EntityStore.open(path, reading)) {
      requireAll(store);
    }
    try (EntityStore store = open(path)) {
      assertTrue(store.maintenance().awaitTextIndex(PATIENCE));
      requireAll(store);
    }
    assertSound(path);
    assertEquals(List.of(), StoreVerifier.verify(path).notes());
  }

  @Test
  void shouldGiveUpAndSayWhyWhenTheLogIsDamaged() throws IOException {
    Path path = folder.resolve("store");
    try (EntityStore store = open(path)) {
      write(store);
    }
    StoreConfig other =
        config().textIndexing(TextIndexing.parse("note:keyword,*:whitespace")).build();
    flip(files(path, "log").getFirst(), 5_000);
    try (EntityStore store = SeamStores.open(new SystemFiles(), path, other, LITTLE)) {
      assertThrows(CorruptionException.class, () -> store.maintenance().awaitTextIndex(PATIENCE));
      while (store.statistics().textFailures() < 3) {
        Thread.onSpinWait();
      }
      assertTrue(store.statistics().lastTextFailure().contains(".log"));
      assertEquals(COUNT, count(store, "shared"), "the old one answers");
    }
  }

  private Path written() {
    Path path = folder.resolve("store");
    try (EntityStore store = open(path)) {
      write(store);
      store.maintenance().compact();
    }
    return path;
  }

  private static void write(EntityStore store) {
    for (int i = 0; i < COUNT; i++) {
      store.create(EntityDraft.of(id(i)).text("note", "shared word" + i));
    }
  }

  private static EntityStore open(Path path) {
    return SeamStores.open(new SystemFiles(), path, config().build(), LITTLE);
  }

  private static StoreConfig.Builder config() {
    return StoreConfig.builder()
        .durability(Durability.ASYNC)
        .segmentBytes(1 << 20)
        .textIndexing(TextIndexing.everyField("whitespace"));
  }

  /** Damages all pages of all segments of the text index; returns the first of them. */
  private static Path damageTexts(Path store) throws IOException {
    List<Path> files = textFiles(store);
    for (Path file : files) {
      // The last bytes are checked when it is opened.
      for (long at = 100; at < Files.size(file) / 2; at += 1 << 14) {
        flip(file, at);
      }
    }
    return files.getFirst();
  }

  /** Makes a file one of the format before, with a checksum that says so. */
  private static void changeVersion(Path path) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    MemorySegment header = MemorySegment.ofArray(new long[FileHeaderLayout.SIZE / Long.BYTES]);
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, header, 0, FileHeaderLayout.SIZE);
    FileHeaderLayout.version(header, FileKind.TEXT.version() - 1);
    FileHeaderLayout.crc(header, Checksums.crc32c(header, 0, FileHeaderLayout.CRC_OFFSET));
    MemorySegment.copy(header, 0, MemorySegment.ofArray(bytes), 0, FileHeaderLayout.SIZE);
    Files.write(path, bytes);
  }

  private static void flip(Path path, long at) throws IOException {
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(at);
      int old = file.read();
      file.seek(at);
      file.write(old ^ 1);
    }
  }

  private static List<Path> textFiles(Path store) throws IOException {
    return files(store, "texts");
  }

  private static List<Path> files(Path store, String folder) throws IOException {
    try (Stream<Path> all = Files.list(store.resolve(folder))) {
      return all.sorted().toList();
    }
  }

  private static void requireAll(EntityStore store) {
    assertEquals(COUNT, count(store, "shared"));
    for (int i = 0; i < COUNT; i++) {
      assertEquals(1, count(store, "word" + i), "word" + i);
    }
  }

  private static long count(EntityStore store, String word) {
    return store.search(TextQuery.allWords("note", word)).count();
  }

  private static EntityId id(int number) {
    return EntityId.of(7, number + 1);
  }

  private static void assertSound(Path path) {
    assertEquals(List.of(), StoreVerifier.verify(path).damages());
  }
}
