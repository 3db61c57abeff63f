package dev.stela.internal.read;

import dev.stela.CorruptionException;
import dev.stela.internal.format.BlockLayout;
import dev.stela.internal.format.ChunkLayout;
import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentTable;
import java.lang.foreign.MemorySegment;

/**
 * From a block to its bytes: in place, in chunks, or by reference to the version that put them. One
 * thread at a time; allocates nothing.
 */
public final class Contents {
  private final Version origin = new Version();

  private SegmentTable segments;
  private MemorySegment memory;
  private long block;
  private LogSegment chunkSegment;
  private long chunkData;

  /** Creates a reader that has no bytes yet. */
  public Contents() {}

  /**
   * Takes the content of a version.
   *
   * @return false if it has none
   */
  public boolean open(Version version) {
    long place = version.contentBlock();
    if (place == 0) {
      return false;
    }
    use(version.segments(), version.memory(), place);
    if (BlockLayout.kind(memory, block) == BlockLayout.REFERENCE) {
      origin.copyOf(version);
      origin.moveToLsn(BlockLayout.lsn(memory, block));
      use(version.segments(), origin.memory(), origin.contentBlock());
      requireBytes("content");
    }
    return true;
  }

  /** Takes a text of a version: {@code field} as found in its {@link TextSet}. */
  public void openText(Version version, int field, MemorySegment holder, long place) {
    use(version.segments(), holder, place);
    if (BlockLayout.kind(memory, block) == BlockLayout.REFERENCE) {
      origin.copyOf(version);
      origin.moveToLsn(BlockLayout.lsn(memory, block));
      use(version.segments(), origin.memory(), textEvent(field));
      requireBytes("text");
    }
  }

  /** Takes a block that is not in the log yet. */
  public void openPending(SegmentTable log, MemorySegment holder, long place) {
    use(log, holder, place);
  }

  /** Returns the length in bytes. */
  public long length() {
    return BlockLayout.length(memory, block);
  }

  /**
   * Copies bytes from {@code position} on, as many as there are, but not more than {@code length}
   * and not beyond the chunk they begin in.
   *
   * @return how many; 0 at the end
   */
  public int copy(long position, MemorySegment target, long offset, int length) {
    long rest = Math.min(length, length() - position);
    if (rest <= 0) {
      return 0;
    }
    if (BlockLayout.kind(memory, block) == BlockLayout.INLINE) {
      MemorySegment.copy(memory, block + BlockLayout.SIZE + position, target, offset, rest);
      return (int) rest;
    }
    return copyChunked(position, target, offset, (int) rest);
  }

  /** Copies exactly {@code length} bytes from {@code position} on into an array. */
  public void copyFully(long position, byte[] target, int offset, int length) {
    if (length == 0) {
      // The position may lie behind all that the segment has.
      return;
    }
    if (BlockLayout.kind(memory, block) == BlockLayout.INLINE) {
      // Without a segment around the array, which would be an object for each read.
      long from = block + BlockLayout.SIZE + position;
      MemorySegment.copy(memory, Layouts.BYTE, from, target, offset, length);
    } else {
      copyFully(position, MemorySegment.ofArray(target), offset, length);
    }
  }

  /** Copies exactly {@code length} bytes from {@code position} on. */
  public void copyFully(long position, MemorySegment target, long offset, int length) {
    int done = 0;
    while (done < length) {
      done += copy(position + done, target, offset + done, length - done);
    }
  }

  private int copyChunked(long position, MemorySegment target, long offset, int length) {
    int chunks = BlockLayout.chunks(memory, block);
    // All chunks but the last are equally long: the length of the first says which one it is.
    long first = chunk(0, 0);
    int index = (int) (position / first);
    long begin = position % first;
    long available = chunk(index, begin);
    int count = (int) Math.min(length, available);
    if (index >= chunks || count <= 0) {
      throw new CorruptionException(
          "a content's chunks end before its length",
          chunkSegment.path(),
          chunkData,
          length(),
          position);
    }
    MemorySegment.copy(chunkSegment.memory(), chunkData + begin, target, offset, count);
    return count;
  }

  /** Finds a chunk and returns how many bytes it has from {@code begin} on. */
  private long chunk(int index, long begin) {
    long lsn = BlockLayout.chunkLsn(memory, block, index);
    chunkSegment = segments.require(lsn);
    MemorySegment bytes = chunkSegment.memory();
    long record = chunkSegment.frameOf(lsn) + FrameLayout.SIZE;
    if (RecordLayout.kind(bytes, record) != RecordLayout.KIND_CHUNK
        || ChunkLayout.index(bytes, record) != index) {
      throw new CorruptionException(
          "a frame does not hold the chunk that is referred to",
          chunkSegment.path(),
          record,
          "chunk " + index,
          "kind " + RecordLayout.kind(bytes, record));
    }
    chunkData = record + ChunkLayout.DATA_OFFSET;
    return ChunkLayout.dataBytes(bytes, record) - begin;
  }

  private long textEvent(int field) {
    MemorySegment bytes = origin.memory();
    long end = RecordLayout.eventsEnd(bytes, origin.record());
    long found = 0;
    for (long event = origin.record() + RecordLayout.SIZE;
        event < end;
        event = EventLayout.next(bytes, event)) {
      if (EventLayout.type(bytes, event) == EventLayout.TEXT_PUT
          && EventLayout.argument(bytes, event) == field) {
        found = event + EventLayout.SIZE;
      }
    }
    return found;
  }

  private void requireBytes(String what) {
    if (block == 0 || BlockLayout.kind(memory, block) == BlockLayout.REFERENCE) {
      throw new CorruptionException(
          "a version does not hold the " + what + " that is referred to",
          origin.segment().path(),
          origin.record(),
          what,
          "none");
    }
  }

  private void use(SegmentTable log, MemorySegment holder, long place) {
    segments = log;
    memory = holder;
    block = place;
  }
}
