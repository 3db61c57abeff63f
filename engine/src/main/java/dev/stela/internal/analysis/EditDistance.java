package dev.stela.internal.analysis;

import java.util.Arrays;

/**
 * How many edits make one word of another: a character put in, taken out or replaced, or two
 * neighbours exchanged, each place edited once. Characters are code points. Immutable; any thread.
 */
public final class EditDistance {
  private final int[] word;

  /** Creates the distance from a word. */
  public EditDistance(String word) {
    this.word = word.codePoints().toArray();
  }

  /** Tells whether so many edits are enough. */
  public boolean isWithin(String other, int most) {
    if (Math.abs(other.codePointCount(0, other.length()) - word.length) > most) {
      return false;
    }
    int[] characters = other.codePoints().toArray();
    int columns = characters.length + 1;
    int[] beforeLast = new int[columns];
    int[] last = new int[columns];
    int[] row = new int[columns];
    Arrays.setAll(last, column -> column);
    for (int i = 1; i <= word.length; i++) {
      row[0] = i;
      int least = i;
      for (int j = 1; j < columns; j++) {
        int replaced = last[j - 1] + (word[i - 1] == characters[j - 1] ? 0 : 1);
        int edits = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1 && j > 1 && isExchanged(characters, i, j)) {
          edits = Math.min(edits, beforeLast[j - 2] + 1);
        }
        row[j] = edits;
        least = Math.min(least, edits);
      }
      // An exchange looks back two rows: only when both are too far nothing can come of it.
      if (least > most && Arrays.stream(last).min().getAsInt() > most) {
        return false;
      }
      int[] oldest = beforeLast;
      beforeLast = last;
      last = row;
      row = oldest;
    }
    return last[columns - 1] <= most;
  }

  private boolean isExchanged(int[] characters, int i, int j) {
    return word[i - 1] == characters[j - 2] && word[i - 2] == characters[j - 1];
  }
}
