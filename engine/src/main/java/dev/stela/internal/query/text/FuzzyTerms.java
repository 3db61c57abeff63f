package dev.stela.internal.query.text;

import dev.stela.internal.index.text.TermScan;
import java.util.Arrays;

/**
 * Terms that few edits make of a word: a character put in, taken out or replaced, or two neighbours
 * exchanged that are not edited otherwise (optimal string alignment).
 *
 * <p>Of each term the table of distances is made anew only from the character on in which it
 * differs from the one before; where no continuation can be near enough any more, all terms that
 * begin so are passed over. One thread.
 */
final class FuzzyTerms extends TermWalk {
  /** Passing over so many terms one by one takes as long as looking for the one behind them. */
  private static final int STEPS = 8;

  private final int[] word;
  private final int edits;
  private byte[] prefix = new byte[64];
  private int[] characters = new int[16];

  /** Where in the prefix each character ends. */
  private int[] ends = new int[16];

  /** Row i: distances of the first i characters to the first 0, 1, … characters of the word. */
  private int[][] rows = new int[17][];

  private int depth;
  private int distance;

  FuzzyTerms(String word, int edits) {
    this.word = word.codePoints().toArray();
    this.edits = edits;
    this.rows[0] = new int[this.word.length + 1];
    Arrays.setAll(rows[0], i -> i);
  }

  /** Returns how many edits the present term is away. */
  int distance() {
    return distance;
  }

  @Override
  boolean first(TermScan scan) {
    return scan.next() && toMatch(scan);
  }

  @Override
  boolean next(TermScan scan) {
    return scan.next() && toMatch(scan);
  }

  private boolean toMatch(TermScan scan) {
    while (true) {
      boolean hopeless = !follow(scan.term(), scan.length());
      if (!hopeless && isNear()) {
        return true;
      }
      if (hopeless ? !passOver(scan) : !scan.next()) {
        return false;
      }
    }
  }

  private boolean isNear() {
    distance = rows[depth][word.length];
    return distance <= edits;
  }

  /** Makes the rows of a term; false if they end early, since nothing that begins so is near. */
  private boolean follow(byte[] term, int length) {
    keepShared(term, length);
    int at = depth == 0 ? 0 : ends[depth - 1];
    while (at < length) {
      int width = width(term[at], length - at);
      push(character(term, at, width), term, at, width);
      at += width;
      if (least(rows[depth]) > edits) {
        return false;
      }
    }
    return true;
  }

  private void keepShared(byte[] term, int length) {
    int known = depth == 0 ? 0 : ends[depth - 1];
    int differs = Arrays.mismatch(prefix, 0, known, term, 0, Math.min(known, length));
    int shared = differs < 0 ? known : differs;
    while (depth > 0 && ends[depth - 1] > shared) {
      depth--;
    }
  }

  private void push(int character, byte[] term, int at, int width) {
    if (depth == characters.length) {
      characters = Arrays.copyOf(characters, 2 * depth);
      ends = Arrays.copyOf(ends, 2 * depth);
      rows = Arrays.copyOf(rows, 2 * depth + 1);
    }
    if (prefix.length < at + width) {
      prefix = Arrays.copyOf(prefix, 2 * (at + width));
    }
    System.arraycopy(term, at, prefix, at, width);
    characters[depth] = character;
    ends[depth] = at + width;
    depth++;
    if (rows[depth] == null) {
      rows[depth] = new int[word.length + 1];
    }
    fill(rows[depth], character);
  }

  private void fill(int[] row, int character) {
    int[] above = rows[depth - 1];
    row[0] = depth;
    for (int i = 1; i < row.length; i++) {
      int replaced = above[i - 1] + (word[i - 1] == character ? 0 : 1);
      int best = Math.min(replaced, 1 + Math.min(above[i], row[i - 1]));
      if (depth > 1 && i > 1 && word[i - 2] == character && word[i - 1] == characters[depth - 2]) {
        best = Math.min(best, rows[depth - 2][i - 2] + 1);
      }
      row[i] = best;
    }
  }

  private static int least(int[] row) {
    int least = row[0];
    for (int value : row) {
      least = Math.min(least, value);
    }
    return least;
  }

  /** Moves to the first term that does not begin like the last one. */
  private boolean passOver(TermScan scan) {
    int length = ends[depth - 1];
    for (int i = 0; i < STEPS; i++) {
      if (!scan.next()) {
        return false;
      }
      if (scan.length() < length || !Arrays.equals(scan.term(), 0, length, prefix, 0, length)) {
        return true;
      }
    }
    byte[] behind = Arrays.copyOf(prefix, length);
    // The last byte of a character in UTF-8 is never the greatest byte.
    behind[length - 1]++;
    return scan.seek(behind, length);
  }

  private static int width(byte lead, int left) {
    int width = lead >= 0 ? 1 : (lead & 0xE0) == 0xC0 ? 2 : (lead & 0xF0) == 0xE0 ? 3 : 4;
    return Math.min(width, left);
  }

  private static int character(byte[] term, int at, int width) {
    int character = width == 1 ? term[at] : term[at] & 0x7F >>> width;
    for (int i = 1; i < width; i++) {
      character = character << 6 | term[at + i] & 0x3F;
    }
    return character;
  }
}
