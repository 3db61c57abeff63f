package dev.stela.internal.index.text;

/** How much heap a part takes, counted as its arrays are made. One thread writes, any reads. */
final class Footprint {
  private static final int ARRAY_HEADER_BYTES = 16;

  private volatile long bytes;

  /** Counts a new array, and what it replaces no longer. */
  void replace(int oldLength, int newLength, int elementBytes) {
    add((long) (newLength - oldLength) * elementBytes);
  }

  /** Counts a new array. */
  void array(int length, int elementBytes) {
    add(ARRAY_HEADER_BYTES + (long) length * elementBytes);
  }

  private void add(long more) {
    // No update is lost: there is one writer.
    long now = bytes;
    bytes = now + more;
  }

  long bytes() {
    return bytes;
  }
}
