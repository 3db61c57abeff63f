package dev.stela.internal.index.text;

/** Reads the positions of documents of a block, one behind the other. One thread. */
final class BlockPositions {
  private final PositionReader reader;
  // How many documents have been passed, and how many positions these have.
  private int passed;
  private long before;

  BlockPositions(CheckedBytes bytes) {
    this.reader = new PositionReader(bytes);
  }

  /**
   * Begins a block.
   *
   * @param at where its positions are
   * @param frequencies how many of them each of {@code count} documents has
   */
  void begin(long at, int[] frequencies, int count) {
    long total = 0;
    for (int i = 0; i < count; i++) {
      total += frequencies[i];
    }
    reader.begin(at, total);
    passed = 0;
    before = 0;
  }

  /** Reads those of a document, by its index, as {@link PostingCursor#positions}. */
  int[] read(int index, int[] frequencies, int[] target) {
    for (; passed < index; passed++) {
      before += frequencies[passed];
    }
    int[] found = PostingCursor.withRoom(target, frequencies[index]);
    reader.read(before, frequencies[index], found);
    return found;
  }
}
