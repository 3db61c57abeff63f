package dev.stela.internal.query;

import dev.stela.Query;
import dev.stela.TextQuery;
import dev.stela.internal.index.postings.OrdinalSet;
import dev.stela.internal.query.text.Bm25;
import dev.stela.internal.query.text.Node;
import dev.stela.internal.query.text.Standing;
import dev.stela.internal.query.text.TextMatching;
import dev.stela.internal.query.text.TopHits;
import dev.stela.internal.text.TextReading;
import java.util.ArrayList;
import java.util.List;

/**
 * The entities that match a query as of one LSN, ordered by how well their texts do. Scores are
 * those of the texts of one moment: the newest that the query asks texts of. What it asks of other
 * moments, and all that is not about texts, is a condition that scores nothing. One thread.
 */
public final class Ranking {
  private static final long NO_TEXT = -1;

  private final Evaluator evaluator;
  private final Indexes indexes;
  private final Query query;
  private final Leaves leaves;
  private final long moment;

  /**
   * Begins to rank.
   *
   * @param query checked and resolved, see {@link Queries}
   * @param lsn a visible LSN
   * @throws dev.stela.InvalidArgumentException if the query asks of a later moment
   */
  public Ranking(Evaluator evaluator, Query query, long lsn) {
    this.evaluator = evaluator;
    this.indexes = evaluator.indexes();
    this.query = query;
    this.leaves = evaluator.leaves(query, lsn);
    this.moment = moment(query, leaves);
  }

  /** Returns the LSN of the newest moment of which a text is asked that scores. */
  private static long moment(Query query, Leaves leaves) {
    return switch (query) {
      case TextQuery _ -> leaves.lsn();
      case Query.And(List<Query> queries) -> moment(queries, leaves);
      case Query.Or(List<Query> queries) -> moment(queries, leaves);
      case Query.AsOfLsn(long lsn, Query inner) -> moment(inner, leaves.asOf(lsn));
      default -> NO_TEXT;
    };
  }

  private static long moment(List<Query> queries, Leaves leaves) {
    return queries.stream().mapToLong(query -> moment(query, leaves)).max().orElse(NO_TEXT);
  }

  /** Returns the LSN as of which texts are scored; -1 if none is. */
  public long moment() {
    return moment;
  }

  /**
   * Returns the best entities, sorted.
   *
   * @param limit how many, at least one
   */
  public TopHits best(int limit, Bm25 similarity) {
    var best = new TopHits(limit);
    boolean othersMatch = moment == NO_TEXT;
    if (moment != NO_TEXT) {
      try (TextReading reading = indexes.texts().read()) {
        TextMatching matching = indexes.texts().matching(reading, moment, standing(), similarity);
        Node node = node(query, leaves, matching);
        othersMatch = node.matchesWithoutText();
        matching.rank(TextMatching.all(List.of(node), exceptions(matching)), best);
      }
    }
    if (othersMatch && best.takesZero()) {
      addOthers(best);
    }
    best.sort();
    return best;
  }

  private Standing standing() {
    return Queries.asksForLifecycle(query) ? Standing.LATEST : Standing.NOW;
  }

  /** What stands is of an active entity; but it may have been purged, or not be active any more. */
  private List<Node> exceptions(TextMatching matching) {
    List<Node> exceptions = new ArrayList<>();
    if (moment < leaves.lsn() && !Queries.asksForLifecycle(query)) {
      for (Step step : Evaluator.notActive(leaves)) {
        exceptions.add(matching.condition(step::contains));
      }
    }
    OrdinalSet purged = indexes.purged().set();
    if (!purged.isEmpty()) {
      exceptions.add(matching.condition(purged::contains));
    }
    return exceptions;
  }

  private Node node(Query part, Leaves from, TextMatching matching) {
    if (moment(part, from) != moment) {
      return condition(part, from, matching);
    }
    return switch (part) {
      case Query.And(List<Query> queries) -> all(queries, from, matching);
      case Query.Or(List<Query> queries) ->
          matching.any(queries.stream().map(inner -> node(inner, from, matching)).toList());
      case Query.AsOfLsn(long lsn, Query inner) -> node(inner, from.asOf(lsn), matching);
      default -> TextTrees.node(part, matching);
    };
  }

  private Node all(List<Query> queries, Leaves from, TextMatching matching) {
    List<Node> members = new ArrayList<>();
    List<Node> exceptions = new ArrayList<>();
    for (Query part : queries) {
      if (part instanceof Query.Not(Query inner)) {
        exceptions.add(
            TextTrees.isText(inner) && from.lsn() == moment
                ? TextTrees.node(inner, matching)
                : condition(inner, from, matching));
      } else {
        members.add(node(part, from, matching));
      }
    }
    return TextMatching.all(members, exceptions);
  }

  private Node condition(Query part, Leaves from, TextMatching matching) {
    return matching.condition(evaluator.step(part, from, false)::contains);
  }

  /** Adds entities that match without a text, in the order of their ordinals. */
  private void addOthers(TopHits best) {
    OrdinalSet others =
        evaluator.answer(query, leaves.lsn()).all().andNot(OrdinalSet.of(best.ordinals()));
    int ordinal = Members.next(others, 0);
    while (ordinal != Members.NONE && best.offer(0, ordinal)) {
      ordinal = ordinal == Integer.MAX_VALUE ? Members.NONE : Members.next(others, ordinal + 1);
    }
  }

  /** Returns how many entities match. */
  public long total() {
    // Of one moment, each text that stands is another entity's: no set has to be made of them.
    if (moment == leaves.lsn() && TextTrees.isText(query) && indexes.purged().set().isEmpty()) {
      try (TextReading reading = indexes.texts().read()) {
        TextMatching matching = indexes.texts().matching(reading, moment, Standing.NOW, null);
        return matching.count(TextTrees.node(query, matching));
      }
    }
    return evaluator.answer(query, leaves.lsn()).count();
  }
}
