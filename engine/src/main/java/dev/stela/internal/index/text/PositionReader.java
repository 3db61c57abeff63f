package dev.stela.internal.index.text;

/**
 * Reads the positions of a block of a posting list, pack by pack, passing over some. One thread.
 */
final class PositionReader {
  /** So many numbers of a pack are soon read one by one. */
  private static final int FEW = 8;

  private static final long UNKNOWN = -1;

  private final CheckedBytes bytes;
  private final int[] steps = new int[PackEncoder.VALUES];
  private long total;
  // Where the next pack is; as long as nobody has read so far in this one, not known.
  private long next;
  private long pack;
  private long packStart;
  private int packSize;
  private boolean unpacked;
  private boolean used;

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
    if (at + count <= packSize && !used && count <= FEW) {
      // Nobody may ask for the rest of the pack.
      used = true;
      PackDecoder.decodeSome(bytes, pack, packSize, at, at + count, target);
      for (int i = 1; i < count; i++) {
        target[i] += target[i - 1];
      }
      return;
    }
    readOn(at, count, target);
  }

  private void readOn(int from, int count, int[] target) {
    int at = from;
    int position = 0;
    int done = 0;
    while (true) {
      unpack();
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

  private void unpack() {
    if (!unpacked) {
      next = PackDecoder.decode(bytes, pack, packSize, steps);
      unpacked = true;
    }
  }

  private void nextPack(long number) {
    if (next < 0) {
      next = PackDecoder.skip(bytes, pack, packSize);
    }
    packStart += packSize;
    packSize = (int) Math.min(PackEncoder.VALUES, total - packStart);
    if (packSize <= 0) {
      throw bytes.damaged("a block has fewer positions than are asked for", next, total, number);
    }
    pack = next;
    next = UNKNOWN;
    unpacked = false;
    used = false;
  }
}
