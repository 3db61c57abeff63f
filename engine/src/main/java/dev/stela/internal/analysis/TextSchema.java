package dev.stela.internal.analysis;

import dev.stela.TextIndexing;
import java.util.HashMap;
import java.util.Map;

/** Which text fields are indexed, and by which analyzers. Immutable; any thread. */
public final class TextSchema {
  private final TextIndexing indexing;
  private final Map<String, Field> named = new HashMap<>();
  private final Field others;

  /**
   * How a field is indexed.
   *
   * @param analyzer makes terms of its texts
   * @param positions whether posting lists have positions
   */
  public record Field(TextAnalyzer analyzer, boolean positions) {}

  private TextSchema(TextIndexing indexing) {
    this.indexing = indexing;
    Map<String, TextAnalyzer> analyzers = new HashMap<>();
    Field found = null;
    for (TextIndexing.Field field : indexing.fields()) {
      TextAnalyzer analyzer = analyzers.computeIfAbsent(field.analyzer(), Analyzers::named);
      var made = new Field(analyzer, field.positions());
      if (field.name().equals(TextIndexing.OTHERS)) {
        found = made;
      } else {
        named.put(field.name(), made);
      }
    }
    this.others = found;
  }

  /**
   * Finds the analyzers of a configuration.
   *
   * @throws dev.stela.InvalidArgumentException if there is no analyzer of a name
   * @throws dev.stela.AnalyzerMissingException if the library of one is not there
   */
  public static TextSchema of(TextIndexing indexing) {
    return new TextSchema(indexing);
  }

  /** Returns the configuration. */
  public TextIndexing indexing() {
    return indexing;
  }

  /** Returns how a field is indexed; null if it is not. */
  public Field field(String name) {
    return named.getOrDefault(name, others);
  }

  /**
   * Returns a text that says how terms are made: an index that was made under another one may have
   * other terms.
   */
  public String identity() {
    var identity = new StringBuilder(indexing.text());
    indexing.fields().stream()
        .map(field -> others(field).analyzer().identity())
        .distinct()
        .forEach(analyzer -> identity.append('\n').append(analyzer));
    return identity.toString();
  }

  private Field others(TextIndexing.Field field) {
    return field.name().equals(TextIndexing.OTHERS) ? others : named.get(field.name());
  }
}
