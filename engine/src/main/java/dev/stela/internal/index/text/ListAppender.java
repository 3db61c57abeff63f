package dev.stela.internal.index.text;

/**
 * Appends numbers of variable length to a posting list, block by block. It does not publish what it
 * has written: the owner releases the end of the list afterwards. One thread.
 */
final class ListAppender {
  private final BytePages bytes;
  private byte[] page;
  private int pageAddress;
  private int at;
  private int limit;
  private int level;

  ListAppender(BytePages bytes) {
    this.bytes = bytes;
  }

  /** Begins a list in its first block. */
  void begin(int block) {
    enter(block, 0);
  }

  /**
   * Goes on behind the end of a list.
   *
   * @param end the address
   * @param room how many bytes are left in the last block
   * @param lastLevel the level of that block
   */
  void resume(int end, int room, int lastLevel) {
    page = bytes.page(end);
    at = BytePages.offset(end);
    pageAddress = end - at;
    limit = at + room;
    level = lastLevel;
  }

  private void enter(int block, int newLevel) {
    resume(block, ListBlocks.capacity(newLevel), newLevel);
  }

  /** Appends an unsigned number, seven bits in a byte, the lowest ones first. */
  void append(int number) {
    int rest = number;
    while ((rest & ~0x7F) != 0) {
      put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    put((byte) rest);
  }

  private void put(byte value) {
    if (at == limit) {
      int next = ListBlocks.next(level);
      int block = bytes.allocate(ListBlocks.size(next));
      ListBlocks.link(page, limit, block);
      enter(block, next);
    }
    page[at++] = value;
  }

  /** Returns how many bytes a number takes. */
  static int size(int number) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(number | 1);
    return (bits + 6) / 7;
  }

  int end() {
    return pageAddress + at;
  }

  int room() {
    return limit - at;
  }

  int level() {
    return level;
  }
}
