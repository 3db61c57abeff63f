package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.internal.checkpoint.CleanImage;
import dev.stela.internal.checkpoint.DerivedFiles;
import dev.stela.internal.checkpoint.Manifest;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.header.Superblock;
import dev.stela.internal.index.entities.EntityTable;
import dev.stela.internal.index.postings.PostingLists;
import dev.stela.internal.storage.CheckedExtents;
import dev.stela.internal.storage.FileExtents;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.SystemFiles;
import dev.stela.model.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreVerifierTest {
  private static final List<String> INDEXES = List.of("entities-", "posting-heads-", "postings-");

  @TempDir private Path folder;
  private Path path;

  /** Written to in two sessions: the second one has gone on with the files of the first. */
  @BeforeEach
  void create() throws IOException {
    path = folder.resolve("store");
    for (int session = 0; session < 2; session++) {
      try (EntityStore store = EntityStore.open(path, config())) {
        for (int i = 0; i < 300; i++) {
          EntityId id = EntityId.of(session + 1, i + 1);
          store.create(EntityDraft.of(id).tag("type:user").tag("n:" + i).content(new byte[i]));
          store.setTag(id, "status:" + i % 3);
          store.setTag(id, "status:new");
          if (i % 4 == 0) {
            store.delete(id);
          }
          if (i % 8 == 0) {
            store.restore(id);
            store.removeTag(id, "type:user");
          }
        }
        if (session == 1) {
          Folders.copy(path, folder.resolve("abandoned"));
        }
      }
    }
  }

  @Test
  void shouldFindNothingWhenTheStoreIsSound() {
    for (Path sound : List.of(path, folder.resolve("abandoned"))) {
      VerificationReport report = StoreVerifier.verify(sound);
      assertEquals(List.of(), report.damages());
      assertEquals(600, report.entities());
    }
  }

  @Test
  void shouldNameExactlyTheIndexFileInWhichAByteIsAnother() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (String name : INDEXES) {
      Path file = file(name);
      byte[] bytes = Files.readAllBytes(file);
      for (int i = 0; i < 12; i++) {
        int at = i < 6 ? random.nextInt(128) : random.nextInt(bytes.length);
        byte[] damaged = bytes.clone();
        damaged[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, damaged);
        VerificationReport report = StoreVerifier.verify(path);
        String context = "seed=" + seed + " file=" + file + " at=" + at;
        assertFalse(report.damages().isEmpty(), context);
        for (CorruptionException damage : report.damages()) {
          boolean magic = at < 8;
          assertTrue(magic || damage.file().equals(file), () -> context + ": " + damage);
          assertTrue(damage.getMessage().contains(file.toString()), () -> context + ": " + damage);
        }
      }
      Files.write(file, bytes);
    }
    assertEquals(List.of(), StoreVerifier.verify(path).damages());
  }

  /** Wrong, but with checksums that match: as if the engine had written what the log never said. */
  @Test
  void shouldNameTheFileWhenSealedContentIsNotWhatTheLogSays() throws IOException {
    reseal(entities -> entities.update(7, 1), lists -> {});
    requireOnly(file("entities-"));
    reseal(entities -> entities.update(7, 4), lists -> lists.append(1, 7, true, 1L << 40));
    VerificationReport report = StoreVerifier.verify(path);
    assertTrue(
        report.damages().stream().anyMatch(damage -> damage.file().equals(file("posting-heads-"))),
        () -> report.damages().toString());
  }

  private void requireOnly(Path file) {
    VerificationReport report = StoreVerifier.verify(path);
    assertFalse(report.damages().isEmpty());
    for (CorruptionException damage : report.damages()) {
      assertEquals(file, damage.file(), damage::toString);
    }
  }

  private interface Change<T> {
    void to(T structure);
  }

  /** Changes the files of the closed store, and the checksums in its manifest with them. */
  private void reseal(Change<EntityTable> entityChange, Change<PostingLists> listChange)
      throws IOException {
    FileOps files = new SystemFiles();
    StoreId id;
    long generation;
    try (Superblock superblock = Superblock.open(files, path, false)) {
      id = superblock.storeId();
      generation = superblock.content().manifestGeneration();
    }
    Manifest manifest = Manifest.read(files, path, id, generation);
    CleanImage image = manifest.clean().orElseThrow();
    long number = image.dictionary().generation();
    int[] entitySums;
    PostingLists.Summary postings;
    try (EntityTable entities =
            EntityTable.open(
                extents(files, DerivedFiles.entities(path, number)),
                id,
                number,
                image.entitySums(),
                image.counts().ordinals());
        PostingLists lists =
            PostingLists.open(
                extents(files, DerivedFiles.postingHeads(path, number)),
                extents(files, DerivedFiles.postings(path, number)),
                id,
                number,
                image.postings())) {
      entityChange.to(entities);
      listChange.to(lists);
      entitySums = entities.seal();
      postings = lists.seal();
    }
    Files.delete(Manifest.path(path, generation));
    CleanImage changed =
        new CleanImage(
            image.lsn(),
            image.timestamp(),
            image.counts(),
            image.segments(),
            image.dictionary(),
            entitySums,
            postings,
            image.buckets());
    manifest.withClean(Optional.of(changed)).write(files, path, id, generation);
  }

  private static FileExtents extents(FileOps files, Path path) {
    return FileExtents.open(files, path, CheckedExtents.EXTENT_BYTES, task -> {});
  }

  private Path file(String prefix) {
    try (var all = Files.list(path)) {
      return all.filter(file -> file.getFileName().toString().startsWith(prefix))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static StoreConfig config() {
    return StoreConfig.builder().durability(Durability.ASYNC).segmentBytes(1 << 20).build();
  }
}
