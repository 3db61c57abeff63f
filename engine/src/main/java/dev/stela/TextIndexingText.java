package dev.stela;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads and writes the textual form of a text indexing. For one thread. */
final class TextIndexingText {
  private static final String NONE = "none";
  private static final String NO_POSITIONS = "nopositions";

  /** What a name with one of these stands in quotes for. */
  private static final String MEANING = ",:\"\\";

  private final String text;
  private int at;

  private TextIndexingText(String text) {
    this.text = text;
  }

  static TextIndexing parse(String text) {
    if (text == null) {
      throw new InvalidArgumentException("the text of a text indexing is null");
    }
    if (text.strip().equals(NONE)) {
      return TextIndexing.none();
    }
    return new TextIndexing(new TextIndexingText(text).fields());
  }

  static String of(TextIndexing indexing) {
    return indexing.isEmpty()
        ? NONE
        : indexing.fields().stream().map(TextIndexingText::of).collect(Collectors.joining(","));
  }

  private static String of(TextIndexing.Field field) {
    return name(field.name())
        + ":"
        + field.analyzer()
        + (field.positions() ? "" : ":" + NO_POSITIONS);
  }

  private static String name(String name) {
    boolean plain =
        name.chars().noneMatch(c -> MEANING.indexOf(c) >= 0) && name.strip().equals(name);
    return plain ? name : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private List<TextIndexing.Field> fields() {
    List<TextIndexing.Field> fields = new ArrayList<>();
    do {
      skipSpace();
      String name = at < text.length() && text.charAt(at) == '"' ? quoted() : until(",:");
      if (!accept(':')) {
        throw refused("a field has no analyzer: field=" + name);
      }
      String analyzer = analyzer();
      boolean positions = true;
      if (accept(':')) {
        String option = until(",:");
        if (!option.equals(NO_POSITIONS)) {
          throw refused("the only option of a field is " + NO_POSITIONS + ": option=" + option);
        }
        positions = false;
      }
      fields.add(new TextIndexing.Field(name, analyzer, positions));
    } while (accept(','));
    if (at < text.length()) {
      throw refused("expected a comma and another field, or the end: index=" + at);
    }
    return fields;
  }

  /** Commas between parentheses do not end it. */
  private String analyzer() {
    int from = at;
    String name = until(",:(");
    if (at < text.length() && text.charAt(at) == '(') {
      until(")");
      accept(')');
      name = text.substring(from, at).strip();
      skipSpace();
    }
    return name;
  }

  private String until(String ends) {
    int from = at;
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(from, at).strip();
  }

  private String quoted() {
    int open = at++;
    var name = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 1 : 0;
      if (at < text.length()) {
        name.append(text.charAt(at++));
      }
    }
    if (!accept('"')) {
      throw refused("a quote is not closed: index=" + open);
    }
    skipSpace();
    return name.toString();
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean accept(char c) {
    boolean accepted = at < text.length() && text.charAt(at) == c;
    at += accepted ? 1 : 0;
    return accepted;
  }

  private InvalidArgumentException refused(String what) {
    return new InvalidArgumentException(
        "this is no text indexing, as 'title:english,code:keyword:nopositions,*:standard' or 'none'"
            + " are: "
            + what
            + " text="
            + text);
  }
}
