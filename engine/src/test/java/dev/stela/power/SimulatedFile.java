package dev.stela.power;

import dev.stela.CorruptionException;
import dev.stela.ReadOnlyException;
import dev.stela.StoreClosedException;
import dev.stela.internal.storage.StoreFile;
import dev.stela.power.Operation.Kind;
import dev.stela.power.Watcher.Verdict;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** An open file of a {@link SimulatedDisk}. Any thread. */
final class SimulatedFile implements StoreFile {
  private final SimulatedDisk disk;
  private final Path path;
  private final Inode inode;
  private final boolean writable;
  private boolean closed;
  private boolean sharesLock;
  private boolean locks;

  SimulatedFile(SimulatedDisk disk, Path path, Inode inode, boolean writable) {
    this.disk = disk;
    this.path = path;
    this.inode = inode;
    this.writable = writable;
    inode.use();
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public long size() {
    synchronized (disk) {
      requireOpen();
      return inode.length();
    }
  }

  @Override
  public void write(ByteBuffer src, long position) {
    synchronized (disk) {
      requireWritable();
      Verdict verdict = disk.before(Kind.WRITE, path, position + src.remaining() > inode.length());
      MemorySegment source = MemorySegment.ofBuffer(src);
      switch (verdict) {
        case SKIP -> {
          // Lost.
        }
        case SHORT -> {
          inode.write(source.asSlice(0, source.byteSize() / 2), position);
          throw new dev.stela.StorageException("injected EIO after half of a write: file=" + path);
        }
        default -> inode.write(source, position);
      }
      src.position(src.limit());
    }
  }

  @Override
  public void read(ByteBuffer dst, long position) {
    synchronized (disk) {
      requireOpen();
      if (position + dst.remaining() > inode.length()) {
        throw new CorruptionException(
            "file ends too early",
            path,
            inode.length(),
            position + dst.remaining(),
            inode.length());
      }
      inode.read(MemorySegment.ofBuffer(dst), position);
      dst.position(dst.limit());
    }
  }

  @Override
  public void sync() {
    synchronized (disk) {
      requireOpen();
      if (disk.before(Kind.SYNC, path, false) != Verdict.SKIP) {
        inode.sync();
      }
    }
  }

  @Override
  public MemorySegment map(long offset, long length, boolean asWritable, Arena arena) {
    synchronized (disk) {
      requireOpen();
      if (asWritable) {
        requireWritable();
      }
      if (inode.length() < offset + length) {
        throw new CorruptionException(
            "file is shorter than the part to be mapped",
            path,
            inode.length(),
            offset + length,
            inode.length());
      }
      return inode.map(offset, length, asWritable, arena);
    }
  }

  @Override
  public boolean tryLock(boolean shared) {
    synchronized (disk) {
      requireOpen();
      if (inode.lockedExclusively || !shared && inode.sharedLocks > 0) {
        return false;
      }
      if (shared) {
        inode.sharedLocks++;
        sharesLock = true;
      } else {
        inode.lockedExclusively = true;
        locks = true;
      }
      return true;
    }
  }

  @Override
  public void truncate(long length) {
    synchronized (disk) {
      requireWritable();
      if (disk.before(Kind.TRUNCATE, path, false) != Verdict.SKIP) {
        inode.truncate(length);
      }
    }
  }

  @Override
  public void close() {
    synchronized (disk) {
      if (!closed) {
        closed = true;
        inode.sharedLocks -= sharesLock ? 1 : 0;
        inode.lockedExclusively &= !locks;
        inode.release();
      }
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreClosedException("file is closed: file=" + path);
    }
  }

  private void requireWritable() {
    requireOpen();
    if (!writable) {
      throw new ReadOnlyException("file is open for reading only: file=" + path);
    }
  }
}
