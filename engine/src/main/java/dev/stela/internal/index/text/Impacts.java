package dev.stela.internal.index.text;

import dev.stela.internal.format.Layouts;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * How high documents that follow on one another in a posting list may score: pairs of how often the
 * term occurs and of the {@link Norms norm} of the length, such that each of the documents has a
 * pair that occurs at least as often in at most that length. Gathered from documents, or read. One
 * thread.
 */
public final class Impacts {
  private static final int BITS = 7;
  private static final int MORE = 1 << BITS;

  /** A frequency of variable length, and a norm. */
  private static final int MAX_PAIR_BYTES = 6;

  // How often the term occurs at most in a document of a norm; made when something is gathered.
  private int[] greatest;
  private int lowest = Norms.COUNT;
  private int highest = -1;
  private int[] frequencies = new int[8];
  private int[] norms = new int[8];
  private int size;

  /** Begins a block of which documents are gathered. */
  void begin() {
    if (greatest == null) {
      greatest = new int[Norms.COUNT];
    } else if (lowest <= highest) {
      Arrays.fill(greatest, lowest, highest + 1, 0);
    }
    lowest = Norms.COUNT;
    highest = -1;
    size = 0;
  }

  /** Gathers a document. */
  void add(int frequency, int norm) {
    greatest[norm] = Math.max(greatest[norm], frequency);
    lowest = Math.min(lowest, norm);
    highest = Math.max(highest, norm);
  }

  /** Gathers the documents of a block. */
  void addAll(Impacts block) {
    for (int i = 0; i < block.size; i++) {
      add(block.frequencies[i], block.norms[i]);
    }
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
    reserve(size + 1);
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

  void read(CheckedBytes bytes, long offset) {
    int count = bytes.byteAt(offset);
    long at = offset + 1;
    long end = Math.min(bytes.end(), at + (long) count * MAX_PAIR_BYTES);
    MemorySegment memory = bytes.require(at, end);
    reserve(count);
    int frequency = 0;
    int norm = 0;
    for (int i = 0; i < count; i++) {
      int read = memory.get(Layouts.BYTE, at++);
      int lessFrequent = read & MORE - 1;
      for (int shift = BITS; read < 0 && shift < Integer.SIZE; shift += BITS) {
        read = memory.get(Layouts.BYTE, at++);
        lessFrequent |= (read & MORE - 1) << shift;
      }
      int shorter = memory.get(Layouts.BYTE, at++) & 0xFF;
      frequency = i == 0 ? lessFrequent : frequency - lessFrequent - 1;
      norm = i == 0 ? shorter : norm - shorter - 1;
      frequencies[i] = frequency;
      norms[i] = norm;
    }
    size = count;
    if (norm < 0 || frequency < 0 || at > end) {
      throw bytes.damaged("impacts of a posting list are wrong", offset, "pairs", count);
    }
  }

  private void reserve(int count) {
    if (count > norms.length) {
      int length = Math.max(count, 2 * norms.length);
      frequencies = Arrays.copyOf(frequencies, length);
      norms = Arrays.copyOf(norms, length);
    }
  }

  /**
   * Returns the greatest product of how often the term occurs and of its length's factor.
   *
   * @param lengthFactors by norm
   * @return 0 if there are no documents
   */
  public float strongest(float[] lengthFactors) {
    float found = 0;
    for (int i = 0; i < size; i++) {
      float strength = frequencies[i] * lengthFactors[norms[i]];
      if (strength > found) {
        found = strength;
      }
    }
    return found;
  }

  /** Returns the norm of the shortest document; 0 if there are none. */
  public int leastNorm() {
    return size == 0 ? 0 : norms[size - 1];
  }

  /** Returns how many pairs there are. */
  public int size() {
    return size;
  }

  /** Returns how often the term occurs in a pair; descending. */
  public int frequency(int index) {
    return frequencies[index];
  }

  /** Returns the norm of a pair; descending. */
  public int norm(int index) {
    return norms[index];
  }
}
