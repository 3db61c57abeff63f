package dev.stela.tools.demo;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.StelaException;
import dev.stela.StoreConfig;
import dev.stela.StoreInUseException;
import dev.stela.tools.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The place of the demo's store. A demo store of an earlier run is replaced, nothing else ever. */
final class DemoFolder {
  /** The entity by which a demo store is told from one that somebody needs. */
  static final EntityId MARK = EntityId.named("stela-demo");

  private static final String SUPERBLOCK = "superblock";

  private final Path store;
  private final boolean ours;

  private DemoFolder(Path store, boolean ours) {
    this.store = store;
    this.ours = ours;
  }

  /** The given folder, or one in the system's folder for temporary files. */
  static DemoFolder of(Path given) {
    if (given != null) {
      return new DemoFolder(given.toAbsolutePath().normalize(), false);
    }
    String name = "stela-demo-" + System.getProperty("user.name");
    return new DemoFolder(Path.of(System.getProperty("java.io.tmpdir"), name), true);
  }

  Path store() {
    return store;
  }

  /** Returns a folder beside the store for what is thrown away at once. */
  Path scratch() {
    return store.resolveSibling("." + store.getFileName() + ".stela-demo-scratch");
  }

  /** Makes room, or refuses to. */
  void clear() throws IOException {
    delete(scratch());
    if (isEmpty()) {
      return;
    }
    if (!isDemoStore()) {
      throw new RefusedException(
          "the folder is not empty and holds no store of an earlier demo,"
              + " choose another or delete it: store="
              + store);
    }
    // Out of the way in one step: interrupted, this leaves no half of a store.
    Files.move(store, scratch());
    delete(scratch());
  }

  /** Returns the entity that marks a store as the demo's. */
  static EntityDraft mark() {
    return EntityDraft.of(MARK)
        .tag("demo:mark")
        .text("about", "This store was made by stela demo; its next run replaces it.");
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> inside;
    try (Stream<Path> files = Files.walk(folder)) {
      inside = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : inside) {
      Files.delete(file);
    }
  }

  private boolean isEmpty() throws IOException {
    if (!Files.exists(store)) {
      return true;
    }
    try (Stream<Path> inside = Files.list(store)) {
      return inside.findAny().isEmpty();
    }
  }

  private boolean isDemoStore() {
    if (!Files.exists(store.resolve(SUPERBLOCK))) {
      return ours;
    }
    StoreConfig config = StoreConfig.builder().readOnly(true).createIfMissing(false).build();
    try (EntityStore earlier = EntityStore.open(store, config)) {
      // A demo that was interrupted at once has made no mark yet.
      return earlier.lsn() == 0 || earlier.contains(MARK);
    } catch (StoreInUseException inUse) {
      throw inUse;
    } catch (StelaException unreadable) {
      // Under its own name it is ours whatever became of it; elsewhere it may be anybody's.
      return ours;
    }
  }
}
