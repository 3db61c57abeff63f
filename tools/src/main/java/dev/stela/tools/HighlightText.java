package dev.stela.tools;

import dev.stela.Highlight;

/** Shows pieces of texts to people, on one line, with what was found made visible. Immutable. */
public final class HighlightText {
  private static final String CUT = "…";
  private static final HighlightText PLAIN = new HighlightText("**", "**");
  private static final HighlightText TERMINAL = new HighlightText("\u001b[1m", "\u001b[22m");

  private final String before;
  private final String after;

  private HighlightText(String before, String after) {
    this.before = before;
    this.after = after;
  }

  /**
   * What shows pieces of texts.
   *
   * @param terminal whether a terminal shows it, in bold; else stars are put around what was found
   * @return it
   */
  public static HighlightText of(boolean terminal) {
    return terminal ? TERMINAL : PLAIN;
  }

  /**
   * A piece of a text on one line.
   *
   * @param piece the piece
   * @return the line
   */
  public String text(Highlight piece) {
    var line = new StringBuilder(piece.isCutBefore() ? CUT : "");
    String text = piece.text();
    int at = 0;
    for (Highlight.Mark mark : piece.marks()) {
      line.append(oneLine(text.substring(at, mark.start()))).append(before);
      line.append(oneLine(text.substring(mark.start(), mark.end()))).append(after);
      at = mark.end();
    }
    line.append(oneLine(text.substring(at))).append(piece.isCutBehind() ? CUT : "");
    return line.toString();
  }

  /** Line breaks and indents are of no use here, and what a terminal would obey is escaped. */
  private static String oneLine(String text) {
    return Text.printable(text.replaceAll("\\s+", " "));
  }
}
