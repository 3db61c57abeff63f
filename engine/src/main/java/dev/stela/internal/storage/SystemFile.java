package dev.stela.internal.storage;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.stela.CorruptionException;
import dev.stela.ReadOnlyException;
import dev.stela.StoreClosedException;
import dev.stela.internal.storage.FileOps.OpenMode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * A file of the real file system that survives interrupts; for any thread.
 *
 * <p>A channel is closed when a thread is interrupted while using it. So there are two: callers use
 * <i>data</i>, only engine threads use <i>witness</i>, which therefore stays open. What an
 * interrupt cut off is done again over the witness. For a sync that is also the only right way: the
 * kernel reports a failed write-back once for each open file, so that the channel just closed may
 * have taken the report with it and a channel opened afterwards may never get it; the witness was
 * opened before and has its own.
 */
final class SystemFile implements StoreFile {
  /**
   * Files are written a page at a time. The kernel caches what is written at once in units of up to
   * that size, and a store through a mapping makes the whole unit dirty: after pieces of 1 MiB each
   * sync of a small commit would send 1 MiB to the device (ext4 since Linux 6.16, XFS).
   */
  private static final int PAGE_BYTES = 4096;

  private final Path path;
  private final Opener opener;
  private final boolean writable;
  private final FileChannel witness;
  private final Object identity;
  private volatile FileChannel data;
  private volatile boolean guarded;
  private volatile boolean replaced;
  private volatile boolean closed;

  /** Opens channels; tests put in channels that misbehave. */
  interface Opener {
    FileChannel open(Path path, Set<? extends OpenOption> options) throws IOException;
  }

  /** A piece of work on whichever channel is usable. */
  private interface Work<T> {
    T on(FileChannel channel) throws IOException;
  }

  private SystemFile(
      Path path, Opener opener, boolean writable, FileChannel data, FileChannel witness)
      throws IOException {
    this.path = path;
    this.opener = opener;
    this.writable = writable;
    this.data = data;
    this.witness = witness;
    this.identity = identityOf(path);
  }

  static SystemFile open(Path path, OpenMode mode, Opener opener) {
    boolean writable = mode != OpenMode.READ;
    FileChannel data = null;
    FileChannel witness = null;
    try {
      data =
          mode == OpenMode.CREATE_NEW
              ? opener.open(path, Set.of(CREATE_NEW, READ, WRITE))
              : opener.open(path, options(writable));
      witness = opener.open(path, options(writable));
      return new SystemFile(path, opener, writable, data, witness);
    } catch (IOException e) {
      closeAfter(e, data);
      closeAfter(e, witness);
      throw Faults.translate(e, "file could not be opened", path);
    }
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public long size() {
    return perform("size of the file could not be read", FileChannel::size);
  }

  @Override
  public void write(ByteBuffer src, long position) {
    requireWritable();
    perform(
        "write failed",
        channel -> {
          // A duplicate, so that the work can be done again from the start.
          var rest = src.duplicate();
          long at = position;
          int end = rest.limit();
          while (rest.position() < end) {
            rest.limit(Math.min(end, rest.position() + PAGE_BYTES));
            int count = channel.write(rest, at);
            if (count <= 0) {
              throw new IOException(
                  "nothing was written at " + at + " of " + (end - rest.position()) + " bytes");
            }
            at += count;
          }
          return null;
        });
    src.position(src.limit());
  }

  @Override
  public void read(ByteBuffer dst, long position) {
    perform(
        "read failed",
        channel -> {
          var rest = dst.duplicate();
          long end = position + rest.remaining();
          while (rest.hasRemaining()) {
            long at = end - rest.remaining();
            if (channel.read(rest, at) <= 0) {
              throw new CorruptionException("file ends too early", path, at, end, at);
            }
          }
          return null;
        });
    dst.position(dst.limit());
  }

  @Override
  public void sync() {
    Work<Void> force =
        channel -> {
          channel.force(false);
          return null;
        };
    perform("sync failed", replaced, force);
  }

  @Override
  public MemorySegment map(long offset, long length, boolean writable, Arena arena) {
    if (writable) {
      requireWritable();
    }
    var mode = writable ? MapMode.READ_WRITE : MapMode.READ_ONLY;
    // Never on the caller's thread: an interrupt would leave a mapping that nothing unmaps.
    return perform(
        "file could not be mapped",
        true,
        channel -> {
          // Pages beyond the end fault on access, and a writable mapping would make them sparse.
          if (channel.size() < offset + length) {
            throw new CorruptionException(
                "file is shorter than the part to be mapped",
                path,
                channel.size(),
                offset + length,
                channel.size());
          }
          return channel.map(mode, offset, length, arena);
        });
  }

  @Override
  public boolean tryLock(boolean shared) {
    // From here on the data channel rests: closing any channel of a file, as an interrupt would,
    // drops all locks that the process has on it.
    guarded = true;
    return perform(
        "file could not be locked",
        channel -> {
          try {
            return channel.tryLock(0, Long.MAX_VALUE, shared) != null;
          } catch (OverlappingFileLockException e) {
            return false;
          }
        });
  }

  @Override
  public void truncate(long length) {
    requireWritable();
    perform("file could not be cut", channel -> channel.truncate(length));
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      try {
        witness.close();
      } finally {
        if (data != null) {
          data.close();
        }
      }
    } catch (IOException e) {
      throw Faults.translate(e, "file could not be closed", path);
    }
  }

  private <T> T perform(String failure, Work<T> work) {
    return perform(failure, guarded, work);
  }

  private <T> T perform(String failure, boolean onEngineThread, Work<T> work) {
    boolean interrupted = Thread.interrupted();
    try {
      var channel = data;
      if (!onEngineThread && channel != null) {
        try {
          return work.on(channel);
        } catch (ClosedChannelException e) {
          // By an interrupt of this thread or of another one that used the same channel.
          interrupted |= Thread.interrupted();
          replace(channel);
        }
      }
      return EngineThreads.call(() -> work.on(witness));
    } catch (ClosedChannelException e) {
      throw new StoreClosedException("file is closed: file=" + path, e);
    } catch (IOException e) {
      throw Faults.translate(e, failure, path);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Opens the data channel anew; without one, all work goes over the witness. */
  private synchronized void replace(FileChannel broken) {
    if (closed || data != broken) {
      return;
    }
    replaced = true;
    data = null;
    FileChannel fresh = null;
    try {
      fresh = opener.open(path, options(writable));
      if (identity != null && identity.equals(identityOf(path))) {
        data = fresh;
      } else {
        // The name has come to mean another file.
        fresh.close();
      }
    } catch (IOException e) {
      // The name is gone, the file is not: the witness still has it.
      closeAfter(e, fresh);
    }
  }

  private void requireWritable() {
    if (!writable) {
      throw new ReadOnlyException("file is open for reading only: file=" + path);
    }
  }

  private static Set<OpenOption> options(boolean writable) {
    return writable ? Set.of(READ, WRITE) : Set.of(READ);
  }

  private static Object identityOf(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  private static void closeAfter(IOException failure, FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
