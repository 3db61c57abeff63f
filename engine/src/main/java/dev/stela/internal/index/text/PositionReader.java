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
  private int at;

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
    at = 0;
  }

  /** Moves to a position by its number in the block, not before the present one. */
  void seek(long number) {
    while (number >= packStart + packSize) {
      nextPack(number);
    }
    at = (int) (number - packStart);
  }

  /** Takes the next pack, and unpacks it if the number is in it. */
  private void nextPack(long number) {
    packStart += packSize;
    packSize = (int) Math.min(PackEncoder.VALUES, total - packStart);
    at = 0;
    if (packSize <= 0) {
      throw bytes.damaged("a block has fewer positions than are asked for", next, total, number);
    }
    next =
        number < packStart + packSize
            ? PackDecoder.decode(bytes, next, packSize, steps)
            : PackDecoder.skip(bytes, next, packSize);
  }

  /** Returns by how much the next position is greater than the one before it. */
  int step() {
    if (at == packSize) {
      nextPack(packStart + packSize);
    }
    return steps[at++];
  }
}
