package dev.stela;

import static dev.stela.QueryChecks.requireDepth;
import static dev.stela.QueryChecks.requireList;
import static dev.stela.QueryChecks.requireNamespace;
import static dev.stela.QueryChecks.requireOperand;
import static dev.stela.QueryChecks.requireOperands;
import static dev.stela.QueryChecks.requirePattern;
import static dev.stela.QueryChecks.requirePresent;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A condition on entities: what {@link QueryReader#search} looks for. Building blocks are joined by
 * {@link And}, {@link Or} and {@link Not}, nested at will; those of {@link TextQuery} look into
 * texts. Each block is asked of the moment that its reader sees; {@link AsOf} asks of an earlier
 * one, {@link Ever} of all moments up to it.
 *
 * <p>A query has a textual form, which {@link #parse} reads and {@link #text} writes. What is wrong
 * in itself (a null, an empty list, a number that is none, nesting deeper than 500) is refused at
 * construction by an {@link InvalidArgumentException}.
 *
 * <p>Immutable; any thread.
 */
public sealed interface Query
    permits Query.All,
        Query.HasTag,
        Query.HasNamespace,
        Query.Matches,
        Query.Compares,
        Query.InLifecycle,
        Query.CreatedIn,
        Query.UpdatedIn,
        Query.HasId,
        Query.And,
        Query.Or,
        Query.Not,
        Query.Ever,
        Query.AsOf,
        Query.AsOfLsn,
        TextQuery {

  /** Every entity. */
  record All() implements Query {}

  /**
   * Entities that have a tag.
   *
   * @param tag the tag
   */
  record HasTag(Tag tag) implements Query {
    /** Checks the parts. */
    public HasTag {
      requirePresent(tag, "tag");
    }
  }

  /**
   * Entities that have a tag of a namespace.
   *
   * @param namespace the namespace
   */
  record HasNamespace(String namespace) implements Query {
    /** Checks the parts. */
    public HasNamespace {
      requireNamespace(namespace);
    }
  }

  /**
   * Entities that have a tag whose namespace and value match patterns, in which {@code *} stands
   * for any number of characters, {@code ?} for one, and {@code \} takes the meaning from the
   * character after it.
   *
   * @param namespace the namespace's pattern; null for tags without a namespace
   * @param value the value's pattern
   */
  record Matches(String namespace, String value) implements Query {
    /** Checks the patterns and takes out escapes and stars that say nothing. */
    public Matches {
      if (namespace != null) {
        namespace = requirePattern(namespace, "namespace");
        if (namespace.indexOf(':') >= 0) {
          throw new InvalidArgumentException("a namespace has no colon: pattern=" + namespace);
        }
      }
      value = requirePattern(value, "value");
      if (namespace == null && value.indexOf(':') >= 0) {
        throw new InvalidArgumentException(
            "a tag without a namespace has no colon: pattern=" + value);
      }
    }
  }

  /**
   * What a namespace's values are compared with.
   *
   * @param text the text, or the number in decimal notation
   * @param numeric whether values are compared as numbers; those that are none are unequal to all
   *     and neither less nor greater
   */
  record Operand(String text, boolean numeric) {
    /** Checks the parts. */
    public Operand {
      requireOperand(text, numeric);
    }

    /**
     * A text.
     *
     * @param text any text
     * @return the operand
     */
    public static Operand ofText(String text) {
      return new Operand(text, false);
    }

    /**
     * A number.
     *
     * @param number a number of the JDK's, neither infinite nor NaN
     * @return the operand
     */
    public static Operand ofNumber(Number number) {
      return new Operand(requirePresent(number, "operand").toString(), true);
    }
  }

  /**
   * Entities that have a tag of a namespace whose value compares as wanted.
   *
   * @param namespace the namespace
   * @param comparison how
   * @param operands two for {@link Comparison#BETWEEN}, one or more for {@link Comparison#IN}, else
   *     one
   */
  record Compares(String namespace, Comparison comparison, List<Operand> operands)
      implements Query {
    /** Checks the parts. */
    public Compares {
      requireNamespace(namespace);
      requirePresent(comparison, "comparison");
      operands = requireList(operands, "operands", 1);
      requireOperands(comparison, operands);
    }
  }

  /**
   * Entities in a state of life. A query that asks this anywhere is not restricted to active
   * entities.
   *
   * @param lifecycle the state
   */
  record InLifecycle(Lifecycle lifecycle) implements Query {
    /** Checks the parts. */
    public InLifecycle {
      requirePresent(lifecycle, "lifecycle");
    }
  }

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
   * @param ids at least one; those that no entity has are passed over
   */
  record HasId(Set<EntityId> ids) implements Query {
    /** Checks the parts. */
    public HasId {
      ids = Set.copyOf(requireList(ids, "ids", 1));
    }
  }

  /**
   * Entities that satisfy all of some queries.
   *
   * @param queries at least two; {@link Query#and(Query...)} takes one too
   */
  record And(List<Query> queries) implements Query {
    /** Checks the parts. */
    public And {
      queries = requireList(queries, "queries", 2);
      requireDepth(queries);
    }
  }

  /**
   * Entities that satisfy any of some queries.
   *
   * @param queries at least two; {@link Query#or(Query...)} takes one too
   */
  record Or(List<Query> queries) implements Query {
    /** Checks the parts. */
    public Or {
      queries = requireList(queries, "queries", 2);
      requireDepth(queries);
    }
  }

  /**
   * Entities that do not satisfy a query.
   *
   * @param query the query
   */
  record Not(Query query) implements Query {
    /** Checks the parts. */
    public Not {
      requireDepth(List.of(requirePresent(query, "query")));
    }
  }

  /**
   * Asks each building block of a query of all moments up to the reader's: whether it was true at
   * any of them. {@code not} inside is the opposite of the answer: at none of them.
   *
   * @param query the query
   */
  record Ever(Query query) implements Query {
    /** Checks the parts. */
    public Ever {
      requireDepth(List.of(requirePresent(query, "query")));
    }
  }

  /**
   * Asks a query of an earlier moment. {@code not} inside is about the entities that existed then.
   *
   * @param time the moment, not after the reader's or that of an enclosing query of this kind
   * @param query the query
   */
  record AsOf(Instant time, Query query) implements Query {
    /** Checks the parts. */
    public AsOf {
      requirePresent(time, "time");
      requireDepth(List.of(requirePresent(query, "query")));
    }
  }

  /**
   * Asks a query of an earlier LSN.
   *
   * @param lsn 0 to the reader's or that of an enclosing query of this kind
   * @param query the query
   */
  record AsOfLsn(long lsn, Query query) implements Query {
    /** Checks the parts. */
    public AsOfLsn {
      if (lsn < 0) {
        throw new InvalidArgumentException("an LSN is not negative: lsn=" + lsn);
      }
      requireDepth(List.of(requirePresent(query, "query")));
    }
  }

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
   * @throws InvalidArgumentException if the text is no tag
   */
  static Query tag(String tag) {
    return new HasTag(Tag.of(requirePresent(tag, "tag")));
  }

  /**
   * Entities that have a tag.
   *
   * @param tag the tag
   * @return the query
   */
  static Query tag(Tag tag) {
    return new HasTag(tag);
  }

  /**
   * Entities that have a tag of a namespace, whatever its value.
   *
   * @param namespace the namespace
   * @return the query
   * @throws InvalidArgumentException if no tag can have it
   */
  static Query namespace(String namespace) {
    return new HasNamespace(namespace);
  }

  /**
   * Entities that have a tag which matches a pattern. The first colon separates the namespace's
   * pattern from the value's; a pattern without a colon is one for tags without a namespace.
   *
   * @param pattern see {@link Matches}
   * @return the query
   * @throws InvalidArgumentException if the pattern ends in a backslash that escapes nothing
   */
  static Query matches(String pattern) {
    int colon = requirePresent(pattern, "pattern").indexOf(':');
    if (colon < 0) {
      return new Matches(null, pattern);
    }
    // An escaped colon separates as well: a namespace cannot have one.
    boolean escaped = pattern.substring(0, colon).replace("\\\\", "").endsWith("\\");
    return new Matches(
        pattern.substring(0, escaped ? colon - 1 : colon), pattern.substring(colon + 1));
  }

  /**
   * Entities that have a tag whose namespace and value match patterns.
   *
   * @param namespace see {@link Matches}; null for tags without a namespace
   * @param value see {@link Matches}
   * @return the query
   * @throws InvalidArgumentException if a pattern ends in a backslash that escapes nothing
   */
  static Query matches(String namespace, String value) {
    return new Matches(namespace, value);
  }

  /**
   * Entities of which a value in a namespace, compared as texts, is the operand.
   *
   * @param namespace the namespace
   * @param operand the text
   * @return the query
   */
  static Query equal(String namespace, String operand) {
    return compare(namespace, Comparison.EQUAL, Operand.ofText(operand));
  }

  /**
   * Entities that have values in a namespace, none of which, compared as texts, is the operand.
   *
   * @param namespace the namespace
   * @param operand the text
   * @return the query
   */
  static Query notEqual(String namespace, String operand) {
    return compare(namespace, Comparison.NOT_EQUAL, Operand.ofText(operand));
  }

  /**
   * Entities of which a value in a namespace, compared as texts, is less than the operand.
   *
   * @param namespace the namespace
   * @param operand the text
   * @return the query
   */
  static Query less(String namespace, String operand) {
    return compare(namespace, Comparison.LESS, Operand.ofText(operand));
  }

  /**
   * Entities of which a value in a namespace, compared as texts, is at most the operand.
   *
   * @param namespace the namespace
   * @param operand the text
   * @return the query
   */
  static Query atMost(String namespace, String operand) {
    return compare(namespace, Comparison.AT_MOST, Operand.ofText(operand));
  }

  /**
   * Entities of which a value in a namespace, compared as texts, is greater than the operand.
   *
   * @param namespace the namespace
   * @param operand the text
   * @return the query
   */
  static Query greater(String namespace, String operand) {
    return compare(namespace, Comparison.GREATER, Operand.ofText(operand));
  }

  /**
   * Entities of which a value in a namespace, compared as texts, is at least the operand.
   *
   * @param namespace the namespace
   * @param operand the text
   * @return the query
   */
  static Query atLeast(String namespace, String operand) {
    return compare(namespace, Comparison.AT_LEAST, Operand.ofText(operand));
  }

  /**
   * Entities of which a value in a namespace, compared as texts, is one of the operands.
   *
   * @param namespace the namespace
   * @param operands at least one text
   * @return the query
   */
  static Query in(String namespace, String... operands) {
    return new Compares(
        namespace,
        Comparison.IN,
        Stream.of(requirePresent(operands, "operands")).map(Operand::ofText).toList());
  }

  /**
   * Entities of which a value in a namespace, compared as texts, is at least the first and at most
   * the second operand.
   *
   * @param namespace the namespace
   * @param least the least
   * @param most the greatest; nothing matches if it is less than the least
   * @return the query
   */
  static Query between(String namespace, String least, String most) {
    return compare(namespace, Comparison.BETWEEN, Operand.ofText(least), Operand.ofText(most));
  }

  /**
   * Entities of which a value in a namespace, compared as numbers, is the operand.
   *
   * @param namespace the namespace
   * @param operand a number; values that are none do not match
   * @return the query
   */
  static Query equal(String namespace, Number operand) {
    return compare(namespace, Comparison.EQUAL, Operand.ofNumber(operand));
  }

  /**
   * Entities that have values in a namespace, none of which, compared as numbers, is the operand.
   *
   * @param namespace the namespace
   * @param operand a number; values that are none are not it
   * @return the query
   */
  static Query notEqual(String namespace, Number operand) {
    return compare(namespace, Comparison.NOT_EQUAL, Operand.ofNumber(operand));
  }

  /**
   * Entities of which a value in a namespace, compared as numbers, is less than the operand.
   *
   * @param namespace the namespace
   * @param operand a number; values that are none do not match
   * @return the query
   */
  static Query less(String namespace, Number operand) {
    return compare(namespace, Comparison.LESS, Operand.ofNumber(operand));
  }

  /**
   * Entities of which a value in a namespace, compared as numbers, is at most the operand.
   *
   * @param namespace the namespace
   * @param operand a number; values that are none do not match
   * @return the query
   */
  static Query atMost(String namespace, Number operand) {
    return compare(namespace, Comparison.AT_MOST, Operand.ofNumber(operand));
  }

  /**
   * Entities of which a value in a namespace, compared as numbers, is greater than the operand.
   *
   * @param namespace the namespace
   * @param operand a number; values that are none do not match
   * @return the query
   */
  static Query greater(String namespace, Number operand) {
    return compare(namespace, Comparison.GREATER, Operand.ofNumber(operand));
  }

  /**
   * Entities of which a value in a namespace, compared as numbers, is at least the operand.
   *
   * @param namespace the namespace
   * @param operand a number; values that are none do not match
   * @return the query
   */
  static Query atLeast(String namespace, Number operand) {
    return compare(namespace, Comparison.AT_LEAST, Operand.ofNumber(operand));
  }

  /**
   * Entities of which a value in a namespace, compared as numbers, is one of the operands.
   *
   * @param namespace the namespace
   * @param operands at least one number
   * @return the query
   */
  static Query in(String namespace, Number... operands) {
    return new Compares(
        namespace,
        Comparison.IN,
        Stream.of(requirePresent(operands, "operands")).map(Operand::ofNumber).toList());
  }

  /**
   * Entities of which a value in a namespace, compared as numbers, is at least the first and at
   * most the second operand.
   *
   * @param namespace the namespace
   * @param least the least
   * @param most the greatest; nothing matches if it is less than the least
   * @return the query
   */
  static Query between(String namespace, Number least, Number most) {
    return compare(namespace, Comparison.BETWEEN, Operand.ofNumber(least), Operand.ofNumber(most));
  }

  /**
   * Entities of which a value in a namespace compares as wanted.
   *
   * @param namespace the namespace
   * @param comparison how
   * @param operands see {@link Compares}
   * @return the query
   */
  static Query compare(String namespace, Comparison comparison, Operand... operands) {
    return new Compares(namespace, comparison, Arrays.asList(requirePresent(operands, "operands")));
  }

  /**
   * Entities in a state of life. A query that asks this anywhere is not restricted to active
   * entities.
   *
   * @param lifecycle the state
   * @return the query
   */
  static Query lifecycle(Lifecycle lifecycle) {
    return new InLifecycle(lifecycle);
  }

  /**
   * Entities created in a span of time; nothing if it ends before it begins.
   *
   * @param from inclusive; null for no limit
   * @param to exclusive; null for no limit
   * @return the query
   */
  static Query createdIn(Instant from, Instant to) {
    return new CreatedIn(from, to);
  }

  /**
   * Entities whose last change was in a span of time; nothing if it ends before it begins.
   *
   * @param from inclusive; null for no limit
   * @param to exclusive; null for no limit
   * @return the query
   */
  static Query updatedIn(Instant from, Instant to) {
    return new UpdatedIn(from, to);
  }

  /**
   * Entities by their ids.
   *
   * @param ids at least one
   * @return the query
   */
  static Query ids(EntityId... ids) {
    return ids(Arrays.asList(requirePresent(ids, "ids")));
  }

  /**
   * Entities by their ids.
   *
   * @param ids at least one
   * @return the query
   */
  static Query ids(Collection<EntityId> ids) {
    return new HasId(Set.copyOf(requireList(ids, "ids", 1)));
  }

  /**
   * Entities that satisfy all of some queries.
   *
   * @param queries at least one; one is returned as it is
   * @return the query
   */
  static Query and(Query... queries) {
    return and(Arrays.asList(requirePresent(queries, "queries")));
  }

  /**
   * Entities that satisfy all of some queries.
   *
   * @param queries at least one; one is returned as it is
   * @return the query
   */
  static Query and(Collection<? extends Query> queries) {
    return requireList(queries, "queries", 1).size() == 1
        ? queries.iterator().next()
        : new And(List.copyOf(queries));
  }

  /**
   * Entities that satisfy any of some queries.
   *
   * @param queries at least one; one is returned as it is
   * @return the query
   */
  static Query or(Query... queries) {
    return or(Arrays.asList(requirePresent(queries, "queries")));
  }

  /**
   * Entities that satisfy any of some queries.
   *
   * @param queries at least one; one is returned as it is
   * @return the query
   */
  static Query or(Collection<? extends Query> queries) {
    return requireList(queries, "queries", 1).size() == 1
        ? queries.iterator().next()
        : new Or(List.copyOf(queries));
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
   * Asks each building block of a query of all moments up to the reader's.
   *
   * @param query see {@link Ever}
   * @return the query
   */
  static Query ever(Query query) {
    return new Ever(query);
  }

  /**
   * Asks a query of an earlier moment. {@code not} inside is about the entities that existed then.
   *
   * @param time not after the reader's
   * @param query the query
   * @return the query
   */
  static Query asOf(Instant time, Query query) {
    return new AsOf(time, query);
  }

  /**
   * Asks a query of an earlier LSN.
   *
   * @param lsn 0 to the reader's or that of an enclosing query of this kind
   * @param query the query
   * @return the query
   */
  static Query asOf(long lsn, Query query) {
    return new AsOfLsn(lsn, query);
  }

  /**
   * Reads the textual form of a query. The page {@code docs/query-language.md} has the grammar.
   *
   * @param text the text
   * @return the query
   * @throws QuerySyntaxException if it is no query; the message points to where
   */
  static Query parse(String text) {
    return QueryParser.parse(requirePresent(text, "text"));
  }

  /**
   * The textual form of this query, in one way of several: {@link #parse} reads an equal query from
   * it.
   *
   * @return the text
   */
  default String text() {
    return QueryText.of(this);
  }
}
