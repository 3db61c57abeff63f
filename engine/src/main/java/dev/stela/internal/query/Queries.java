package dev.stela.internal.query;

import dev.stela.Query;
import dev.stela.TextQuery;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** What can be said of a query without a store. Stateless, for any thread. */
public final class Queries {
  private Queries() {}

  private static List<Query> inner(Query query) {
    return switch (query) {
      case Query.And(List<Query> queries) -> queries;
      case Query.Or(List<Query> queries) -> queries;
      case Query.Not(Query inner) -> List.of(inner);
      case Query.Ever(Query inner) -> List.of(inner);
      case Query.AsOf(Instant time, Query inner) -> List.of(inner);
      case Query.AsOfLsn(long lsn, Query inner) -> List.of(inner);
      default -> List.of();
    };
  }

  /** Returns the query with the LSNs of its moments in place of their times. */
  public static Query resolve(Query query, ToLongFunction<Instant> lsnAt) {
    return anywhere(query, Query.AsOf.class::isInstance) ? resolved(query, lsnAt) : query;
  }

  private static Query resolved(Query query, ToLongFunction<Instant> lsnAt) {
    return switch (query) {
      case Query.AsOf(Instant time, Query inner) ->
          new Query.AsOfLsn(lsnAt.applyAsLong(time), resolved(inner, lsnAt));
      case Query.AsOfLsn(long lsn, Query inner) -> new Query.AsOfLsn(lsn, resolved(inner, lsnAt));
      case Query.Ever(Query inner) -> new Query.Ever(resolved(inner, lsnAt));
      case Query.Not(Query inner) -> new Query.Not(resolved(inner, lsnAt));
      case Query.And(List<Query> queries) -> new Query.And(resolved(queries, lsnAt));
      case Query.Or(List<Query> queries) -> new Query.Or(resolved(queries, lsnAt));
      default -> query;
    };
  }

  private static List<Query> resolved(List<Query> queries, ToLongFunction<Instant> lsnAt) {
    return queries.stream().map(query -> resolved(query, lsnAt)).toList();
  }

  /**
   * Returns what a query asks as of one moment, without its saying so; what it asks of others is
   * left as it is.
   *
   * @param lsn as of which the query is asked
   */
  public static Query at(Query query, long lsn, long moment) {
    return switch (query) {
      case Query.AsOfLsn(long earlier, Query inner) when earlier == moment ->
          at(inner, earlier, moment);
      case Query.And(List<Query> queries) -> new Query.And(at(queries, lsn, moment));
      case Query.Or(List<Query> queries) -> new Query.Or(at(queries, lsn, moment));
      case TextQuery _ when lsn != moment -> new Query.AsOfLsn(lsn, query);
      default -> query;
    };
  }

  private static List<Query> at(List<Query> queries, long lsn, long moment) {
    return queries.stream().map(query -> at(query, lsn, moment)).toList();
  }

  /** Tells whether a query asks for a lifecycle anywhere: it is not about active entities then. */
  static boolean asksForLifecycle(Query query) {
    return anywhere(query, Query.InLifecycle.class::isInstance);
  }

  private static boolean anywhere(Query query, Predicate<Query> sought) {
    if (sought.test(query)) {
      return true;
    }
    for (Query inner : inner(query)) {
      if (anywhere(inner, sought)) {
        return true;
      }
    }
    return false;
  }
}
