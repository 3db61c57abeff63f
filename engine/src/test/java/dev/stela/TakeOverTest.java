package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.internal.format.StoreId;
import dev.stela.internal.header.AppliedState;
import dev.stela.internal.header.LiveHeader;
import dev.stela.internal.header.Superblock;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.ForwardingFiles;
import dev.stela.model.Folders;
import dev.stela.takeover.MixedImage;
import dev.stela.takeover.SameFiles;
import dev.stela.takeover.StoreImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a process leaves that dies in the middle of a frame, word by word, and who may take it over.
 *
 * <p>{@code -Dstela.takeover.seed=…} repeats one run, {@code -Dstela.takeover.images=…} sets how
 * many mixtures are made of each frame.
 */
class TakeOverTest {
  private static final int IMAGES = Integer.getInteger("stela.takeover.images", 4);
  private static final int FRAMES = 8;
  private static final int FIRST_ENTITIES = 6_500;
  private static final String BOOT = "a boot";

  @TempDir Path folder;
  private final List<EntityId> ids = new ArrayList<>();
  private int images;

  @Test
  void shouldHoldTheLastFrameOnceWhenAProcessDiedAnywhereInApplyingIt() throws IOException {
    long seed = Long.getLong("stela.takeover.seed", ThreadLocalRandom.current().nextLong());
    try {
      Random random = new Random(seed);
      try (EntityStore store = open(folder.resolve("store"), new SameFiles(BOOT), Opening.AUTO)) {
        fill(store, random);
        for (int i = 0; i < FRAMES; i++) {
          StoreImage before = StoreImage.of(store.path());
          // Now few changes, now many: those of many entities split buckets.
          int changes = 1 + random.nextInt(i % 2 == 0 ? 5 : 600);
          store.write(changing -> change(changing, random, changes));
          StoreImage after = StoreImage.of(store.path());
          for (int j = 0; j < IMAGES; j++) {
            check(new MixedImage(random, before, after).make(), store);
          }
        }
      }
    } catch (Throwable e) {
      throw new AssertionError(
          "images=%d, repeat it with: mvn -pl engine test -Dtest=TakeOverTest -Dstela.takeover.seed=%d"
              .formatted(images, seed),
          e);
    }
  }

  @Test
  void shouldAnswerAllWhenAProcessDiedAnywhereInRepointing() throws IOException {
    long seed = Long.getLong("stela.takeover.seed", ThreadLocalRandom.current().nextLong());
    Random random = new Random(seed);
    List<StoreImage> moments = new ArrayList<>();
    try (EntityStore store = open(folder.resolve("store"), swapped(moments), Opening.AUTO)) {
      fill(store, random);
      store.maintenance().checkpoint();
      // Some are led to by the one segment, some by the other, and some by the log's end.
      store.write(changing -> change(changing, random, 3_000));
      store.maintenance().checkpoint();
      store.write(changing -> change(changing, random, 1_000));
      moments.add(StoreImage.of(store.path()));
      store.maintenance().compact();
      StoreImage after = moments.get(1);
      for (int i = 0; i < IMAGES; i++) {
        StoreImage mixed = MixedImage.repointed(random, moments.getFirst(), after);
        check(mixed, store, i % 2 == 0);
      }
    } catch (Throwable e) {
      throw new AssertionError(
          "repeat it with: mvn -pl engine test -Dtest=TakeOverTest -Dstela.takeover.seed=" + seed,
          e);
    }
  }

  /** Takes an image when the first of what was replaced is to be deleted. */
  private FileOps swapped(List<StoreImage> moments) {
    return new ForwardingFiles(new SameFiles(BOOT)) {
      @Override
      public void delete(Path path) {
        if (moments.size() == 1 && path.toString().endsWith(".log")) {
          try {
            moments.add(StoreImage.of(folder.resolve("store")));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
        super.delete(path);
      }
    };
  }

  @Test
  void shouldBeRebuiltWhenTheMachineWasStartedAnew() throws IOException {
    requireNotTakenOver(new SameFiles("another boot"), "started anew");
  }

  @Test
  void shouldBeRebuiltWhenNobodyCanTellWhetherTheMachineWasStartedAnew() throws IOException {
    requireNotTakenOver(new SameFiles(""), "started anew");
  }

  @Test
  void shouldLeaveNothingToBeTakenOverWhenClosed() throws IOException {
    SameFiles files = new SameFiles(BOOT);
    Path copy = folder.resolve("copy");
    StoreId id;
    try (EntityStore store = open(folder.resolve("store"), files, Opening.AUTO)) {
      store.create(EntityDraft.of(EntityId.named("one")));
      Folders.copy(store.path(), copy);
    }
    try (Superblock superblock = Superblock.open(files, copy, false)) {
      id = superblock.storeId();
    }
    try (LiveHeader inUse = LiveHeader.open(files, copy, id);
        LiveHeader closed = LiveHeader.open(files, folder.resolve("store"), id)) {
      AppliedState state = new AppliedState();
      assertTrue(inUse.applied().readNewest(state));
      assertEquals(1, state.lsn());
      assertFalse(closed.applied().readNewest(state));
    }
  }

  @Test
  void shouldBeRebuiltWhenTheFilesAreCopies() throws IOException {
    Path copy = folder.resolve("copy");
    try (EntityStore store = EntityStore.open(folder.resolve("store"), config(Opening.AUTO))) {
      store.create(EntityDraft.of(EntityId.named("one")));
      Folders.copy(store.path(), copy);
    }
    assertThrows(
        StorageException.class, () -> EntityStore.open(copy, config(Opening.TAKE_OVER)).close());
    try (EntityStore store = EntityStore.open(copy, config(Opening.AUTO))) {
      assertEquals(RecoveryReport.Kind.REBUILT, store.recovery().kind());
    }
  }

  @Test
  void shouldBeRebuiltWhenAPartIsMissingAfterAProcessDied() throws IOException {
    SameFiles files = new SameFiles(BOOT);
    for (String part : List.of("live", "directory-", "dictionary-", "entities-", "postings-")) {
      Path copy = copyOfOpenStore(files, "without-" + part);
      try (var all = Files.list(copy)) {
        Path gone =
            all.filter(path -> path.getFileName().toString().startsWith(part)).findFirst().get();
        Files.delete(gone);
      }
      try (EntityStore store = open(copy, files, Opening.AUTO)) {
        assertEquals(RecoveryReport.Kind.REBUILT, store.recovery().kind(), part);
        assertEquals(1, store.statistics().activeEntities());
      }
    }
  }

  @Test
  void shouldBeTakenOverAgainWhenTheProcessDiedThatHadTakenItOver() throws IOException {
    SameFiles files = new SameFiles(BOOT);
    Path path = copyOfOpenStore(files, "first");
    for (int i = 0; i < 3; i++) {
      Path next = folder.resolve("again" + i);
      try (EntityStore store = open(path, files, Opening.TAKE_OVER)) {
        assertEquals(RecoveryReport.Kind.TAKEN_OVER, store.recovery().kind());
        assertEquals(i + 1, store.statistics().activeEntities());
        store.create(EntityDraft.of(EntityId.named("next " + i)));
        Folders.copy(path, next);
      }
      path = next;
    }
  }

  @Test
  void shouldBeRebuiltWhenMoreFramesAreBehindTheLastAppliedOneThanCanBe() throws IOException {
    SameFiles files = new SameFiles(BOOT);
    Path copy = folder.resolve("copy");
    try (EntityStore store = open(folder.resolve("store"), files, Opening.AUTO)) {
      store.create(EntityDraft.of(EntityId.named("one")));
      Folders.copy(store.path(), copy);
      store.create(EntityDraft.of(EntityId.named("two")));
      store.create(EntityDraft.of(EntityId.named("three")));
      Path log = Path.of("log", "0000000001.log");
      Files.write(copy.resolve(log), Files.readAllBytes(store.path().resolve(log)));
    }
    assertThrows(CorruptionException.class, () -> open(copy, files, Opening.TAKE_OVER).close());
    try (EntityStore store = open(copy, files, Opening.AUTO)) {
      assertEquals(RecoveryReport.Kind.REBUILT, store.recovery().kind());
      assertEquals(3, store.statistics().activeEntities());
    }
  }

  @Test
  void shouldReadWhatIsThereWhenOpenedForReadingAfterAProcessDied() throws IOException {
    SameFiles files = new SameFiles(BOOT);
    Path copy = copyOfOpenStore(files, "copy");
    StoreImage before = StoreImage.of(copy);
    StoreConfig reading = StoreConfig.builder().readOnly(true).build();
    try (EntityStore store = EntityStore.open(files, copy, reading)) {
      assertEquals(RecoveryReport.Kind.REBUILT, store.recovery().kind());
      assertEquals(1, store.statistics().activeEntities());
    }
    assertTrue(before.isSame(StoreImage.of(copy)), "files were changed");
    try (EntityStore store = open(copy, files, Opening.AUTO)) {
      assertEquals(RecoveryReport.Kind.TAKEN_OVER, store.recovery().kind());
    }
  }

  private void requireNotTakenOver(SameFiles files, String reason) throws IOException {
    Path copy = copyOfOpenStore(new SameFiles(BOOT), "copy");
    var refused =
        assertThrows(StorageException.class, () -> open(copy, files, Opening.TAKE_OVER).close());
    assertTrue(refused.getMessage().contains(reason), refused::getMessage);
    try (EntityStore store = open(copy, files, Opening.AUTO)) {
      assertEquals(RecoveryReport.Kind.REBUILT, store.recovery().kind());
      assertEquals(1, store.statistics().activeEntities());
    }
  }

  private Path copyOfOpenStore(SameFiles files, String name) throws IOException {
    Path copy = folder.resolve(name);
    try (EntityStore store = open(folder.resolve("of-" + name), files, Opening.AUTO)) {
      store.create(EntityDraft.of(EntityId.named("one")).tag("type:a"));
      Folders.copy(store.path(), copy);
    }
    return copy;
  }

  /** Every entity is what it is, before and after all has been repointed. */
  private void check(StoreImage image, EntityStore original, boolean compacts) throws IOException {
    Path path = folder.resolve("image" + images++);
    image.writeTo(path);
    try (EntityStore store = open(path, new SameFiles(BOOT), Opening.TAKE_OVER)) {
      for (int i = 0; i < 2; i++) {
        for (EntityId id : ids) {
          assertEquals(told(original, id), told(store, id));
        }
        if (compacts) {
          store.maintenance().compact();
        }
      }
      for (EntityId id : ids.subList(0, 500)) {
        if (original.find(id).isPresent()) {
          assertEquals(original.history(id), store.history(id));
        }
      }
    }
    VerificationReport report = StoreVerifier.verify(path);
    assertTrue(report.isSound(), () -> report.damages().toString());
    try (EntityStore store = open(path, new SameFiles(BOOT), Opening.AUTO)) {
      assertEquals(RecoveryReport.Kind.CLEAN, store.recovery().kind());
      for (EntityId id : ids) {
        assertEquals(told(original, id), told(store, id));
      }
    }
    Folders.delete(path);
  }

  private static String told(EntityStore store, EntityId id) {
    return store.find(id).map(entity -> entity + " " + entity.tagTimes()).orElse("none");
  }

  private void check(StoreImage image, EntityStore original) throws IOException {
    Path path = folder.resolve("image" + images++);
    image.writeTo(path);
    try (EntityStore store = open(path, new SameFiles(BOOT), Opening.TAKE_OVER)) {
      assertEquals(RecoveryReport.Kind.TAKEN_OVER, store.recovery().kind());
      assertEquals(original.lsn(), store.lsn());
      StoreStatistics expected = original.statistics();
      assertEquals(expected.activeEntities(), store.statistics().activeEntities());
      assertEquals(expected.deletedEntities(), store.statistics().deletedEntities());
      assertEquals(expected.archivedEntities(), store.statistics().archivedEntities());
      assertEquals(expected.tags(), store.statistics().tags());
      // Whatever was left free is used.
      store.write(changing -> change(changing, new Random(images), 50));
    }
    VerificationReport report = StoreVerifier.verify(path);
    assertTrue(report.isSound(), () -> report.damages().toString());
    Folders.delete(path);
  }

  private void fill(EntityStore store, Random random) {
    for (int i = 0; i < FIRST_ENTITIES; i += 500) {
      store.write(
          changing -> {
            for (int j = 0; j < 500; j++) {
              create(changing, random);
            }
          });
    }
  }

  private void change(Transaction changing, Random random, int changes) {
    for (int i = 0; i < changes; i++) {
      EntityId id = ids.get(random.nextInt(ids.size()));
      Optional<Entity> found = changing.find(id);
      boolean active = found.map(entity -> entity.lifecycle() == Lifecycle.ACTIVE).orElse(false);
      switch (random.nextInt(8)) {
        case 0 -> {
          if (active) {
            changing.delete(id);
          } else if (found.isPresent()) {
            changing.restore(id);
          }
        }
        case 6 -> {
          if (active) {
            changing.archive(id);
          }
        }
        case 7 -> {
          if (found.isEmpty()) {
            changing.create(EntityDraft.of(id).tag(tag(random)));
          } else if (random.nextBoolean()) {
            changing.purge(id);
          }
        }
        case 1 -> {
          if (active) {
            changing.putText(id, "field" + random.nextInt(20), "text");
          }
        }
        case 2, 3 -> {
          if (active) {
            changing.addTag(id, tag(random));
          }
        }
        default -> create(changing, random);
      }
    }
  }

  private void create(Transaction changing, Random random) {
    EntityId id = EntityId.of(random.nextLong(), random.nextLong());
    changing.create(EntityDraft.of(id).tag("type:entity").tag(tag(random)));
    ids.add(id);
  }

  private static String tag(Random random) {
    return random.nextInt(4) == 0
        ? "new:" + random.nextInt(100_000)
        : "common:" + random.nextInt(8);
  }

  private static EntityStore open(Path path, FileOps files, Opening opening) {
    return EntityStore.open(files, path, config(opening));
  }

  private static StoreConfig config(Opening opening) {
    return StoreConfig.builder()
        .durability(Durability.ASYNC)
        .asyncSyncInterval(Duration.ofMinutes(1))
        .segmentBytes(4 << 20)
        .compaction(false)
        .opening(opening)
        .build();
  }
}
