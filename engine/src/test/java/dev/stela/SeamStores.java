package dev.stela;

import dev.stela.internal.storage.FileOps;
import dev.stela.internal.text.TextReading;
import java.nio.file.Path;

/** Opens stores over other file operations than the system's, for tests of other packages. */
public final class SeamStores {
  private SeamStores() {}

  /** Opens a store. */
  public static EntityStore open(FileOps files, Path path, StoreConfig config) {
    return EntityStore.open(files, path, config);
  }

  /** Opens a store that makes segments of few texts. */
  public static EntityStore open(
      FileOps files, Path path, StoreConfig config, long textBufferBytes) {
    return EntityStore.open(files, path, config, textBufferBytes);
  }

  /** Pins the text index of a store; null if it has none. */
  public static TextReading texts(EntityStore store) {
    try {
      return store.parts().textSource().read();
    } catch (TextNotIndexedException e) {
      return null;
    }
  }

  /** Returns the name of a text field. */
  public static String field(EntityStore store, int number) {
    return store.parts().dictionary().field(number);
  }

  /** Returns the entity of an ordinal; null if it was purged. */
  public static EntityId id(EntityStore store, int ordinal) {
    return store.searcher().id(ordinal, store.lsn());
  }
}
