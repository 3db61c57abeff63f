package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;

/**
 * The head of a tag's posting list: one word, so that it changes as a whole. Stateless, for any
 * thread.
 *
 * <pre>
 *   0                                    4
 *  +------------------------------------+------------------+
 *  | place of the last block, in words  | number of events |
 *  +------------------------------------+------------------+
 * </pre>
 */
public final class PostingHeadLayout {
  /** Size of a head. */
  public static final int SIZE = Long.BYTES;

  /** The number of the first list: those below 1 are of no tag. */
  public static final int FIRST_LIST = -2;

  private PostingHeadLayout() {}

  /** Returns the offset in the file of the head of a list. */
  public static long place(int list) {
    return FileHeaderLayout.SIZE + (long) (list - FIRST_LIST) * SIZE;
  }

  /** Returns the head, with acquire order: the events it counts are in place. */
  public static long head(MemorySegment memory, long at) {
    return (long) Layouts.LONG_HANDLE.getAcquire(memory, at);
  }

  /** Publishes a head. */
  public static void publish(MemorySegment memory, long at, long head) {
    Layouts.LONG_HANDLE.setRelease(memory, at, head);
  }

  /** Puts a head together. */
  public static long of(int events, long lastBlock) {
    return (long) events << Integer.SIZE | lastBlock >>> 3;
  }

  /** Returns the number of events. */
  public static int events(long head) {
    return (int) (head >>> Integer.SIZE);
  }

  /** Returns the place of the last block. */
  public static long lastBlock(long head) {
    return (head & 0xFFFF_FFFFL) << 3;
  }
}
