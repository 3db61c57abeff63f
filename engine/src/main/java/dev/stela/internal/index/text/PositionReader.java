package dev.stela.internal.index.text;

/**
 * Reads the positions of a block of a posting list, pack by pack, passing over some. One thread.
 */
final class PositionReader {
  private final CheckedBytes bytes;
  private final int[] steps = new int[PackEncoder.VALUES];
  private long total;
  private long next;
  private long packStart;
  private int packSize;

  PositionReader(CheckedBytes bytes) {
    this.bytes = bytes;
  }

  /**
   * Begins a block.
   *
   * @param offset where its packs are
   * @param count how many positions it has
   */
  void begin(long offset, long count) {
    next = offset;
    total = count;
    packStart = 0;
    packSize = 0;
  }

  /**
   * Reads the positions of a document.
   *
   * @param first the number in the block of the first one, behind those that were read before
   */
  void read(long first, int count, int[] target) {
    while (first >= packStart + packSize) {
      nextPack(first);
    }
    int at = (int) (first - packStart);
    int position = 0;
    int done = 0;
    while (true) {
      int end = Math.min(count, done + packSize - at);
      for (; done < end; done++, at++) {
        position += steps[at];
        target[done] = position;
      }
      if (done == count) {
        return;
      }
      nextPack(packStart + packSize);
      at = 0;
    }
  }

  /** Takes the next pack, and unpacks it if the number is in it. */
  private void nextPack(long number) {
    packStart += packSize;
    packSize = (int) Math.min(PackEncoder.VALUES, total - packStart);
    if (packSize <= 0) {
      throw bytes.damaged("a block has fewer positions than are asked for", next, total, number);
    }
    next =
        number < packStart + packSize
            ? PackDecoder.decode(bytes, next, packSize, steps)
            : PackDecoder.skip(bytes, next, packSize);
  }
}
