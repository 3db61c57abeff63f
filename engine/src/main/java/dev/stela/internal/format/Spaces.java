package dev.stela.internal.format;

/** White space in texts, of any kind that Unicode knows. Stateless, for any thread. */
public final class Spaces {
  private Spaces() {}

  /** Tells whether a code point is white space or a space separator. */
  public static boolean isSpace(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
  }

  /** Returns where the next space is, or the end. */
  public static int find(String text, int from) {
    return walk(text, from, false);
  }

  /** Returns where the next character is that is no space, or the end. */
  public static int skip(String text, int from) {
    return walk(text, from, true);
  }

  private static int walk(String text, int from, boolean overSpace) {
    int at = from;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (isSpace(c) != overSpace) {
        break;
      }
      at += Character.charCount(c);
    }
    return at;
  }
}
