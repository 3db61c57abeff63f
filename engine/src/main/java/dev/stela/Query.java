package dev.stela;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * A condition on entities: what {@link QueryReader#search} looks for. Building blocks are joined by
 * {@link And}, {@link Or} and {@link Not}, nested at will. Each block is asked of the moment that
 * its reader sees; {@link AsOf} asks of an earlier one, {@link Ever} of all moments up to it.
 *
 * <p>Immutable; any thread.
 */
public sealed interface Query {

  /** Every entity. */
  record All() implements Query {}

  /**
   * Entities that have a tag.
   *
   * @param tag the tag
   */
  record HasTag(Tag tag) implements Query {}

  /**
   * Entities that have a tag of a namespace.
   *
   * @param namespace the namespace
   */
  record HasNamespace(String namespace) implements Query {}

  /**
   * Entities that have a tag whose namespace and value match patterns, in which {@code *} stands
   * for any number of characters, {@code ?} for one, and {@code \} takes the meaning from the
   * character after it.
   *
   * @param namespace the namespace's pattern; null for tags without a namespace
   * @param value the value's pattern
   */
  record Matches(String namespace, String value) implements Query {}

  /**
   * What a namespace's values are compared with.
   *
   * @param text the text, or the number in decimal notation
   * @param numeric whether values are compared as numbers; those that are none do not match
   */
  record Operand(String text, boolean numeric) {}

  /**
   * Entities that have a tag of a namespace whose value compares as wanted.
   *
   * @param namespace the namespace
   * @param comparison how
   * @param operands two for {@link Comparison#BETWEEN}, one or more for {@link Comparison#IN}, else
   *     one
   */
  record Compares(String namespace, Comparison comparison, List<Operand> operands)
      implements Query {}

  /**
   * Entities in a state of life. A query that asks this anywhere is not restricted to active
   * entities.
   *
   * @param lifecycle the state
   */
  record InLifecycle(Lifecycle lifecycle) implements Query {}

  /**
   * Entities created in a span of time.
   *
   * @param from inclusive; null for no limit
   * @param to exclusive; null for no limit
   */
  record CreatedIn(Instant from, Instant to) implements Query {}

  /**
   * Entities whose last change was in a span of time.
   *
   * @param from inclusive; null for no limit
   * @param to exclusive; null for no limit
   */
  record UpdatedIn(Instant from, Instant to) implements Query {}

  /**
   * Entities by their ids.
   *
   * @param ids the ids; those that no entity has are passed over
   */
  record HasId(Set<EntityId> ids) implements Query {}

  /**
   * Entities that satisfy all of some queries.
   *
   * @param queries at least one
   */
  record And(List<Query> queries) implements Query {}

  /**
   * Entities that satisfy any of some queries.
   *
   * @param queries at least one
   */
  record Or(List<Query> queries) implements Query {}

  /**
   * Entities that do not satisfy a query.
   *
   * @param query the query
   */
  record Not(Query query) implements Query {}

  /**
   * Asks each building block of a query of all moments up to the reader's: whether it was true at
   * any of them. {@code not} inside is the opposite of the answer: at none of them.
   *
   * @param query the query
   */
  record Ever(Query query) implements Query {}

  /**
   * Asks a query of an earlier moment.
   *
   * @param time the moment, not after the reader's
   * @param query the query
   */
  record AsOf(Instant time, Query query) implements Query {}

  /**
   * Asks a query of an earlier LSN.
   *
   * @param lsn 0 to the reader's
   * @param query the query
   */
  record AsOfLsn(long lsn, Query query) implements Query {}

  /**
   * Every entity.
   *
   * @return the query
   */
  static Query all() {
    return new All();
  }

  /**
   * Entities that have a tag.
   *
   * @param tag see {@link Tag#of(String)}
   * @return the query
   */
  static Query tag(String tag) {
    return new HasTag(Tag.of(tag));
  }

  /**
   * Entities that satisfy all of some queries.
   *
   * @param queries at least one
   * @return the query
   */
  static Query and(Query... queries) {
    return new And(List.of(queries));
  }

  /**
   * Entities that satisfy any of some queries.
   *
   * @param queries at least one
   * @return the query
   */
  static Query or(Query... queries) {
    return new Or(List.of(queries));
  }

  /**
   * Entities that do not satisfy a query.
   *
   * @param query the query
   * @return the query
   */
  static Query not(Query query) {
    return new Not(query);
  }

  /**
   * Entities by their ids.
   *
   * @param ids the ids
   * @return the query
   */
  static Query ids(Collection<EntityId> ids) {
    return new HasId(Set.copyOf(ids));
  }

  /**
   * Reads the textual form of a query.
   *
   * @param text the text
   * @return the query
   * @throws QuerySyntaxException if it is no query; the message points to where
   */
  static Query parse(String text) {
    throw new UnsupportedOperationException();
  }
}
