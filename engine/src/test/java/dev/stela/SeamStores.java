package dev.stela;

import dev.stela.internal.storage.FileOps;
import java.nio.file.Path;

/** Opens stores over other file operations than the system's, for tests of other packages. */
public final class SeamStores {
  private SeamStores() {}

  /** Opens a store. */
  public static EntityStore open(FileOps files, Path path, StoreConfig config) {
    return EntityStore.open(files, path, config);
  }
}
