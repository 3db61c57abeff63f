package dev.stela.internal.text;

import dev.stela.internal.analysis.TextSchema;
import dev.stela.internal.index.text.DocumentTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The texts of an entity that is to be created, analyzed before the transaction that creates it:
 * fields have their names still. One thread at a time; it may be handed from one to another.
 */
public final class AnalyzedTexts {
  private final TextSchema schema;
  private final List<String> names = new ArrayList<>();
  private final DocumentTokens tokens = new DocumentTokens();

  /**
   * Analyzes texts by the names of their fields.
   *
   * @throws dev.stela.InvalidArgumentException if an analyzer fails on one of them
   */
  AnalyzedTexts(TextSchema schema, Map<String, String> texts) {
    this.schema = schema;
    texts.forEach(this::add);
  }

  private void add(String name, String text) {
    TextSchema.Field field = schema.field(name);
    if (field != null) {
      tokens.begin(names.size());
      names.add(name);
      field.analyzer().analyze(text, tokens);
    }
  }

  /** Tells whether texts become terms as in another schema. */
  public boolean isOf(TextSchema other) {
    return schema == other;
  }

  /**
   * Returns the document.
   *
   * @param numbers gives the numbers of fields' names
   */
  public DocumentTokens tokens(ToIntFunction<String> numbers) {
    tokens.renumber(index -> numbers.applyAsInt(names.get(index)));
    return tokens;
  }
}
