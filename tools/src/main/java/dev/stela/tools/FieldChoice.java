package dev.stela.tools;

import dev.stela.Query;
import dev.stela.TextQuery;
import java.time.Instant;
import java.util.List;

/** Lets a search look into some fields where it names none. Immutable. */
record FieldChoice(List<String> fields) {
  /** Returns the query with the fields named. */
  Query in(Query query) {
    return switch (query) {
      case TextQuery leaf when leaf.field() == null ->
          Query.or(fields.stream().map(leaf::withField).toList());
      case Query.And(List<Query> queries) -> Query.and(in(queries));
      case Query.Or(List<Query> queries) -> Query.or(in(queries));
      case Query.Not(Query inner) -> Query.not(in(inner));
      case Query.Ever(Query inner) -> Query.ever(in(inner));
      case Query.AsOf(Instant time, Query inner) -> Query.asOf(time, in(inner));
      case Query.AsOfLsn(long lsn, Query inner) -> Query.asOf(lsn, in(inner));
      default -> query;
    };
  }

  private List<Query> in(List<Query> queries) {
    return queries.stream().map(this::in).toList();
  }
}
