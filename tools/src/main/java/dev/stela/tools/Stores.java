package dev.stela.tools;

import dev.stela.EntityStore;
import dev.stela.StoreConfig;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens stores for commands. */
public final class Stores {
  /** Every store has one, from its first moment on. */
  private static final String SUPERBLOCK = "superblock";

  private Stores() {}

  /** Opens a store that must exist, for reading. */
  static EntityStore openReadOnly(Path store) {
    requireStore(store);
    return EntityStore.open(
        store, StoreConfig.builder().readOnly(true).createIfMissing(false).build());
  }

  /**
   * Opens a store that must exist, for writing. It does only what it is told: nothing is compacted
   * in the background meanwhile.
   */
  static EntityStore openForWork(Path store) {
    requireStore(store);
    return EntityStore.open(
        store, StoreConfig.builder().createIfMissing(false).compaction(false).build());
  }

  /**
   * Tells whether a folder is a store.
   *
   * @param store the folder
   * @return false also if there is no such folder
   */
  public static boolean isStore(Path store) {
    return Files.exists(store.resolve(SUPERBLOCK));
  }

  /**
   * Refuses what is not a store, before anything tries to open it.
   *
   * @param store its folder
   */
  public static void requireStore(Path store) {
    if (!Files.isDirectory(store)) {
      throw new RefusedException("no such store, there is no such folder: store=" + store);
    }
    if (!isStore(store)) {
      throw new RefusedException("not a store, the folder has no superblock: store=" + store);
    }
  }
}
