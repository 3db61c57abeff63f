package dev.stela.internal.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.stela.StelaException;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.header.Superblock;
import dev.stela.internal.storage.FaultyFiles;
import dev.stela.internal.storage.FaultyFiles.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
  private static final StoreId STORE = new StoreId(1, 2);
  private static final SealedSegment FIRST = new SealedSegment(1, 5000, 1, 40, 100, 200, 800);
  private static final SealedSegment SECOND = new SealedSegment(2, 6000, 41, 90, 201, 300, 900);
  private static final SealedSegment MERGED = new SealedSegment(1 << 30, 7000, 1, 90, 100, 300, 70);

  @TempDir Path folder;
  private final FaultyFiles files = new FaultyFiles();

  @Test
  void shouldReadWhatWasPublishedWhenItIsOpenedAnew() throws IOException {
    try (Superblock superblock = create()) {
      Catalog catalog = new Catalog(files, folder, superblock, Manifest.EMPTY);
      catalog.publish(manifest -> manifest.withSealed(FIRST));
      catalog.publish(manifest -> manifest.withSealed(SECOND));
      catalog.publish(manifest -> manifest.withSegments(List.of(MERGED), List.of(FIRST, SECOND)));
    }

    Manifest found = reopen();
    assertEquals(90, found.lsn());
    assertEquals(300, found.timestamp());
    assertEquals(3, found.nextLog());
    assertEquals(List.of(MERGED), found.segments());
    assertEquals(List.of(FIRST, SECOND), found.retiring());
    assertEquals(1, manifests(), "manifests of the past are deleted");
  }

  @Test
  void shouldKeepWhatWasInForceAndPublishLaterWhenTheManifestCannotBeWritten() {
    for (Operation operation :
        List.of(
            Operation.OPEN,
            Operation.WRITE,
            Operation.SYNC,
            Operation.RENAME,
            Operation.SYNC_DIRECTORY)) {
      try (Superblock superblock = create()) {
        Catalog catalog = new Catalog(files, folder, superblock, Manifest.EMPTY);
        catalog.publish(manifest -> manifest.withSealed(FIRST));
        files.fail(operation, 1, fault -> fault.on(file -> !file.endsWith("superblock")));
        assertThrows(
            StelaException.class, () -> catalog.publish(manifest -> manifest.withSealed(SECOND)));
        assertEquals(List.of(FIRST), catalog.current().segments());
        assertEquals(List.of(FIRST), reopen().segments(), operation::toString);
        files.heal();
        catalog.publish(manifest -> manifest.withSealed(SECOND));
        assertEquals(List.of(FIRST, SECOND), reopen().segments());
      }
      deleteAll();
    }
  }

  @Test
  void shouldRefuseEverythingWhenTheSuperblockCouldNotBeWritten() {
    try (Superblock superblock = create()) {
      Catalog catalog = new Catalog(files, folder, superblock, Manifest.EMPTY);
      catalog.publish(manifest -> manifest.withSealed(FIRST));
      files.fail(Operation.SYNC, 1, fault -> fault.on(file -> file.endsWith("superblock")));
      assertThrows(
          StelaException.class, () -> catalog.publish(manifest -> manifest.withSealed(SECOND)));
      assertThrows(
          StelaException.class, () -> catalog.publish(manifest -> manifest.withSealed(SECOND)));
      // Either may be what the device holds.
      assertEquals(FIRST, reopen().segments().getFirst());
    }
  }

  @Test
  void shouldStillKnowWhatWasDurableWhenACheckpointIsOlder() {
    try (Superblock superblock = create()) {
      superblock.write(superblock.content().withCheckpoint(1000, 5000, 0));
      Catalog catalog = new Catalog(files, folder, superblock, Manifest.EMPTY);
      catalog.publish(manifest -> manifest.withSealed(FIRST));
      assertEquals(1000, superblock.content().checkpointLsn());
      assertEquals(5000, superblock.content().checkpointTimestamp());
    }
  }

  private Superblock create() {
    return Superblock.create(
        files, folder, STORE, new Superblock.Content(Superblock.State.IN_USE, 0, 0, 0, 1 << 20));
  }

  private Manifest reopen() {
    FaultyFiles sound = new FaultyFiles();
    try (Superblock superblock = Superblock.open(sound, folder, false)) {
      long generation = superblock.content().manifestGeneration();
      return Manifest.read(sound, folder, STORE, generation);
    }
  }

  private long manifests() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> Manifest.isManifest(file.getFileName().toString())).count();
    }
  }

  private void deleteAll() {
    files.list(folder).forEach(files::delete);
  }
}
