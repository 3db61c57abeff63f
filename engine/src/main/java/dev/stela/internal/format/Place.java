package dev.stela.internal.format;

/**
 * A place in the log as one word: the segment's number in the upper 32 bits, the offset divided by 8
 * in the lower. Stateless, for any thread.
 */
public final class Place {
  private Place() {}

  /** Packs a place. */
  public static long of(int segment, long offset) {
    return (long) segment << 32 | offset >>> 3;
  }

  /** Returns the segment's number. */
  public static int segment(long place) {
    return (int) (place >>> 32);
  }

  /** Returns the offset in the segment in bytes. */
  public static long offset(long place) {
    return (place & 0xFFFF_FFFFL) << 3;
  }
}
