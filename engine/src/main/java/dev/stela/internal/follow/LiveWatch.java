package dev.stela.internal.follow;

import dev.stela.StelaException;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.header.LiveHeader;
import dev.stela.internal.header.LiveSnapshot;
import dev.stela.internal.storage.FileOps;
import java.nio.file.Path;

/**
 * Looks at the live header of another process, which may be missing, in the making, or stuck in the
 * middle of a publication whose writer has died. One thread at a time; any thread closes.
 */
final class LiveWatch implements AutoCloseable {
  /** The version while there is no live header: nobody has written without making one first. */
  static final long MISSING = -1;

  private final FileOps files;
  private final Path path;
  private final StoreId id;
  private final LiveSnapshot snapshot = new LiveSnapshot();
  private volatile LiveHeader header;
  private long version = MISSING;

  LiveWatch(FileOps files, Path path, StoreId id) {
    this.files = files;
    this.path = path;
    this.id = id;
  }

  /** Reads the header; false if it cannot be read whole now. */
  boolean look() {
    if (!open()) {
      version = MISSING;
      return false;
    }
    if (header.readSoon(snapshot)) {
      version = snapshot.version();
      // Zero says that a new writer has made the header anew and has not published yet.
      return snapshot.segmentNumber() > 0;
    }
    version = header.version();
    return false;
  }

  /** Returns the version of the last look. */
  long version() {
    return version;
  }

  /** Returns the visible LSN of the last look that could read the header. */
  long visibleLsn() {
    return snapshot.visibleLsn();
  }

  /** Returns the present version, read after whatever was read before. */
  long currentVersion() {
    return open() ? header.version() : MISSING;
  }

  private boolean open() {
    if (header != null) {
      return true;
    }
    if (!files.exists(path.resolve(LiveHeader.FILE_NAME))) {
      return false;
    }
    try {
      header = LiveHeader.open(files, path, id);
      return true;
    } catch (StelaException inTheMaking) {
      // Its writer has not written it yet, or it is nobody's: the log itself is asked then.
      return false;
    }
  }

  @Override
  public void close() {
    LiveHeader opened = header;
    if (opened != null) {
      opened.close();
    }
  }
}
