package dev.stela.internal.analysis;

import dev.stela.InvalidArgumentException;
import dev.stela.internal.format.Spaces;
import java.nio.charset.StandardCharsets;

/**
 * Makes terms of all pieces of words that have so many characters, in lower case: whoever looks for
 * a piece of a word as a phrase finds it. Words stand between white space; one that is too short
 * for a piece is a term as a whole. Pieces that begin at one character have one place, and between
 * the words a place is left free, so that no phrase goes on from one word into the next. Stateless,
 * for any thread.
 */
final class NgramAnalyzer implements TextAnalyzer {
  /** Terms get many: each character begins as many as there are lengths. */
  private static final int MOST_CHARACTERS = 32;

  private final int least;
  private final int most;

  private NgramAnalyzer(int least, int most) {
    this.least = least;
    this.most = most;
  }

  static NgramAnalyzer of(int least, int most) {
    if (least < 1 || most < least || most > MOST_CHARACTERS) {
      throw new InvalidArgumentException(
          "the pieces of words have 1 to "
              + MOST_CHARACTERS
              + " characters, and the least of them is not greater than the most: least="
              + least
              + " most="
              + most);
    }
    return new NgramAnalyzer(least, most);
  }

  @Override
  public void analyze(String text, TokenSink sink) {
    int position = 0;
    for (int start = Spaces.skip(text, 0); start < text.length(); ) {
      int end = Spaces.find(text, start);
      position = word(text, start, end, position, sink) + 1;
      start = Spaces.skip(text, end);
    }
  }

  /** Returns the position behind the word's last piece. */
  private int word(String text, int start, int end, int position, TokenSink sink) {
    int characters = text.codePointCount(start, end);
    // Where each character begins: in the text, and in the word's UTF-8.
    int[] starts = new int[characters + 1];
    int[] offsets = new int[characters + 1];
    byte[] utf8 = utf8(text, start, end, starts, offsets);
    byte[] term = new byte[Math.min(utf8.length, 4 * most)];
    int shortest = Math.min(least, characters);
    int at = 0;
    for (; at + shortest <= characters; at++) {
      for (int length = shortest; length <= most && at + length <= characters; length++) {
        int bytes = offsets[at + length] - offsets[at];
        System.arraycopy(utf8, offsets[at], term, 0, bytes);
        sink.token(term, bytes, position + at, starts[at], starts[at + length]);
      }
    }
    return position + at;
  }

  private static byte[] utf8(String text, int start, int end, int[] starts, int[] offsets) {
    var lower = new StringBuilder(end - start);
    int character = 0;
    int bytes = 0;
    for (int at = start; at < end; character++) {
      starts[character] = at;
      offsets[character] = bytes;
      int c = text.codePointAt(at);
      int small = Character.toLowerCase(c);
      lower.appendCodePoint(small);
      bytes += small < 0x80 ? 1 : small < 0x800 ? 2 : small < 0x10000 ? 3 : 4;
      at += Character.charCount(c);
    }
    starts[character] = end;
    offsets[character] = bytes;
    return lower.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String normalize(String text) {
    var lower = new StringBuilder(text.length());
    text.codePoints().map(Character::toLowerCase).forEach(lower::appendCodePoint);
    return lower.toString();
  }

  @Override
  public String identity() {
    return "ngram(" + least + "," + most + ") version=1";
  }
}
