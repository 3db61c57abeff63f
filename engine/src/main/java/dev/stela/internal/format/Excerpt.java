package dev.stela.internal.format;

/**
 * Shows where in a text something is: the line, shortened if it is long, and under it a caret.
 * Stateless, for any thread.
 */
public final class Excerpt {
  /** The most characters of a line that are shown. */
  private static final int WINDOW = 76;

  private static final int BEFORE = 50;
  private static final String CUT = "…";
  private static final int UNPRINTABLE = 0xFFFD;

  private Excerpt() {}

  /** Returns the number of the line, counted from 1, in which a position is shown. */
  public static int line(String text, int position) {
    int shown = shown(text, position);
    int line = 1;
    for (int i = 0; i < shown; i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r' && !(i + 1 < text.length() && text.charAt(i + 1) == '\n')) {
        line++;
      }
    }
    return line;
  }

  /** Returns two lines: what stands around a position, and a caret under it. */
  public static String of(String text, int position) {
    int shown = shown(text, position);
    int from = shown;
    while (from > 0 && !isLineEnd(text.charAt(from - 1))) {
      from--;
    }
    int to = shown;
    while (to < text.length() && !isLineEnd(text.charAt(to))) {
      to++;
    }
    int[] before = text.substring(from, shown).codePoints().toArray();
    int[] after = text.substring(shown, to).codePoints().toArray();
    int left = before.length + after.length <= WINDOW ? 0 : Math.max(0, before.length - BEFORE);
    int right = Math.min(after.length, WINDOW - (before.length - left));
    var line = new StringBuilder();
    int column = 0;
    if (left > 0) {
      line.append(CUT);
      column++;
    }
    for (int i = left; i < before.length; i++) {
      int shownAs = printable(before[i]);
      line.appendCodePoint(shownAs);
      column += columns(shownAs);
    }
    for (int i = 0; i < right; i++) {
      line.appendCodePoint(printable(after[i]));
    }
    if (right < after.length) {
      line.append(CUT);
    }
    return line + "\n" + " ".repeat(column) + "^";
  }

  /** The end of a text that ends in line breaks is shown at the end of the last line with text. */
  private static int shown(String text, int position) {
    int shown = Math.clamp(position, 0, text.length());
    if (shown == text.length()) {
      while (shown > 0 && isLineEnd(text.charAt(shown - 1))) {
        shown--;
      }
    }
    return shown;
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }

  private static int printable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL -> codePoint == '\t' ? ' ' : UNPRINTABLE;
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
      case Character.SURROGATE -> UNPRINTABLE;
      default -> codePoint;
    };
  }

  /** As terminals count: marks and joiners take none, East Asian characters and emoji two. */
  private static int columns(int codePoint) {
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean wide =
        codePoint >= 0x1100 && codePoint <= 0x115F
            || codePoint >= 0x2E80 && codePoint <= 0xA4CF
            || codePoint >= 0xAC00 && codePoint <= 0xD7A3
            || codePoint >= 0xF900 && codePoint <= 0xFAFF
            || codePoint >= 0xFE30 && codePoint <= 0xFE6F
            || codePoint >= 0xFF00 && codePoint <= 0xFF60
            || codePoint >= 0xFFE0 && codePoint <= 0xFFE6
            || codePoint >= 0x1F300 && codePoint <= 0x1FAFF
            || codePoint >= 0x20000 && codePoint <= 0x3FFFD;
    return wide ? 2 : 1;
  }
}
