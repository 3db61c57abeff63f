package dev.stela.internal.analysis;

import dev.stela.Highlight;
import dev.stela.InvalidArgumentException;
import dev.stela.Query;
import dev.stela.TextQuery;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds in a text what a query looks for, and cuts out the pieces that show the most of it. It
 * analyzes the text anew and asks no index. Immutable; any thread.
 */
public final class Highlighter {
  /** The least characters of a piece that can be asked for. */
  public static final int LEAST_LENGTH = 20;

  private final TextSchema schema;
  private final List<TextQuery> leaves = new ArrayList<>();

  private Highlighter(Query query, TextSchema schema) {
    this.schema = schema;
    collect(query);
  }

  /** Makes a highlighter of what a query looks for at the moment it is asked of. */
  public static Highlighter of(Query query, TextSchema schema) {
    return new Highlighter(query, schema);
  }

  /** What is negated, or asked of another moment, is not what the text was found for. */
  private void collect(Query query) {
    switch (query) {
      case TextQuery leaf -> leaves.add(leaf);
      case Query.And(List<Query> queries) -> queries.forEach(this::collect);
      case Query.Or(List<Query> queries) -> queries.forEach(this::collect);
      default -> {}
    }
  }

  /**
   * Returns the best pieces of a field's text, in the order of the text; none if nothing of the
   * query is in it.
   *
   * @param most the most pieces
   * @param length the most characters of a piece, as many as {@link #LEAST_LENGTH} at least
   * @throws InvalidArgumentException if less is asked for
   */
  public List<Highlight> highlights(String field, String text, int most, int length) {
    if (most < 1 || length < LEAST_LENGTH) {
      throw new InvalidArgumentException(
          "highlights are pieces of "
              + LEAST_LENGTH
              + " characters or more, and one at least: pieces="
              + most
              + " characters="
              + length);
    }
    TextSchema.Field indexed = schema.field(field);
    if (indexed == null) {
      return List.of();
    }
    var found = new Occurrences(indexed);
    for (TextQuery leaf : leaves) {
      if (leaf.field() == null || leaf.field().equals(field)) {
        found.lookFor(leaf);
      }
    }
    return new Snippets(field, text, found.in(text), length).best(most);
  }
}
