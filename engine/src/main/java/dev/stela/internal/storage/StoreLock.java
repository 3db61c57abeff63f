package dev.stela.internal.storage;

import dev.stela.StorageException;
import dev.stela.StoreInUseException;
import dev.stela.internal.storage.FileOps.OpenMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * The lock of a store: one writer or any number of read-only users, over all processes. Any thread
 * may take and close it.
 *
 * <p>The operating system gives locks to processes, and takes them away when the process closes
 * <i>any</i> descriptor of the file. So the openings of this process are known in {@link #OPEN},
 * and that is asked before the lock file is touched.
 */
public final class StoreLock implements AutoCloseable {
  /** Name of the lock file. */
  public static final String FILE_NAME = "store.lock";

  private static final int RECORD_BYTES = 128;

  /** How often, and how long each time, a writer waits for those who only ask for him. */
  private static final int ATTEMPTS = 20;

  private static final long PAUSE_NANOS = 1_000_000;
  private static final Map<Path, Holder> OPEN = new HashMap<>();

  private final Path key;
  private final Holder holder;
  private final AtomicBoolean closed = new AtomicBoolean();

  private StoreLock(Path key, Holder holder) {
    this.key = key;
    this.holder = holder;
  }

  /** The one open lock file of a store in this process; guarded by {@link #OPEN}. */
  private static final class Holder {
    final StoreFile file;
    final boolean shared;
    int users = 1;

    Holder(StoreFile file, boolean shared) {
      this.file = file;
      this.shared = shared;
    }
  }

  /**
   * Takes the lock for writing.
   *
   * @throws StoreInUseException if anyone has it, naming who
   */
  public static StoreLock exclusive(FileOps files, Path directory) {
    return take(files, directory, false);
  }

  /**
   * Takes the lock for reading.
   *
   * @throws StoreInUseException if a writer has it, naming who
   */
  public static StoreLock shared(FileOps files, Path directory) {
    return take(files, directory, true);
  }

  /**
   * Tells whether nobody has the store open for writing. Asking takes the lock for reading for a
   * moment, if it can be had; a writer who comes in that moment waits for it.
   */
  public static boolean isFreeOfWriters(FileOps files, Path directory) {
    var key = realPath(directory);
    synchronized (OPEN) {
      var holder = OPEN.get(key);
      if (holder != null) {
        return holder.shared;
      }
      var path = directory.resolve(FILE_NAME);
      if (!files.exists(path)) {
        return true;
      }
      try (var file = files.open(path, OpenMode.READ)) {
        return file.tryLock(true);
      }
    }
  }

  /** Gives the lock up; closing again does nothing. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    synchronized (OPEN) {
      if (--holder.users > 0) {
        return;
      }
      try (var file = holder.file) {
        if (!holder.shared) {
          file.write(ByteBuffer.allocate(RECORD_BYTES), 0);
        }
      } finally {
        OPEN.remove(key);
      }
    }
  }

  private static StoreLock take(FileOps files, Path directory, boolean shared) {
    var key = realPath(directory);
    synchronized (OPEN) {
      var holder = OPEN.get(key);
      if (holder != null && !(shared && holder.shared)) {
        throw inUse(directory, holder.shared, ownRecord() + " (this process)");
      }
      if (holder != null) {
        holder.users++;
      } else {
        holder = new Holder(lockedFileSoon(files, directory, shared), shared);
        OPEN.put(key, holder);
      }
      return new StoreLock(key, holder);
    }
  }

  private static StoreFile writableFile(FileOps files, Path path) {
    if (!files.exists(path)) {
      try {
        return files.open(path, OpenMode.CREATE_NEW);
      } catch (StorageException e) {
        if (!files.exists(path)) {
          throw e;
        }
        // Another process made it in between; its lock will tell.
      }
    }
    return files.open(path, OpenMode.READ_WRITE);
  }

  /** Locks, also if at first somebody just asks whether there is a writer. */
  private static StoreFile lockedFileSoon(FileOps files, Path directory, boolean shared) {
    for (int attempt = 1; ; attempt++) {
      try {
        return lockedFile(files, directory, shared);
      } catch (StoreInUseException e) {
        if (shared || e.pid() != 0 || attempt == ATTEMPTS) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private static StoreFile lockedFile(FileOps files, Path directory, boolean shared) {
    var path = directory.resolve(FILE_NAME);
    var file = shared ? files.open(path, OpenMode.READ) : writableFile(files, path);
    try {
      if (!file.tryLock(shared)) {
        // Whoever leaves room for a shared lock is reading; only a writer signs the file.
        boolean readers = !shared && file.tryLock(true);
        throw inUse(directory, readers, readers ? "pid=unknown" : recordOf(file));
      }
      if (!shared) {
        var record = ownRecord();
        record += " ".repeat(RECORD_BYTES - 1 - record.length()) + "\n";
        file.write(ByteBuffer.wrap(record.getBytes(StandardCharsets.US_ASCII)), 0);
      }
      return file;
    } catch (RuntimeException | Error e) {
      try {
        file.close();
      } catch (RuntimeException f) {
        e.addSuppressed(f);
      }
      throw e;
    }
  }

  private static String ownRecord() {
    var process = ProcessHandle.current();
    var started = process.info().startInstant();
    return "pid="
        + process.pid()
        + " started="
        + (started.isPresent() ? started.get().toString() : "unknown");
  }

  private static String recordOf(StoreFile file) {
    var bytes = ByteBuffer.allocate((int) Math.min(RECORD_BYTES, file.size()));
    file.read(bytes, 0);
    var text = new String(bytes.array(), StandardCharsets.US_ASCII);
    // A writer that has just taken the lock may not have signed yet.
    return Pattern.compile("pid=(\\d+) started=(\\S+)\\s*").matcher(text).matches()
        ? text.strip()
        : "pid=unknown";
  }

  private static StoreInUseException inUse(Path directory, boolean readers, String record) {
    var pid = Pattern.compile("pid=(\\d+)").matcher(record);
    return new StoreInUseException(
        "store is open %s elsewhere, close it there first: directory=%s, %s"
            .formatted(
                readers ? "for reading" : "for writing",
                directory,
                record.replace(" started", ", started")),
        pid.find() ? Long.parseLong(pid.group(1)) : 0);
  }

  private static Path realPath(Path directory) {
    try {
      return directory.toRealPath();
    } catch (IOException e) {
      throw Faults.translate(e, "folder of the store could not be found", directory);
    }
  }
}
