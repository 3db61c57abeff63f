package dev.stela.internal.query.text;

import dev.stela.internal.index.postings.OrdinalSet;
import java.util.Arrays;
import org.roaringbitmap.ArrayContainer;
import org.roaringbitmap.BitmapContainer;
import org.roaringbitmap.Container;

/** Makes a set of ordinals that come in any order. One thread. */
final class Collector {
  private static final int WORDS = OrdinalSet.CHUNK_SIZE / Long.SIZE;
  private static final int MAX_ARRAY = 4096;

  private long[][] chunks = new long[4][];

  /** Adds an ordinal, if it is not there. */
  void add(int ordinal) {
    int index = ordinal >>> Character.SIZE;
    if (index >= chunks.length) {
      chunks = Arrays.copyOf(chunks, Math.max(index + 1, 2 * chunks.length));
    }
    if (chunks[index] == null) {
      chunks[index] = new long[WORDS];
    }
    chunks[index][(char) ordinal >>> 6] |= 1L << ordinal;
  }

  /** Returns the set; the collector is of no use after that. */
  OrdinalSet done() {
    var containers = new Container[chunks.length];
    for (int i = 0; i < chunks.length; i++) {
      containers[i] = chunks[i] == null ? null : container(chunks[i]);
    }
    return OrdinalSet.ofChunks(containers);
  }

  private static Container container(long[] bits) {
    int size = 0;
    for (long word : bits) {
      size += Long.bitCount(word);
    }
    if (size > MAX_ARRAY) {
      return new BitmapContainer(bits, size);
    }
    var values = new char[size];
    int at = 0;
    for (int i = 0; i < bits.length; i++) {
      for (long word = bits[i]; word != 0; word &= word - 1) {
        values[at++] = (char) (i << 6 | Long.numberOfTrailingZeros(word));
      }
    }
    return new ArrayContainer(values);
  }
}
