package dev.stela;

import dev.stela.internal.log.LogSegment;
import dev.stela.internal.recovery.OpenStore;
import dev.stela.internal.recovery.Opener;
import dev.stela.internal.storage.SystemFiles;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Shows tests of other packages the segments of a store. */
public final class SeamOpener {
  private SeamOpener() {}

  /** Opens a store, shows each segment in the order of the log, and closes it. */
  public static void segments(Path path, StoreConfig config, Consumer<LogSegment> visitor) {
    OpenStore store = Opener.open(new SystemFiles(), path, config);
    try {
      for (LogSegment segment : store.segments().all()) {
        visitor.accept(segment);
      }
    } finally {
      store.close();
    }
  }
}
