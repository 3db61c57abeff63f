package dev.stela;

import java.util.List;
import java.util.Objects;

/**
 * A piece of a text field in which something was found, with marks on what. Immutable; any thread.
 *
 * @param field the field's name
 * @param text the piece
 * @param offset the index in the field's text at which the piece begins
 * @param textLength the length of the field's text
 * @param marks what was found, in the order of the text, without overlaps
 */
public record Highlight(
    String field, String text, int offset, int textLength, List<Highlight.Mark> marks) {
  /** Takes a copy of the marks. */
  public Highlight {
    marks = List.copyOf(marks);
  }

  /**
   * Something that was found.
   *
   * @param start the index in the piece of its first character
   * @param end the index behind its last one
   */
  public record Mark(int start, int end) {}

  /**
   * The piece with something put around each mark.
   *
   * @param before what to put before it
   * @param after what to put behind it
   * @return the text
   */
  public String marked(String before, String after) {
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(after, "after");
    var marked = new StringBuilder(text.length() + marks.size() * 16);
    int at = 0;
    for (Mark mark : marks) {
      marked.append(text, at, mark.start()).append(before);
      marked.append(text, mark.start(), mark.end()).append(after);
      at = mark.end();
    }
    return marked.append(text, at, text.length()).toString();
  }

  /**
   * Whether the field's text goes on before the piece.
   *
   * @return true if the piece does not begin where the text does
   */
  public boolean isCutBefore() {
    return offset > 0;
  }

  /**
   * Whether the field's text goes on behind the piece.
   *
   * @return true if the piece does not end where the text does
   */
  public boolean isCutBehind() {
    return offset + text.length() < textLength;
  }
}
