package dev.stela.internal.analysis;

import dev.stela.internal.format.Glob;

/** Patterns of terms. Stateless, for any thread. */
public final class Patterns {
  private Patterns() {}

  /** Returns a pattern with what stands between its wildcards as terms have it. */
  public static String normalize(String pattern, TextAnalyzer analyzer) {
    var normal = new StringBuilder(pattern.length());
    var literal = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '*' || c == '?') {
        flush(literal, analyzer, normal);
        normal.append(c);
      } else {
        i += c == '\\' ? 1 : 0;
        literal.append(pattern.charAt(i));
      }
    }
    flush(literal, analyzer, normal);
    return normal.toString();
  }

  private static void flush(StringBuilder literal, TextAnalyzer analyzer, StringBuilder normal) {
    if (!literal.isEmpty()) {
      normal.append(Glob.escape(analyzer.normalize(literal.toString())));
      literal.setLength(0);
    }
  }
}
