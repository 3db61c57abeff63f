package dev.stela;

import java.util.List;

/**
 * Reads and searches entities as of one moment: a store asks now, a {@link Snapshot} as of its LSN.
 */
public interface QueryReader extends EntityReader {
  /**
   * Prepares a search; nothing is read yet.
   *
   * @param query what to look for
   * @return the search
   */
  Search search(Query query);

  /**
   * Prepares a search.
   *
   * @param query in the textual form of {@link Query#parse}
   * @return the search
   * @throws QuerySyntaxException if it is no query; the message points to where
   */
  default Search search(String query) {
    return search(Query.parse(query));
  }

  /**
   * The namespaces that tags of active entities have.
   *
   * @return in the byte order of their UTF-8
   */
  List<String> namespaces();

  /**
   * The values of a namespace and how many active entities have each.
   *
   * @param namespace the namespace; null for tags without one
   * @return in the byte order of the values; empty if no active entity has a tag of the namespace
   * @throws InvalidArgumentException if the namespace has a colon
   */
  List<Facet> values(String namespace);
}
