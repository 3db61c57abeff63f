package dev.stela;

import dev.stela.internal.format.Excerpt;

/** Says what is wrong in the text of a query, and shows where. Stateless, for any thread. */
final class SyntaxErrors {
  private static final int SHOWN = 30;

  private SyntaxErrors() {}

  /** Returns the exception that says what is wrong and shows where. */
  static QuerySyntaxException at(String text, int position, String what) {
    int line = Excerpt.line(text, position);
    boolean several = line > 1 || Excerpt.line(text, text.length()) > 1;
    return new QuerySyntaxException(
        what + (several ? ", in line " + line : "") + "\n" + Excerpt.of(text, position), position);
  }

  /** Returns a part of a text on one line, shortened if it is long. */
  static String source(String text, int start, int end) {
    String source = text.substring(start, end);
    if (source.codePointCount(0, source.length()) > SHOWN) {
      source = source.substring(0, source.offsetByCodePoints(0, SHOWN - 1)) + "…";
    }
    return source.replaceAll("\\p{Cntrl}", " ");
  }
}
