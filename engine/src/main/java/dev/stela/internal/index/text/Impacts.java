package dev.stela.internal.index.text;

import java.util.Arrays;

/**
 * How high the documents of a block may score, see {@link PostingCursor}: gathered from its
 * documents, or read. One thread.
 */
final class Impacts {
  private static final int NORMS = 256;

  // How often the term occurs at most in a document of a norm; made when something is gathered.
  private int[] greatest;
  private int lowest = NORMS;
  private int highest = -1;
  private int[] frequencies = new int[8];
  private int[] norms = new int[8];
  private int size;

  /** Begins a block of which documents are gathered. */
  void begin() {
    if (greatest == null) {
      greatest = new int[NORMS];
    } else if (lowest <= highest) {
      Arrays.fill(greatest, lowest, highest + 1, 0);
    }
    lowest = NORMS;
    highest = -1;
    size = 0;
  }

  /** Gathers a document. */
  void add(int frequency, int norm) {
    greatest[norm] = Math.max(greatest[norm], frequency);
    lowest = Math.min(lowest, norm);
    highest = Math.max(highest, norm);
  }

  /** Ends the block: what no shorter document surpasses are its impacts. */
  void end() {
    int best = 0;
    for (int norm = lowest; norm <= highest; norm++) {
      if (greatest[norm] > best) {
        best = greatest[norm];
        append(best, norm);
      }
    }
    for (int low = 0, high = size - 1; low < high; low++, high--) {
      swap(frequencies, low, high);
      swap(norms, low, high);
    }
  }

  private void append(int frequency, int norm) {
    if (size == norms.length) {
      frequencies = Arrays.copyOf(frequencies, 2 * size);
      norms = Arrays.copyOf(norms, 2 * size);
    }
    frequencies[size] = frequency;
    norms[size] = norm;
    size++;
  }

  private static void swap(int[] values, int left, int right) {
    int value = values[left];
    values[left] = values[right];
    values[right] = value;
  }

  /** Makes them those of one document. */
  void only(int frequency, int norm) {
    size = 0;
    append(frequency, norm);
  }

  /** Makes them those of an empty block. */
  void none() {
    size = 0;
  }

  void write(ByteBuilder target) {
    target.u8(size);
    for (int i = 0; i < size; i++) {
      // Both descend, so that each is less than the one before by one at least.
      target.vlong(i == 0 ? frequencies[0] : frequencies[i - 1] - frequencies[i] - 1);
      target.u8(i == 0 ? norms[0] : norms[i - 1] - norms[i] - 1);
    }
  }

  void read(ByteReader source) {
    int count = source.u8();
    size = 0;
    int frequency = 0;
    int norm = 0;
    for (int i = 0; i < count; i++) {
      int lessFrequent = source.vint();
      int shorter = source.u8();
      frequency = i == 0 ? lessFrequent : frequency - lessFrequent - 1;
      norm = i == 0 ? shorter : norm - shorter - 1;
      append(frequency, norm);
    }
  }

  int size() {
    return size;
  }

  int frequency(int index) {
    return frequencies[index];
  }

  int norm(int index) {
    return norms[index];
  }
}
