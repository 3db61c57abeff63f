package dev.stela.internal.query;

import dev.stela.Query;
import dev.stela.TextQuery;
import dev.stela.internal.query.text.Node;
import dev.stela.internal.query.text.TextMatching;
import java.util.ArrayList;
import java.util.List;

/** Queries that are about nothing but texts of one moment. Stateless, for any thread. */
final class TextTrees {
  private TextTrees() {}

  /** Tells whether whatever matches a query matches by a text that is asked for. */
  static boolean isText(Query query) {
    return switch (query) {
      case TextQuery _ -> true;
      case Query.Or(List<Query> queries) -> queries.stream().allMatch(TextTrees::isText);
      case Query.And(List<Query> queries) ->
          queries.stream().anyMatch(TextTrees::isText)
              && queries.stream().allMatch(inner -> isText(inner) || isNotText(inner));
      default -> false;
    };
  }

  /** Tells whether a query negates one that is about texts. */
  static boolean isNotText(Query query) {
    return query instanceof Query.Not(Query inner) && isText(inner);
  }

  /** Returns the node of a query that is about texts. */
  static Node node(Query query, TextMatching matching) {
    return switch (query) {
      case TextQuery text -> matching.text(text);
      case Query.Or(List<Query> queries) -> matching.any(nodes(queries, matching));
      case Query.And(List<Query> queries) -> all(queries, matching);
      default -> throw new IllegalArgumentException("not about texts: query=" + query.text());
    };
  }

  private static Node all(List<Query> queries, TextMatching matching) {
    List<Query> members = new ArrayList<>();
    List<Query> exceptions = new ArrayList<>();
    for (Query query : queries) {
      if (query instanceof Query.Not(Query inner)) {
        exceptions.add(inner);
      } else {
        members.add(query);
      }
    }
    return TextMatching.all(nodes(members, matching), nodes(exceptions, matching));
  }

  private static List<Node> nodes(List<Query> queries, TextMatching matching) {
    return queries.stream().map(query -> node(query, matching)).toList();
  }
}
