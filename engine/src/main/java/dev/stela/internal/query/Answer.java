package dev.stela.internal.query;

import dev.stela.Facet;
import dev.stela.InvalidArgumentException;
import dev.stela.Order;
import dev.stela.QueryPlan;
import dev.stela.internal.index.postings.OrdinalSet;
import java.util.List;

/** The entities that match a query as of one LSN. One thread. */
public final class Answer {
  /** So many times more values than entities, and reading the entities' tags is faster. */
  private static final int VALUES_PER_ENTITY = 4;

  private final Indexes indexes;
  private final Step step;
  private final boolean allActive;
  private final long lsn;
  private OrdinalSet all;

  Answer(Indexes indexes, Step step, boolean allActive, long lsn) {
    this.indexes = indexes;
    this.step = step;
    this.allActive = allActive;
    this.lsn = lsn;
  }

  /** Returns how many there are, without making their set. */
  public long count() {
    return all == null ? step.count() : all.cardinality();
  }

  /** Tells whether there is any: stops at the first chunk that has one. */
  public boolean exists() {
    return step.exists();
  }

  /** Returns their set. */
  public OrdinalSet all() {
    if (all == null) {
      all = step.all();
    }
    return all;
  }

  /**
   * Returns them in an order.
   *
   * @param after the ordinal after which to begin; {@link OrdinalStream#NONE} for the first
   * @param limit how many will be asked for at most
   * @throws InvalidArgumentException if there was no such ordinal, or its entity was purged and the
   *     order is not that of the creation
   */
  public OrdinalStream ordered(Order order, int after, long limit) {
    int bound = indexes.entities().countAt(lsn);
    if (after >= bound) {
      throw new InvalidArgumentException(
          "the cursor is from a past that the store has lost: entities="
              + bound
              + " cursor="
              + after);
    }
    boolean byOrdinal = order.by() == Order.By.CREATED && !order.descending();
    if (after != OrdinalStream.NONE && !byOrdinal && indexes.purged().contains(after)) {
      throw new InvalidArgumentException(
          "the cursor stands on an entity that has been purged, begin the search anew: order="
              + order);
    }
    return switch (order.by()) {
      case CREATED ->
          order.descending()
              ? new DescendingStream(all(), indexes.entities(), bound, after)
              : new AscendingStream(all(), after);
      case ID, UPDATED, TAG_COUNT ->
          new KeyStream(all(), Keys.of(order, indexes, lsn), after, limit);
      case VALUE, NUMBER -> {
        Values values = new Values(order, indexes, lsn);
        yield readsTags(values)
            ? new KeyStream(all(), values::rank, after, limit)
            : new ValueStream(all(), values, indexes.sets(), lsn, after);
      }
    };
  }

  private boolean readsTags(Values values) {
    return (long) all().cardinality() * VALUES_PER_ENTITY < values.size();
  }

  /** Returns the values of a namespace that they have, the most frequent first. */
  public List<Facet> facets(String namespace) {
    return new Facets(indexes, all(), lsn).byCount(namespace);
  }

  /** Returns the values of a namespace that they have, in byte order. */
  public List<Facet> values(String namespace) {
    return new Facets(indexes, all(), lsn).byValue(namespace);
  }

  /** Returns the namespaces of their tags, in byte order. */
  public List<String> namespaces() {
    return new Facets(indexes, all(), lsn).namespaces();
  }

  /** Returns how they are found and ordered; evaluates every step by itself. */
  public QueryPlan plan(Order order, long offset, long limit) {
    QueryPlan found = Plans.of(step);
    if (allActive) {
      found =
          new QueryPlan(
              "active entities: no others are there", found.cardinality(), List.of(found));
    }
    boolean byValue = order.by() == Order.By.VALUE || order.by() == Order.By.NUMBER;
    Values values = byValue ? new Values(order, indexes, lsn) : null;
    String text =
        Plans.order(order, byValue ? values.size() : 0, byValue && readsTags(values), limit);
    return new QueryPlan(
        text
            + (offset == 0 ? "" : ", from " + offset)
            + (limit < 0 ? "" : ", at most " + limit)
            + ", as of lsn "
            + lsn,
        found.cardinality(),
        List.of(found));
  }
}
