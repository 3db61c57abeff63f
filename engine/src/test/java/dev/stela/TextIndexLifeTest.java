package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.internal.checkpoint.Catalog;
import dev.stela.internal.index.text.FieldPart;
import dev.stela.internal.index.text.PostingCursor;
import dev.stela.internal.index.text.TermPostings;
import dev.stela.internal.index.text.TextPart;
import dev.stela.internal.storage.FaultyFiles;
import dev.stela.internal.storage.FaultyFiles.Operation;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.HookedFiles;
import dev.stela.internal.storage.SystemFiles;
import dev.stela.internal.text.TextReading;
import dev.stela.internal.text.TextState;
import dev.stela.model.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The text index along with the store: written, opened, made anew, configured, backed up. */
@Timeout(120)
class TextIndexLifeTest {
  private static final TextIndexing ALL = TextIndexing.everyField("whitespace");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LITTLE = 32 << 10;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Durability.class)
  void shouldBeFoundByTheNextSearchWhenAWriteWasAcknowledged(Durability durability)
      throws Exception {
    try (EntityStore store =
            SeamStores.open(
                new SystemFiles(),
                folder.resolve("store"),
                config().durability(durability).build(),
                LITTLE);
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      for (int i = 0; i < 300; i++) {
        EntityId id = id(i % 50);
        String word = "word" + i;
        if (i < 50) {
          store.create(EntityDraft.of(id).text("note", "shared " + word));
        } else {
          store.putText(id, "note", "shared " + word);
        }
        assertEquals(Set.of(id), found(store, word));
        assertEquals(Set.of(id), other.submit(() -> found(store, word)).get());
        if (i >= 50) {
          assertEquals(Set.of(), found(store, "word" + (i - 50)));
        }
        assertEquals(Math.min(i + 1, 50), found(store, "shared").size());
      }
    }
  }

  @Test
  void shouldFollowTheLifeOfAnEntityWhenItIsNotActiveAnyMore() {
    EntityId one = id(1);
    EntityId two = id(2);
    try (EntityStore store = open(folder.resolve("store"), config())) {
      long created = store.create(EntityDraft.of(one).text("note", "gone"));
      store.create(EntityDraft.of(two).text("note", "gone too"));
      store.delete(one);
      store.archive(two);
      assertEquals(Set.of(), found(store, "gone"));
      assertEquals(Set.of(one), found(store, "gone", created));
      store.restore(one);
      store.restore(two);
      assertEquals(Set.of(one, two), found(store, "gone"));
      store.maintenance().checkpoint();
      store.purge(two);
      assertEquals(Set.of(one), found(store, "gone"));
      store.removeText(one, "note");
      assertEquals(Set.of(), found(store, "gone"));
      assertEquals(0, store.statistics().textDocuments());
      store.create(EntityDraft.of(two).text("note", "again"));
      assertEquals(Set.of(two), found(store, "again"));
      assertEquals(1, store.statistics().textDocuments());
    }
  }

  @Test
  void shouldNotSayWhatItSaidWhenItWasRestoredWithoutIt() {
    try (EntityStore store = open(folder.resolve("store"), config())) {
      store.create(EntityDraft.of(id(1)).text("note", "gone"));
      store.delete(id(1));
      assertTrue(isRetired(store, "gone"));
      store.write(
          tx -> {
            tx.restore(id(1));
            tx.removeText(id(1), "note");
          });
      // Who asks for entities in whatever state of life would find it.
      assertFalse(isRetired(store, "gone"));
      store.write(
          tx -> {
            tx.putText(id(1), "note", "at last");
            tx.delete(id(1));
          });
      assertTrue(isRetired(store, "last"));
      assertEquals(Set.of(), found(store, "last"));
    }
  }

  /** Whether the newest document of the only entity ended with it, and says a word. */
  private static boolean isRetired(EntityStore store, String word) {
    byte[] term = word.getBytes(StandardCharsets.UTF_8);
    try (TextReading reading = store.parts().textSource().read()) {
      TextPart part = reading.view().parts().getLast();
      int document = part.documentOf(0, store.lsn());
      FieldPart field = part.field(part.fields()[0]);
      TermPostings list = field.find(term, term.length);
      return list != null
          && list.cursor(false).advance(document) == document
          && part.isRetired(document);
    }
  }

  @Test
  void shouldAnalyzeNothingAgainWhenClosedInOrder() throws IOException {
    Path path = folder.resolve("store");
    Path killed = folder.resolve("killed");
    try (EntityStore store = open(path, config())) {
      write(store, 0, 40);
      store.maintenance().checkpoint();
      write(store, 40, 50);
      Folders.copy(path, killed);
    }
    try (EntityStore store = open(path, config())) {
      assertEquals(0, store.recovery().textCommits());
      requireAll(store, 50);
    }
    try (EntityStore store = open(killed, config())) {
      assertEquals(10, store.recovery().textCommits());
      requireAll(store, 50);
    }
    requireSound(path);
    requireSound(killed);
  }

  @ParameterizedTest
  @EnumSource(Opening.class)
  void shouldSayTheSameWhenOpenedInWhateverWay(Opening opening) throws IOException {
    Path path = folder.resolve("store");
    Path killed = folder.resolve("killed");
    try (EntityStore store = open(path, config())) {
      write(store, 0, 40);
      store.delete(id(3));
      store.maintenance().compact();
      store.restore(id(3));
      write(store, 40, 50);
      Folders.copy(path, killed);
    }
    Path opened = opening == Opening.TAKE_OVER ? path : killed;
    try (EntityStore store =
        SeamStores.open(new SystemFiles(), opened, config().opening(opening).build(), LITTLE)) {
      assertTrue(store.maintenance().awaitTextIndex(PATIENCE));
      requireAll(store, 50);
    }
    requireSound(opened);
  }

  @Test
  void shouldRefuseAndSayHowFarItIsWhenTheFirstIndexIsBeingMade() {
    Path path = folder.resolve("store");
    try (EntityStore store = EntityStore.open(path)) {
      write(store, 0, 200);
      assertThrows(TextNotIndexedException.class, () -> found(store, "shared"));
      assertTrue(store.maintenance().awaitTextIndex(Duration.ZERO));
    }
    FaultyFiles files = failingTexts();
    try (EntityStore store = SeamStores.open(files, path, config().build(), LITTLE)) {
      TextIndexNotReadyException e =
          assertThrows(TextIndexNotReadyException.class, () -> found(store, "shared"));
      assertTrue(e.progress() >= 0 && e.progress() < 1, e.getMessage());
      assertFalse(store.maintenance().awaitTextIndex(Duration.ofMillis(1)));
      // What is written meanwhile is not forgotten.
      write(store, 200, 210);
      while (store.statistics().textFailures() == 0) {
        Thread.onSpinWait();
      }
      files.heal();
      assertTrue(store.maintenance().awaitTextIndex(PATIENCE));
      assertEquals(1, store.statistics().textProgress());
      requireAll(store, 210);
    }
    try (EntityStore store = EntityStore.open(path)) {
      assertEquals(0, store.recovery().textCommits());
      requireAll(store, 210);
    }
    requireSound(path);
  }

  @Test
  void shouldCreateNoStoreWhenAnAnalyzerIsUnknown() {
    Path path = folder.resolve("store");
    StoreConfig.Builder unknown = config().textIndexing(TextIndexing.everyField("nobody"));
    assertThrows(InvalidArgumentException.class, () -> open(path, unknown));
    StoreConfig.Builder existing = StoreConfig.builder().createIfMissing(false);
    assertThrows(InvalidArgumentException.class, () -> open(path, existing));
    try (EntityStore store = open(path, config())) {
      write(store, 0, 1);
      requireAll(store, 1);
    }
  }

  @Test
  void shouldAnswerAsBeforeWhenAnotherIndexIsBeingMade() {
    Path path = folder.resolve("store");
    TextIndexing onlyTitles = TextIndexing.parse("title:whitespace");
    try (EntityStore store =
        SeamStores.open(
            new SystemFiles(), path, config().textIndexing(onlyTitles).build(), LITTLE)) {
      write(store, 0, 600);
      assertEquals(600, found(store, "title").size());
      assertEquals(Set.of(), found(store, "shared"));
    }
    FaultyFiles files = failingTexts();
    try (EntityStore store = SeamStores.open(files, path, config().build(), 64 << 10)) {
      write(store, 600, 610);
      assertEquals(610, found(store, "title").size());
      assertEquals(Set.of(), found(store, "shared"));
      files.heal();
      assertTrue(store.maintenance().awaitTextIndex(PATIENCE));
      requireAll(store, 610);
    }
    try (EntityStore store = EntityStore.open(path)) {
      requireAll(store, 610);
    }
    requireSound(path);
  }

  /** Few words, and too many pieces of words for one document. */
  private static final String TOO_MUCH = "much " + ("𝄞".repeat(200) + " ").repeat(220);

  private static final TextIndexing PIECES =
      TextIndexing.parse("note:ngram(1,32),other:ngram(1,32),*:whitespace");

  @Test
  void shouldIndexTheRestAndSaySoWhenAnotherAnalyzerRefusesATextOfTheLog() {
    Path path = folder.resolve("store");
    EntityId much = id(1_000);
    try (EntityStore store = open(path, config())) {
      write(store, 0, 100);
      store.create(EntityDraft.of(much).text("title", "title").text("note", TOO_MUCH));
      assertEquals(Set.of(much), found(store, "much"));
      assertEquals(0, store.statistics().textRefused());
    }
    StoreConfig pieces = config().textIndexing(PIECES).build();
    try (EntityStore store = SeamStores.open(new SystemFiles(), path, pieces, LITTLE)) {
      assertTrue(store.maintenance().awaitTextIndex(PATIENCE));
      assertEquals(Set.of(), found(store, "much"));
      assertEquals(101, found(store, "title").size());
      assertEquals(100, found(store, "hared").size());
      StoreStatistics statistics = store.statistics();
      assertEquals(1, statistics.textRefused());
      assertTrue(statistics.lastTextRefusal().contains("field=note"), statistics.lastTextRefusal());
      assertEquals(0, statistics.textFailures());
    }
    requireSound(path);
    try (EntityStore store = EntityStore.open(path)) {
      assertEquals(1, store.statistics().textRefused());
    }
  }

  @Test
  void shouldChangeTheOtherTextsWhenAnotherAnalyzerRefusesOneOfAnEntity() throws IOException {
    Path path = folder.resolve("store");
    Path killed = folder.resolve("killed");
    EntityId much = id(1_000);
    try (EntityStore store = open(path, config())) {
      store.create(EntityDraft.of(much).text("title", "much").text("note", TOO_MUCH));
    }
    try (EntityStore store = open(path, config().textIndexing(PIECES))) {
      store.putText(much, "title", "more");
      store.putText(much, "other", "short");
      store.delete(much);
      store.restore(much);
      assertThrows(InvalidArgumentException.class, () -> store.putText(much, "other", TOO_MUCH));
      assertThrows(
          InvalidArgumentException.class, () -> store.putText(much, "note", TOO_MUCH + "y"));
      assertEquals(Set.of(much), found(store, "more"));
      assertEquals(Set.of(much), found(store, "hor"));
      assertEquals(4, store.statistics().textRefused());
      Folders.copy(path, killed);
      store.putText(much, "note", "little");
      assertEquals(Set.of(much), found(store, "ittl"));
      assertEquals(4, store.statistics().textRefused());
    }
    requireSound(path);
    try (EntityStore store = EntityStore.open(killed)) {
      assertEquals(4, store.statistics().textRefused());
      assertEquals(Set.of(much), found(store, "hor"));
    }
    requireSound(killed);
  }

  @Test
  void shouldForgetTheIndexWhenNoTextIsToBeIndexedAnyMore() throws IOException {
    Path path = folder.resolve("store");
    try (EntityStore store = open(path, config())) {
      write(store, 0, 20);
      store.maintenance().checkpoint();
      assertFalse(textFiles(path).isEmpty());
    }
    try (EntityStore store = open(path, config().textIndexing(TextIndexing.none()))) {
      assertThrows(TextNotIndexedException.class, () -> found(store, "shared"));
      assertEquals(List.of(), textFiles(path));
      write(store, 20, 30);
    }
    try (EntityStore store = EntityStore.open(path)) {
      assertThrows(TextNotIndexedException.class, () -> found(store, "shared"));
    }
    try (EntityStore store = open(path, config())) {
      requireAll(store, 30);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "short", "empty", "damaged"})
  void shouldBeMadeAnewWhenASegmentIsNotWhatWasWritten(String how) throws IOException {
    Path path = folder.resolve("store");
    try (EntityStore store = open(path, config())) {
      write(store, 0, 30);
      store.maintenance().checkpoint();
      write(store, 30, 60);
    }
    Path file = textFiles(path).getFirst();
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    switch (how) {
      case "short" -> Files.write(file, Arrays.copyOf(bytes, bytes.length - 8));
      case "empty" -> Files.write(file, new byte[0]);
      case "damaged" -> {
        bytes[bytes.length - 40] ^= 1;
        Files.write(file, bytes);
      }
      default -> {
        // It is missing.
      }
    }
    assertFalse(StoreVerifier.verify(path).isSound());
    StoreConfig reading = StoreConfig.builder().readOnly(true).build();
    try (EntityStore store = EntityStore.open(path, reading)) {
      requireAll(store, 60);
    }
    try (EntityStore store = open(path, config())) {
      requireAll(store, 60);
    }
    requireSound(path);
  }

  @Test
  void shouldBeMadeAnewWhenItKnowsMoreThanTheLog() throws IOException {
    Path path = folder.resolve("store");
    Path killed = folder.resolve("killed");
    try (EntityStore store = open(path, config())) {
      write(store, 0, 30);
      store.maintenance().checkpoint();
      cover(store, store.lsn() + 5);
      Folders.copy(path, killed);
    }
    try (EntityStore store = open(killed, config())) {
      requireAll(store, 30);
      write(store, 30, 60);
      requireAll(store, 60);
    }
    requireSound(killed);
  }

  @Test
  void shouldBeReportedWhenTheIndexDoesNotSayWhatTheLogSays() throws IOException {
    Path path = folder.resolve("store");
    Path killed = folder.resolve("killed");
    try (EntityStore store = open(path, config())) {
      write(store, 0, 30);
      store.maintenance().checkpoint();
      store.putText(id(7), "note", "something else");
      // A lie: no segment says so.
      cover(store, store.lsn());
      Folders.copy(path, killed);
    }
    VerificationReport report = StoreVerifier.verify(killed);
    assertEquals(1, report.damageCount(), () -> report.damages().toString());
    assertTrue(report.damages().getFirst().getMessage().contains("text index"));
  }

  private static void cover(EntityStore store, long lsn) {
    Catalog catalog = store.parts().catalog();
    catalog.publish(
        manifest -> {
          TextState state = TextState.of(manifest.text());
          TextState.Index index = state.index().orElseThrow();
          TextState.Index changed =
              new TextState.Index(
                  index.indexing(),
                  index.identity(),
                  lsn,
                  index.standing(),
                  index.refused(),
                  index.segments());
          return manifest.withText(new TextState(state.wanted(), Optional.of(changed)).toSection());
        });
  }

  @Test
  void shouldChangeNoFileWhenOpenForReadingOnly() throws IOException {
    Path path = folder.resolve("store");
    Path killed = folder.resolve("killed");
    try (EntityStore store = open(path, config())) {
      write(store, 0, 30);
      store.maintenance().checkpoint();
      write(store, 30, 60);
      Folders.copy(path, killed);
    }
    List<Path> before = textFiles(killed);
    StoreConfig reading = StoreConfig.builder().readOnly(true).build();
    try (EntityStore store = EntityStore.open(killed, reading)) {
      requireAll(store, 60);
      assertEquals(60, store.statistics().textDocuments());
    }
    assertEquals(before, textFiles(killed));
  }

  @Test
  void shouldKeepTheConfigurationAndNoSegmentWhenBackedUp() throws IOException {
    Path backup = folder.resolve("backup");
    try (EntityStore store = open(folder.resolve("store"), config())) {
      write(store, 0, 60);
      store.maintenance().backup(backup);
    }
    assertEquals(List.of(), textFiles(backup));
    requireSound(backup);
    StoreConfig reading = StoreConfig.builder().readOnly(true).build();
    try (EntityStore store = EntityStore.open(backup, reading)) {
      requireAll(store, 60);
    }
    try (EntityStore store = EntityStore.open(backup)) {
      requireAll(store, 60);
    }
    requireSound(backup);
  }

  @Test
  void shouldRefuseTextsAndLoseNoneWhenSegmentsCannotBeWritten() {
    Path path = folder.resolve("store");
    FaultyFiles files = failingTexts();
    int written = 0;
    try (EntityStore store = SeamStores.open(files, path, config().build(), LITTLE)) {
      try {
        while (written < 10_000) {
          write(store, written, written + 1);
          written++;
        }
      } catch (StorageFullException e) {
        assertTrue(e.getMessage().contains("text"), e.getMessage());
      }
      assertTrue(written < 10_000, "memory is bounded");
      assertFalse(store.contains(id(written)));
      requireAll(store, written);
      // What needs no room goes on.
      store.addTag(id(0), "still:written");
      files.heal();
      boolean refused = true;
      while (refused) {
        try {
          write(store, written, written + 1);
          refused = false;
        } catch (StorageFullException e) {
          Thread.onSpinWait();
        }
      }
      write(store, written + 1, written + 50);
      requireAll(store, written + 50);
    }
    try (EntityStore store = EntityStore.open(path)) {
      assertEquals(0, store.recovery().textCommits());
      requireAll(store, written + 50);
    }
    requireSound(path);
  }

  @Test
  void shouldStayFewSegmentsWhenManyAreWritten() throws InterruptedException {
    Path path = folder.resolve("store");
    try (EntityStore store = open(path, config())) {
      for (int i = 0; i < 100; i++) {
        write(store, i, i + 1);
        store.parts().texts().flush();
      }
      while (store.statistics().textSegments() >= 16) {
        Thread.sleep(1);
      }
      requireAll(store, 100);
      store.maintenance().compact();
      assertEquals(1, store.statistics().textSegments());
      requireAll(store, 100);
    }
    requireSound(path);
  }

  @Test
  void shouldGoOnByItselfWhenSegmentsThatWereAskedForCouldNotBeWritten() {
    Path path = folder.resolve("store");
    FaultyFiles files = failingTexts();
    int written = 0;
    try (EntityStore store = SeamStores.open(files, path, config().build(), 8 * LITTLE)) {
      // What it tries by itself from the start on is not what is to be tried again.
      awaitIdleBackground();
      for (int i = 0; i < 2; i++) {
        write(store, written, written + 1);
        written++;
        assertThrows(StorageFullException.class, () -> store.maintenance().checkpoint());
      }
      files.heal();
      while (written < 4_000) {
        try {
          write(store, written, written + 1);
          written++;
        } catch (StorageFullException e) {
          Thread.onSpinWait();
        }
      }
      requireAll(store, written);
    }
    requireSound(path);
  }

  @Test
  void shouldStopAMergeAndLeaveNothingOfItWhenTheStoreIsBeingClosed() throws Exception {
    Path path = folder.resolve("store");
    AtomicReference<Thread> merging = new AtomicReference<>();
    AtomicInteger operations = new AtomicInteger();
    CountDownLatch amid = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    FileOps files =
        HookedFiles.before(
            () -> {
              // A file is made, its first page is written, and this is the next one.
              if (Thread.currentThread() == merging.get() && operations.incrementAndGet() == 3) {
                amid.countDown();
                awaitUninterrupted(goOn);
              }
            });
    EntityStore store = SeamStores.open(files, path, config().build());
    for (int half = 0; half < 2; half++) {
      for (int from = 10_000 * half; from < 10_000 * (half + 1); from += 2_000) {
        writeMany(store, from, from + 2_000);
      }
      store.parts().texts().flush();
    }
    FutureTask<Void> merge =
        new FutureTask<>(
            () -> {
              store.parts().texts().compact();
              return null;
            });
    merging.set(Thread.ofPlatform().unstarted(merge));
    merging.get().start();
    amid.await();
    Thread closing = Thread.ofPlatform().start(store::close);
    while (closing.getState() != Thread.State.BLOCKED
        && closing.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    goOn.countDown();
    ExecutionException e = assertThrows(ExecutionException.class, merge::get);
    assertEquals(StoreClosedException.class, e.getCause().getClass());
    // It would have been some twenty pages.
    assertTrue(operations.get() < 8, () -> "operations=" + operations);
    closing.join();
    assertEquals(2, textFiles(path).size());
    try (EntityStore again = EntityStore.open(path)) {
      assertEquals(0, again.recovery().textCommits());
      assertEquals(20_000, found(again, "shared").size());
    }
    requireSound(path);
  }

  private static void writeMany(EntityStore store, int from, int to) {
    store.write(
        transaction -> {
          for (int i = from; i < to; i++) {
            String words =
                "shared " + i * 7919L + "one " + i * 7907L + "two " + i * 7901L + "three";
            transaction.create(EntityDraft.of(id(i)).text("note", words));
          }
        });
  }

  @Test
  void shouldWriteNoSegmentForOthersWhenTheStoreIsBeingClosed() throws IOException {
    Path path = folder.resolve("store");
    EntityStore store = open(path, config());
    write(store, 0, 10);
    store.parts().texts().stop();
    assertThrows(StoreClosedException.class, () -> store.parts().texts().flush());
    assertThrows(StoreClosedException.class, () -> store.parts().texts().compact());
    assertEquals(List.of(), textFiles(path));
    store.close();
    assertThrows(StoreClosedException.class, () -> store.parts().texts().read());
    try (EntityStore again = EntityStore.open(path)) {
      assertEquals(0, again.recovery().textCommits());
      requireAll(again, 10);
    }
  }

  @Test
  void shouldNotLeaveOutWhatAPowerCutBringsBackWhenAnIndexIsMade() throws InterruptedException {
    Path path = withoutIndex(600);
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch purged = new CountDownLatch(1);
    FileOps files = holdingTexts(writing, purged);
    StoreConfig config = config().asyncSyncInterval(Duration.ofMinutes(1)).build();
    try (EntityStore store = SeamStores.open(files, path, config, LITTLE)) {
      writing.await();
      // Later in the log than the segment that is just being written.
      long lsn = store.purge(id(550));
      assertTrue(store.parts().commits().durableLsn() < lsn);
      purged.countDown();
      Catalog catalog = store.parts().catalog();
      while (TextState.of(catalog.current().text()).index().isEmpty()) {
        Thread.onSpinWait();
      }
      assertTrue(store.parts().commits().durableLsn() >= lsn);
    }
  }

  @Test
  void shouldHoldNothingOfAPurgedEntityWhenCompactedWhileAnIndexIsMade() throws Exception {
    Path path = withoutIndex(600);
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch purged = new CountDownLatch(1);
    FileOps files = holdingTexts(writing, purged);
    try (EntityStore store = SeamStores.open(files, path, config().build(), LITTLE)) {
      writing.await();
      // It is in the segment that is just being written.
      store.purge(id(0));
      purged.countDown();
      store.maintenance().compact();
      assertTrue(store.maintenance().awaitTextIndex(Duration.ZERO));
      try (TextReading reading = store.parts().textSource().read()) {
        for (TextPart part : reading.view().parts()) {
          for (int i = part.firstDocument(); i < part.endDocument(); i++) {
            assertFalse(part.ordinal(i) == 0, "document " + i);
          }
        }
      }
      assertEquals(599, store.statistics().textDocuments());
    }
    requireSound(path);
  }

  @Test
  void shouldForgetPurgedTextsInTheBackgroundWhenTheLogIsMerged() throws Exception {
    Path path = folder.resolve("store");
    try (EntityStore store = open(path, config())) {
      write(store, 0, 20);
      store.create(EntityDraft.of(id(20)).text("note", "zzz-secret"));
      store.maintenance().checkpoint();
      assertTrue(isInTexts(path, "zzz-secret"));
      store.purge(id(20));
      store.maintenance().checkpoint();
      store.sync();
      // As the compaction does whenever it merges.
      store.parts().texts().dropPurged();
      while (isInTexts(path, "zzz-secret")) {
        Thread.sleep(1);
      }
      requireAll(store, 20);
    }
    requireSound(path);
  }

  private static boolean isInTexts(Path store, String word) throws IOException {
    boolean found = false;
    for (Path file : textFiles(store)) {
      try {
        found |= Files.readString(file, StandardCharsets.ISO_8859_1).contains(word);
      } catch (NoSuchFileException e) {
        // It has just been replaced.
        found = true;
      }
    }
    return found;
  }

  private static void awaitIdleBackground() {
    while (Thread.getAllStackTraces().keySet().stream()
        .noneMatch(
            thread ->
                thread.getName().equals("stela-text")
                    && thread.getState() == Thread.State.WAITING)) {
      Thread.onSpinWait();
    }
  }

  /** Makes a store that indexes no texts. */
  private Path withoutIndex(int documents) {
    Path path = folder.resolve("store");
    try (EntityStore store = EntityStore.open(path)) {
      write(store, 0, documents);
    }
    return path;
  }

  /** Lets the thread of the text index do nothing with files before it is told to go on. */
  private static FileOps holdingTexts(CountDownLatch waiting, CountDownLatch goOn) {
    return HookedFiles.before(
        () -> {
          if (Thread.currentThread().getName().equals("stela-text")) {
            waiting.countDown();
            awaitUninterrupted(goOn);
          }
        });
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static FaultyFiles failingTexts() {
    FaultyFiles files = new FaultyFiles(new SystemFiles());
    files.fail(
        Operation.WRITE,
        1,
        fault -> fault.on(file -> file.toString().contains(".text")).asFullDisk().forGood());
    return files;
  }

  private static StoreConfig.Builder config() {
    return StoreConfig.builder()
        .durability(Durability.ASYNC)
        .segmentBytes(1 << 20)
        .textIndexing(ALL);
  }

  private static EntityStore open(Path path, StoreConfig.Builder config) {
    return EntityStore.open(path, config.build());
  }

  private static EntityId id(int number) {
    return EntityId.of(7, number + 1);
  }

  private static void write(EntityStore store, int from, int to) {
    for (int i = from; i < to; i++) {
      store.create(
          EntityDraft.of(id(i)).text("title", "title title" + i).text("note", "shared word" + i));
    }
  }

  private static void requireAll(EntityStore store, int count) {
    assertEquals(count, found(store, "shared").size());
    assertEquals(count, found(store, "title").size());
    for (int i = 0; i < count; i++) {
      assertEquals(Set.of(id(i)), found(store, "word" + i));
    }
  }

  private static Set<EntityId> found(EntityStore store, String word) {
    return found(store, word, store.lsn());
  }

  /** Who says a word in any field, as of an LSN. */
  private static Set<EntityId> found(EntityStore store, String word, long lsn) {
    byte[] term = word.getBytes(StandardCharsets.UTF_8);
    Set<EntityId> ids = new HashSet<>();
    try (TextReading reading = store.parts().textSource().read()) {
      for (TextPart part : reading.view().parts()) {
        for (int number : part.fields()) {
          FieldPart field = part.field(number);
          TermPostings list = field.find(term, term.length);
          if (list != null) {
            collect(store, part, list.cursor(false), lsn, ids);
          }
        }
      }
    }
    return ids;
  }

  private static void collect(
      EntityStore store, TextPart part, PostingCursor cursor, long lsn, Set<EntityId> ids) {
    while (cursor.next() != PostingCursor.END) {
      int document = cursor.document();
      boolean stands = part.from(document) <= lsn && lsn < part.to(document);
      EntityId id = stands ? SeamStores.id(store, part.ordinal(document)) : null;
      if (id != null) {
        assertTrue(ids.add(id), () -> "twice: " + id);
      }
    }
  }

  private static List<Path> textFiles(Path store) throws IOException {
    Path texts = store.resolve("texts");
    if (!Files.exists(texts)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(texts)) {
      return new ArrayList<>(all.sorted().toList());
    }
  }

  private static void requireSound(Path path) {
    assertEquals(List.of(), StoreVerifier.verify(path).damages());
  }
}
