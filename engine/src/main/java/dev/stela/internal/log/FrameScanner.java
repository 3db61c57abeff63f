package dev.stela.internal.log;

import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.LogSegmentLayout;
import java.lang.foreign.MemorySegment;

/**
 * Reads frames that nobody vouches for. A frame counts only if its length is possible, its checksum
 * is right under the segment's salt, and its LSN is the one sought. One thread at a time.
 */
public final class FrameScanner {
  private static final int ZERO_PIECE = 64 * 1024;
  private static final MemorySegment ZEROS = MemorySegment.ofArray(new long[ZERO_PIECE / 8]);

  private final FrameBuffer buffer = new FrameBuffer();

  /** Creates a scanner. */
  public FrameScanner() {}

  /** Returns the buffer with the frame that was found last. */
  public FrameBuffer buffer() {
    return buffer;
  }

  /**
   * Reads the frame at an offset.
   *
   * @return its length; 0 if there is no valid frame of any LSN from {@code minLsn} to {@code
   *     maxLsn}
   */
  public int read(LogSegment segment, int offset, long minLsn, long maxLsn) {
    MemorySegment memory = segment.memory();
    int room = segment.capacity() - offset;
    if (room < FrameLayout.MIN_LENGTH) {
      return 0;
    }
    int length = FrameLayout.length(memory, offset);
    if (length < FrameLayout.MIN_LENGTH || length > room || (length & 7) != 0) {
      return 0;
    }
    long lsn = FrameLayout.lsn(memory, offset);
    if (lsn < minLsn || lsn > maxLsn) {
      return 0;
    }
    MemorySegment.copy(memory, offset, buffer.ensure(length), 0, length);
    return buffer.isSound(length, segment.salt()) ? length : 0;
  }

  /**
   * Returns where the last byte of a segment that is not zero ends; 0 if all are from {@code from}.
   */
  public int endOfData(LogSegment segment, int from) {
    MemorySegment memory = segment.memory();
    for (int end = segment.capacity(); end > from; end -= ZERO_PIECE) {
      int begin = Math.max(from, end - ZERO_PIECE);
      if (MemorySegment.mismatch(memory, begin, end, ZEROS, 0, end - begin) >= 0) {
        for (int word = end - Long.BYTES; word >= begin; word -= Long.BYTES) {
          if (memory.get(Layouts.LONG, word) != 0) {
            return word + Long.BYTES;
          }
        }
      }
    }
    return 0;
  }

  /** As {@link #durableBetween}, up to the end of what is not zero. */
  public long durableAfter(LogSegment segment, int from, long lsn, long maxLsn) {
    return durableBetween(segment, from, endOfData(segment, from), lsn, maxLsn);
  }

  /**
   * Looks at everything behind a place where no valid frame is for valid frames of later LSNs, and
   * returns the newest LSN that one of them knew to be durable.
   *
   * @param end from {@link #endOfData}
   * @param lsn the LSN that is missing
   * @param maxLsn no frame can have a greater one: keeps arbitrary bytes from being taken for
   *     frames
   * @return 0 if there are none
   */
  public long durableBetween(LogSegment segment, int from, int end, long lsn, long maxLsn) {
    long durable = 0;
    int at = from;
    while (at < end) {
      int length = read(segment, at, lsn + 1, maxLsn);
      if (length == 0) {
        at += Long.BYTES;
      } else {
        durable = Math.max(durable, FrameLayout.durableLsn(buffer.memory(), 0));
        at += length;
      }
    }
    return durable;
  }

  /** Tells whether a segment has no frame and nothing else behind its header. */
  public boolean isEmpty(LogSegment segment) {
    return endOfData(segment, LogSegmentLayout.FRAMES_OFFSET) == 0;
  }
}
