package dev.stela;

import dev.stela.internal.query.Answer;
import dev.stela.internal.query.Cursor;
import dev.stela.internal.query.OrdinalStream;
import dev.stela.internal.query.Queries;
import dev.stela.internal.query.Ranking;
import dev.stela.internal.query.text.Bm25;
import dev.stela.internal.query.text.TopHits;
import dev.stela.internal.storage.Leases;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A search of one reader: what to look for, in which order, and which part of it. Each asking
 * method reads as of one LSN: the snapshot's, the store's newest at that call, or the cursor's
 * where the search goes on {@link #after} one.
 *
 * <p>Unless the query asks for a {@link Query.InLifecycle lifecycle} anywhere, only entities are
 * found that are active at that LSN.
 *
 * <p>Answers are exact, whatever is written meanwhile; no lock is taken. A query's building blocks
 * cost what their sets take: for tags, in the order of microseconds for each 100,000 entities that
 * have them; {@link Query.UpdatedIn} looks at each entity that the rest of its conjunction has
 * left. Entities changed after the moment that is asked of are looked up one by one where their
 * last change or their number of tags matters.
 *
 * <p>Immutable; any thread. The methods that change something return a changed copy. The asking
 * methods throw {@link StoreClosedException} if the store or the snapshot is closed, and {@link
 * InvalidArgumentException} if the query asks of a moment that the reader does not see.
 */
public final class Search {
  private static final long NO_LIMIT = -1;

  private final Searcher searcher;
  private final Query query;
  private final Order order;
  private final long offset;
  private final long limit;
  private final Cursor after;
  private final Bm25 similarity;

  Search(Searcher searcher, Query query) {
    this(searcher, query, Order.created(), 0, NO_LIMIT, null, Bm25.DEFAULT);
  }

  private Search(
      Searcher searcher,
      Query query,
      Order order,
      long offset,
      long limit,
      Cursor after,
      Bm25 similarity) {
    this.searcher = searcher;
    this.query = query;
    this.order = order;
    this.offset = offset;
    this.limit = limit;
    this.after = after;
    this.similarity = similarity;
  }

  /**
   * The same search with its results in another order than that of their creation.
   *
   * @param order the order
   * @return the search
   */
  public Search orderBy(Order order) {
    Objects.requireNonNull(order, "order");
    return new Search(searcher, query, order, offset, limit, after, similarity);
  }

  /**
   * The same search with so many results at most; without a limit, all.
   *
   * @param limit 0 or more
   * @return the search
   * @throws InvalidArgumentException if it is negative
   */
  public Search limit(long limit) {
    return new Search(
        searcher, query, order, offset, notNegative("limit", limit), after, similarity);
  }

  /**
   * The same search without the first so many results. Past the end there are none.
   *
   * @param offset 0 or more
   * @return the search
   * @throws InvalidArgumentException if it is negative, or the search goes on after a cursor
   */
  public Search offset(long offset) {
    return new Search(
            searcher, query, order, notNegative("offset", offset), limit, after, similarity)
        .requireOneBeginning();
  }

  /**
   * The same search from where another one stopped, as of that one's LSN: nothing is repeated and
   * nothing skipped, whatever was written since, in another process or after the store has been
   * opened again too.
   *
   * @param cursor what {@link Hits#cursor} gave for the same query in the same order
   * @return the search; its asking methods throw {@link InvalidArgumentException} if the cursor is
   *     that of another search or store, or newer than what the reader sees
   * @throws InvalidArgumentException if the cursor is damaged, or there is an offset
   */
  public Search after(String cursor) {
    Objects.requireNonNull(cursor, "cursor");
    return new Search(searcher, query, order, offset, limit, Cursor.decode(cursor), similarity)
        .requireOneBeginning();
  }

  /**
   * The same search with other parameters of BM25, by which {@link #ranked} scores.
   *
   * @param k1 how fast the score of a word grows with how often a text has it: 0 or more, 1.2
   *     otherwise; with 0 it does not count how often
   * @param b how much a text's length counts: 0 to 1, 0.75 otherwise
   * @return the search
   * @throws InvalidArgumentException if they are out of range
   */
  public Search bm25(float k1, float b) {
    if (!(k1 >= 0) || Float.isInfinite(k1) || !(b >= 0 && b <= 1)) {
      throw new InvalidArgumentException(
          "k1 is 0 or more and finite, and b is 0 to 1: k1=" + k1 + " b=" + b);
    }
    return new Search(searcher, query, order, offset, limit, after, new Bm25(k1, b));
  }

  /**
   * How many entities match, whatever order, limit and offset.
   *
   * <p>Costs no memory that grows with the answer; of two tags, the time to intersect their sets.
   *
   * @return the exact number
   */
  public long count() {
    return reading(Answer::count);
  }

  /**
   * Whether any entity matches.
   *
   * <p>Costs as {@link #count}, but stops at the first 65,536 ordinals among which there is one.
   *
   * @return true if {@link #count} is not 0
   */
  public boolean exists() {
    return reading(Answer::exists);
  }

  /**
   * The ids of the matching entities in order.
   *
   * <p>Takes memory for the set of what matches: some bytes for each entity, at most one bit for
   * each of the store's. By creation, results are streamed. By value, as many values are looked at
   * as results are asked for. By id, last change and number of tags the key of each match is read;
   * with a limit, 20 bytes are kept for each result up to there, without one, for each match, and
   * sorted.
   *
   * @return to be closed, or read to its end
   */
  public Hits<EntityId> ids() {
    return hits(searcher::id);
  }

  /**
   * The matching entities in order, each read when it is asked for. Costs as {@link #ids}, and as
   * {@link EntityReader#get} for each result.
   *
   * @return to be closed, or read to its end
   */
  public Hits<Entity> entities() {
    return hits(searcher::entity);
  }

  /**
   * The entities whose texts match best. Each {@link TextQuery} that an entity matches adds to its
   * score, as BM25 has it, with statistics of exactly those texts that stand as of the search's
   * LSN: of active entities, the newest. {@code and} and {@code or} sum up what matches; {@code
   * not} and conditions that are not about texts score nothing, and entities that match by such
   * ones only come last. Where the query asks texts of several moments, those of the newest are
   * scored.
   *
   * <p>Costs much less than a walk over all that match: what cannot be among the best is passed
   * over. An offset makes it dearer, for what it leaves out has to be ranked too.
   *
   * @param limit how many at most, behind the {@link #offset}; 0 or more
   * @return the best, with equal scores in the order of their creation
   * @throws InvalidArgumentException if the limit is negative, or the search has another order, or
   *     a cursor
   * @throws TextNotIndexedException if the query asks for text that the store does not index so
   * @throws TextIndexNotReadyException if the text index is still being made
   * @throws HistoryNotKeptException if retention has dropped tags that the query asks of a moment
   * @throws StoreClosedException if the store or the snapshot is closed
   */
  public RankedHits ranked(int limit) {
    notNegative("limit", limit);
    if (after != null || !order.equals(Order.created())) {
      throw new InvalidArgumentException(
          "a ranked search has no other order, and no cursor: order=" + order);
    }
    long wanted = this.limit == NO_LIMIT ? limit : Math.min(limit, this.limit);
    return Edge.reading(
        () -> {
          Leases.Lease lease = lease();
          try {
            return ranked(moment(), wanted);
          } finally {
            lease.close();
          }
        });
  }

  private RankedHits ranked(Moment moment, long wanted) {
    var ranking = new Ranking(searcher.evaluator(), moment.query, moment.lsn);
    int ranked = (int) Math.min(saturated(offset, wanted), Integer.MAX_VALUE);
    TopHits best = wanted == 0 ? new TopHits(1) : ranking.best(ranked, similarity);
    int first = (int) Math.min(offset, best.size());
    return new RankedHits(searcher, moment.query, moment.lsn, ranking.moment(), best, first);
  }

  /**
   * How many of the matching entities have each value of a namespace, whatever order, limit and
   * offset. An entity with several values counts for each.
   *
   * <p>Costs an intersection for each value, or, where fewer entities match than there are values,
   * a read of the tags of each.
   *
   * @param namespace the namespace; null for tags without one
   * @return the most frequent first, then in the byte order of the values
   * @throws InvalidArgumentException if the namespace has a colon
   */
  public List<Facet> facets(String namespace) {
    QueryChecks.requireNamespaceOrNone(namespace);
    return reading(answer -> answer.facets(namespace));
  }

  /**
   * How the search is done. Everything is evaluated, step by step, so that each says how many
   * entities it yields; this takes longer than the search itself.
   *
   * @return the plan: how results are ordered, from what
   */
  public QueryPlan explain() {
    return reading(answer -> answer.plan(order, offset, limit));
  }

  private <T> T reading(Function<Answer, T> question) {
    return Edge.reading(
        () -> {
          Leases.Lease lease = lease();
          try {
            return question.apply(answer(moment()));
          } finally {
            lease.close();
          }
        });
  }

  /**
   * Taken before {@link #moment}: retention that does not see the lease has begun before the newest
   * LSN was read, and lets nothing go that matters from there on.
   */
  private Leases.Lease lease() {
    long lsn = searcher.lsn().getAsLong();
    return searcher.leases().acquire(after == null ? lsn : Math.min(lsn, after.lsn()));
  }

  private <T> Hits<T> hits(Hits.Source<T> source) {
    return Edge.reading(
        () -> {
          Leases.Lease lease = lease();
          try {
            return hits(source, moment(), lease);
          } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
          }
        });
  }

  private <T> Hits<T> hits(Hits.Source<T> source, Moment moment, Leases.Lease lease) {
    Answer answer = answer(moment);
    int start = after == null ? OrdinalStream.NONE : after.ordinal();
    // One more than asked for: whether there is one decides whether there is a cursor.
    long wanted = limit == NO_LIMIT ? Long.MAX_VALUE : saturated(offset, saturated(limit, 1));
    OrdinalStream stream = answer.ordered(order, start, wanted);
    int skipped = stream.skip(offset);
    return new Hits<>(
        searcher.reader(),
        source,
        stream,
        answer.count(),
        limit == NO_LIMIT ? Long.MAX_VALUE : limit,
        new Cursor(
            moment.lsn,
            searcher.fingerprint(query, order),
            skipped == OrdinalStream.NONE ? start : skipped),
        lease);
  }

  /** The query with its times as LSNs, and the LSN as of which it is asked. */
  private record Moment(Query query, long lsn) {}

  private Moment moment() {
    // The query's times first: what is read as the newest LSN after them is not before them.
    Query resolved = Queries.resolve(query, searcher.lsnAt());
    long lsn = searcher.lsn().getAsLong();
    if (after == null) {
      return new Moment(resolved, lsn);
    }
    if (after.fingerprint() != searcher.fingerprint(query, order)) {
      throw new InvalidArgumentException(
          "the cursor is that of another search, or of another store: order=" + order);
    }
    if (after.lsn() > lsn) {
      throw new InvalidArgumentException(
          "the cursor is newer than what the reader sees: cursor="
              + after.lsn()
              + " reader="
              + lsn);
    }
    return new Moment(resolved, after.lsn());
  }

  private Answer answer(Moment moment) {
    return searcher.evaluator().answer(moment.query, moment.lsn);
  }

  private Search requireOneBeginning() {
    if (after != null && offset > 0) {
      throw new InvalidArgumentException(
          "a search begins at an offset or after a cursor, not both: offset=" + offset);
    }
    return this;
  }

  private static long notNegative(String name, long value) {
    if (value < 0) {
      throw new InvalidArgumentException(
          "the " + name + " of a search is negative: " + name + "=" + value);
    }
    return value;
  }

  private static long saturated(long one, long other) {
    return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
  }
}
