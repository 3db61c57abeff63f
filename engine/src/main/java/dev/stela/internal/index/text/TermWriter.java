package dev.stela.internal.index.text;

import static dev.stela.internal.format.TextTermLayout.BLOCK_TERMS;
import static dev.stela.internal.format.TextTermLayout.NIBBLE_BITS;
import static dev.stela.internal.format.TextTermLayout.NIBBLE_MORE;

import java.util.Arrays;

/**
 * Writes the term dictionary of a field, see {@link dev.stela.internal.format.TextTermLayout}.
 * Blocks wait in memory until there are some of them, and are then written together, between the
 * posting lists: so that both can be written in one go, and still lie together. One thread.
 */
final class TermWriter {
  private static final int RUN_BYTES = 1 << 18;

  private final SegmentOutput out;
  private final ByteBuilder run = new ByteBuilder();
  private final ByteBuilder names = new ByteBuilder();
  private final ByteBuilder lists = new ByteBuilder();
  private long listsStart;
  private byte[] last = new byte[64];
  private int lastLength;
  // What all terms so far begin with; the first term to begin with.
  private byte[] prefix;
  private int prefixLength;
  private long[] keys = new long[64];
  private long[] places = new long[64];
  private int blocks;
  private int placed;
  private long terms;

  TermWriter(SegmentOutput out) {
    this.out = out;
  }

  /** Adds a term, in the order of bytes, whose list has just been written. */
  void add(byte[] term, int length, ListWriter list) {
    shortenPrefix(term, length);
    boolean first = (terms & BLOCK_TERMS - 1) == 0;
    if (first) {
      beginBlock(term, length, list.start());
    }
    int shared = first ? 0 : common(last, lastLength, term, length);
    name(term, shared, length - shared);
    list.describe(lists);
    if (last.length < length) {
      last = new byte[2 * length];
    }
    System.arraycopy(term, 0, last, 0, length);
    lastLength = length;
    terms++;
    if ((terms & BLOCK_TERMS - 1) == 0) {
      endBlock();
    }
  }

  private static int common(byte[] left, int leftLength, byte[] right, int rightLength) {
    int mismatch = Arrays.mismatch(left, 0, leftLength, right, 0, rightLength);
    return mismatch < 0 ? leftLength : mismatch;
  }

  /** The keys count from the end of the prefix, so that they get longer when it gets shorter. */
  private void shortenPrefix(byte[] term, int length) {
    if (prefix == null) {
      prefix = Arrays.copyOf(term, length);
      prefixLength = length;
      return;
    }
    int shorter = common(prefix, prefixLength, term, length);
    if (shorter == prefixLength) {
      return;
    }
    int bytes = prefixLength - shorter;
    long lead = SegmentField.key(prefix, shorter, prefixLength);
    for (int i = 0; i < blocks; i++) {
      keys[i] = bytes < Long.BYTES ? lead | keys[i] >>> bytes * Byte.SIZE : lead;
    }
    prefixLength = shorter;
  }

  private void beginBlock(byte[] term, int length, long firstList) {
    if (blocks == keys.length) {
      keys = Arrays.copyOf(keys, 2 * blocks);
      places = Arrays.copyOf(places, 2 * blocks);
    }
    keys[blocks] = SegmentField.key(term, prefixLength, length);
    listsStart = firstList;
    names.clear();
    lists.clear();
  }

  private void name(byte[] term, int shared, int length) {
    int less = length - 1;
    names.u8(Math.min(shared, NIBBLE_MORE) << NIBBLE_BITS | Math.min(less, NIBBLE_MORE));
    if (shared >= NIBBLE_MORE) {
      names.vlong(shared - NIBBLE_MORE);
    }
    if (less >= NIBBLE_MORE) {
      names.vlong(less - NIBBLE_MORE);
    }
    names.add(term, shared, length);
  }

  private void endBlock() {
    places[blocks] = run.size();
    blocks++;
    run.vlong(listsStart);
    run.vlong(names.size());
    run.add(names.array(), 0, names.size());
    run.add(lists.array(), 0, lists.size());
    if (run.size() >= RUN_BYTES) {
      endRun();
    }
  }

  /** Only between blocks, whose lists are not to be torn apart. */
  private void endRun() {
    long at = out.position();
    out.bytes(run);
    run.clear();
    for (; placed < blocks; placed++) {
      places[placed] += at;
    }
  }

  /** Ends the dictionary, and writes the index over it; returns where that is. */
  long end() {
    if ((terms & BLOCK_TERMS - 1) != 0) {
      endBlock();
    }
    endRun();
    out.align();
    long at = out.position();
    for (int i = 0; i < blocks; i++) {
      out.i64(keys[i]);
    }
    for (int i = 0; i < blocks; i++) {
      out.i64(places[i]);
    }
    return at;
  }

  /** Returns the number of terms. */
  long terms() {
    return terms;
  }

  /** Returns what all terms begin with. */
  byte[] prefix() {
    return prefix == null ? new byte[0] : Arrays.copyOf(prefix, prefixLength);
  }
}
