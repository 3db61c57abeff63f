package dev.stela.internal.log;

import dev.stela.internal.format.FileHeader;
import dev.stela.internal.format.FileKind;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.FileOps.OpenMode;
import dev.stela.internal.storage.Preallocator;
import dev.stela.internal.storage.StoreFile;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Writes a data segment from its first frame to its last, under a name that nobody looks at until
 * it is complete and durable. One thread.
 */
public final class DataSegmentWriter implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 20;

  private final FileOps files;
  private final StoreId storeId;
  private final int number;
  private final long creationLsn;
  private final Path path;
  private final Path unfinished;
  private final int salt = SegmentFiles.newSalt();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final StoreFile file;
  private long written = LogSegmentLayout.FRAMES_OFFSET;
  private boolean named;

  /**
   * Begins a segment.
   *
   * @param path its name when it is complete; what has it already is of an attempt that failed
   * @param creationLsn for the file header
   */
  public DataSegmentWriter(
      FileOps files, Path path, StoreId storeId, int number, long creationLsn) {
    this.files = files;
    this.storeId = storeId;
    this.number = number;
    this.creationLsn = creationLsn;
    this.path = path;
    this.unfinished = path.resolveSibling(path.getFileName() + Preallocator.UNFINISHED);
    for (Path left : new Path[] {path, unfinished}) {
      if (files.exists(left)) {
        files.delete(left);
      }
    }
    this.file = files.open(unfinished, OpenMode.CREATE_NEW);
  }

  /** Returns the segment's number. */
  public int number() {
    return number;
  }

  /** Returns where the next frame begins. */
  public long tail() {
    return written + buffer.position();
  }

  /** Appends a frame whose records are in the buffer, behind the place of its header. */
  public void append(
      FrameBuffer frame,
      int length,
      long lsn,
      long timestamp,
      long durableLsn,
      byte kind,
      int records) {
    MemorySegment memory = frame.memory();
    FrameLayout.length(memory, 0, length);
    FrameLayout.lsn(memory, 0, lsn);
    FrameLayout.timestamp(memory, 0, timestamp);
    FrameLayout.durableLsn(memory, 0, durableLsn);
    FrameLayout.records(memory, 0, records);
    FrameLayout.kind(memory, 0, kind);
    frame.seal(length, salt);
    if (length > buffer.remaining()) {
      flush();
    }
    ByteBuffer bytes = frame.bytes(length);
    if (length > buffer.remaining()) {
      file.write(bytes, written);
      written += length;
    } else {
      buffer.put(bytes);
    }
  }

  /** Makes the segment complete and durable, and gives it its name; it is not in force by that. */
  public void finish() {
    flush();
    var page = MemorySegment.ofArray(new long[LogSegmentLayout.FRAMES_OFFSET / Long.BYTES]);
    FileHeader.write(page, FileKind.DATA, storeId, creationLsn, number);
    LogSegmentLayout.write(page, salt, (int) written);
    var bytes = new byte[LogSegmentLayout.FRAMES_OFFSET];
    MemorySegment.ofArray(bytes).copyFrom(page);
    file.write(ByteBuffer.wrap(bytes), 0);
    file.sync();
    files.rename(unfinished, path);
    named = true;
    files.syncDirectory(path.toAbsolutePath().getParent());
  }

  /** Closes the file, and deletes it if it was not finished. */
  @Override
  public void close() {
    file.close();
    if (!named) {
      files.delete(unfinished);
    }
  }

  private void flush() {
    buffer.flip();
    int length = buffer.remaining();
    if (length > 0) {
      file.write(buffer, written);
      written += length;
    }
    buffer.clear();
  }
}
