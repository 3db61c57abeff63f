package dev.stela.internal.index.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * How the posting list of a delta is cut up: into blocks of 16 bytes, then 32 and so on, and of 4
 * KiB from there on, each with the address of the next one in its last four bytes. A reader knows
 * the size of a block by its number in the list. Stateless.
 */
final class ListBlocks {
  static final int LAST_LEVEL = 8;
  private static final int FIRST_SIZE = 16;
  private static final VarHandle LINK =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private ListBlocks() {}

  /** Returns the level of the block after one. */
  static int next(int level) {
    return Math.min(level + 1, LAST_LEVEL);
  }

  /** Returns how many bytes a block takes. */
  static int size(int level) {
    return FIRST_SIZE << level;
  }

  /** Returns how many of them hold postings. */
  static int capacity(int level) {
    return size(level) - Integer.BYTES;
  }

  /**
   * Returns the address of the next block. Plain: who asks has acquired an end of the list that
   * lies in a later block, and which was released after the link was set.
   *
   * @param limit where in the page the block's postings end
   */
  static int link(byte[] page, int limit) {
    return (int) LINK.get(page, limit);
  }

  static void link(byte[] page, int limit, int block) {
    LINK.set(page, limit, block);
  }
}
