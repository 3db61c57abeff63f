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

  /**
   * Terms that begin so, to complete what somebody is writing.
   *
   * <p>Costs a walk over the terms that begin so; those of an empty text are all.
   *
   * @param field the text field; null for every indexed one
   * @param prefix how the terms begin; normalized as the field's analyzer does it
   * @param limit the most terms
   * @return those that most active entities have first, then in the order of their bytes
   * @throws TextNotIndexedException if the field is not indexed
   * @throws TextIndexNotReadyException if the text index is still being made
   * @throws InvalidArgumentException if the limit is negative
   */
  List<Suggestion> suggest(String field, String prefix, int limit);

  /**
   * Terms that are spelled almost so, for somebody who may have meant one: at most two edits away,
   * where an edit puts in, takes out or replaces a character, or exchanges two neighbours. The word
   * itself is none of them.
   *
   * @param field the text field; null for every indexed one
   * @param word the word; normalized as the field's analyzer does it
   * @param limit the most terms
   * @return the nearest first, of equally near ones those that most active entities have, then in
   *     the order of their bytes
   * @throws TextNotIndexedException if the field is not indexed
   * @throws TextIndexNotReadyException if the text index is still being made
   * @throws InvalidArgumentException if the limit is negative
   */
  List<Suggestion> correct(String field, String word, int limit);
}
