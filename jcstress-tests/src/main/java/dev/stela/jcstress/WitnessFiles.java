package dev.stela.jcstress;

import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.StoreFile;
import dev.stela.internal.storage.SystemFiles;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The real file system, and a witness of which frames of a log a sync has really covered: those
 * that had been written when it began. Any thread.
 */
final class WitnessFiles implements FileOps {
  private final FileOps files = new SystemFiles();
  private final List<WitnessFile> segments = new CopyOnWriteArrayList<>();

  /** Returns the newest LSN up to which all frames were written before a sync of their file. */
  long syncedLsn() {
    long synced = 0;
    // Older segments are full and were synced before a frame of a later one was.
    for (int i = Math.max(0, segments.size() - 3); i < segments.size(); i++) {
      WitnessFile segment = segments.get(i);
      long ofSegment = segment.syncedLsn;
      synced = Math.max(synced, ofSegment);
      if (ofSegment != segment.writtenLsn) {
        break;
      }
    }
    return synced;
  }

  @Override
  public StoreFile open(Path path, OpenMode mode) {
    var file = new WitnessFile(files.open(path, mode));
    if (mode == OpenMode.READ_WRITE) {
      segments.add(file);
    }
    return file;
  }

  @Override
  public void rename(Path from, Path to) {
    files.rename(from, to);
  }

  @Override
  public void delete(Path path) {
    files.delete(path);
  }

  @Override
  public void syncDirectory(Path directory) {
    files.syncDirectory(directory);
  }

  @Override
  public List<Path> list(Path directory) {
    return files.list(directory);
  }

  @Override
  public boolean exists(Path path) {
    return files.exists(path);
  }

  @Override
  public boolean link(Path existing, Path link) {
    return files.link(existing, link);
  }

  @Override
  public String bootId() {
    return files.bootId();
  }

  @Override
  public String fileKey(Path path) {
    return files.fileKey(path);
  }

  @Override
  public void createDirectory(Path directory) {
    files.createDirectory(directory);
  }

  /** A segment's file; one thread at a time writes, another may sync. */
  private static final class WitnessFile implements StoreFile {
    private final StoreFile file;
    private volatile long writtenLsn;
    private volatile long syncedLsn;

    WitnessFile(StoreFile file) {
      this.file = file;
    }

    @Override
    public Path path() {
      return file.path();
    }

    @Override
    public long size() {
      return file.size();
    }

    @Override
    public void write(ByteBuffer src, long position) {
      long lsn =
          position < LogSegmentLayout.FRAMES_OFFSET || src.remaining() < FrameLayout.MIN_LENGTH
              ? 0
              : src.duplicate()
                  .order(ByteOrder.LITTLE_ENDIAN)
                  .getLong(src.position() + FrameLayout.LSN_OFFSET);
      file.write(src, position);
      if (lsn != 0) {
        writtenLsn = lsn;
      }
    }

    @Override
    public void read(ByteBuffer dst, long position) {
      file.read(dst, position);
    }

    @Override
    public void sync() {
      long covered = writtenLsn;
      file.sync();
      syncedLsn = covered;
    }

    @Override
    public MemorySegment map(long offset, long length, boolean writable, Arena arena) {
      return file.map(offset, length, writable, arena);
    }

    @Override
    public boolean tryLock(boolean shared) {
      return file.tryLock(shared);
    }

    @Override
    public void truncate(long length) {
      file.truncate(length);
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
