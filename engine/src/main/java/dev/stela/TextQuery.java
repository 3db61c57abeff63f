package dev.stela;

import static dev.stela.TextChecks.requireBoost;
import static dev.stela.TextChecks.requireFieldOrEvery;
import static dev.stela.TextChecks.requireInRange;
import static dev.stela.TextChecks.requireNotEmpty;
import static dev.stela.TextChecks.requireText;
import static dev.stela.TextChecks.requireWildcards;

/**
 * A condition on what entities say in their indexed text fields. It joins other queries by {@link
 * Query.And}, {@link Query.Or} and {@link Query.Not}, and gives the entities that it finds a score.
 *
 * <p>The field is one that the store indexes, see {@link TextIndexing}, or null for every one of
 * them; a score is then the sum of the fields'. A boost multiplies a score: 1 leaves it as it is.
 * Which fields are indexed is known when a store is asked: it answers with {@link
 * TextNotIndexedException} if not this one, and with {@link TextIndexNotReadyException} while its
 * index is being made.
 *
 * <p>There is a language for searching, which {@link #parse} reads and {@link #searchText} writes.
 * In the language of {@link Query#parse} its texts stand in {@code TEXT(…)}.
 *
 * <p>Immutable; any thread.
 */
public sealed interface TextQuery extends Query {
  /** The most positions that words of a phrase may be moved. */
  int MAX_SLOP = 1_000_000;

  /** The most edits between a word and a term. */
  int MAX_EDITS = 2;

  /**
   * Where is looked.
   *
   * @return the field's name; null for every indexed field
   */
  String field();

  /**
   * What the score is multiplied by.
   *
   * @return not negative, and finite
   */
  float boost();

  /**
   * The same condition with another boost.
   *
   * @param boost not negative, and finite
   * @return the query
   * @throws InvalidArgumentException if it is none
   */
  TextQuery withBoost(float boost);

  /**
   * The same condition elsewhere.
   *
   * @param field the field; null, or {@code *}, for every indexed one
   * @return the query
   * @throws InvalidArgumentException if no field can have this name
   */
  TextQuery withField(String field);

  /**
   * Entities that have the words of a text, as the field's analyzer finds them in it. A text in
   * which it finds none matches nothing.
   *
   * @param field the field; null, or {@code *}, for every indexed one
   * @param words the text
   * @param all whether all words are wanted, in one field; else any is enough
   * @param boost what the score is multiplied by
   */
  record Words(String field, String words, boolean all, float boost) implements TextQuery {
    /** Checks the parts. */
    public Words {
      field = requireFieldOrEvery(field);
      requireText(words, "words");
      boost = requireBoost(boost);
    }

    @Override
    public TextQuery withBoost(float newBoost) {
      return new Words(field, words, all, newBoost);
    }

    @Override
    public TextQuery withField(String newField) {
      return new Words(newField, words, all, boost);
    }
  }

  /**
   * Entities that have the words of a text one after the other.
   *
   * @param field the field, which is indexed with positions; null, or {@code *}, for every indexed
   *     one that is
   * @param words the text
   * @param slop by how many positions words may be moved in all to make the phrase; 0 for an exact
   *     one
   * @param boost what the score is multiplied by
   */
  record Phrase(String field, String words, int slop, float boost) implements TextQuery {
    /** Checks the parts. */
    public Phrase {
      field = requireFieldOrEvery(field);
      requireText(words, "words");
      requireInRange(slop, 0, MAX_SLOP, "slop");
      boost = requireBoost(boost);
    }

    @Override
    public TextQuery withBoost(float newBoost) {
      return new Phrase(field, words, slop, newBoost);
    }

    @Override
    public TextQuery withField(String newField) {
      return new Phrase(newField, words, slop, boost);
    }
  }

  /**
   * Entities that have a term which begins so. The score is the boost.
   *
   * @param field the field; null, or {@code *}, for every indexed one
   * @param prefix how the term begins, not empty
   * @param boost the score
   */
  record Prefix(String field, String prefix, float boost) implements TextQuery {
    /** Checks the parts. */
    public Prefix {
      field = requireFieldOrEvery(field);
      requireNotEmpty(prefix, "prefix");
      boost = requireBoost(boost);
    }

    @Override
    public TextQuery withBoost(float newBoost) {
      return new Prefix(field, prefix, newBoost);
    }

    @Override
    public TextQuery withField(String newField) {
      return new Prefix(newField, prefix, boost);
    }
  }

  /**
   * Entities that have a term which matches a pattern, in which {@code *} stands for any number of
   * characters, {@code ?} for one, and {@code \} takes the meaning from the character after it. The
   * score is the boost.
   *
   * @param field the field; null, or {@code *}, for every indexed one
   * @param pattern the pattern, with a {@code *} or a {@code ?} at least
   * @param boost the score
   */
  record Wildcard(String field, String pattern, float boost) implements TextQuery {
    /** Checks the pattern and takes out escapes and stars that say nothing. */
    public Wildcard {
      field = requireFieldOrEvery(field);
      pattern = requireWildcards(pattern);
      boost = requireBoost(boost);
    }

    @Override
    public TextQuery withBoost(float newBoost) {
      return new Wildcard(field, pattern, newBoost);
    }

    @Override
    public TextQuery withField(String newField) {
      return new Wildcard(newField, pattern, boost);
    }
  }

  /**
   * Entities that have a term which can be made from a word by few edits: a character put in, taken
   * out or replaced, or two neighbours exchanged. The score is the boost.
   *
   * @param field the field; null, or {@code *}, for every indexed one
   * @param word the word, not empty
   * @param edits how many edits at most, 1 or 2
   * @param boost the score
   */
  record Fuzzy(String field, String word, int edits, float boost) implements TextQuery {
    /** Checks the parts. */
    public Fuzzy {
      field = requireFieldOrEvery(field);
      requireNotEmpty(word, "word");
      requireInRange(edits, 1, MAX_EDITS, "edits");
      boost = requireBoost(boost);
    }

    @Override
    public TextQuery withBoost(float newBoost) {
      return new Fuzzy(field, word, edits, newBoost);
    }

    @Override
    public TextQuery withField(String newField) {
      return new Fuzzy(newField, word, edits, boost);
    }
  }

  /**
   * Entities that have a term in a range, in the order of UTF-8 bytes. The score is the boost.
   *
   * @param field the field; null, or {@code *}, for every indexed one
   * @param from the least term; null for no limit
   * @param to the greatest term; null for no limit
   * @param fromIncluded whether the least belongs to the range; true without one
   * @param toIncluded whether the greatest belongs to it; true without one
   * @param boost the score
   */
  record Range(
      String field, String from, String to, boolean fromIncluded, boolean toIncluded, float boost)
      implements TextQuery {
    /** Checks the parts. */
    public Range {
      field = requireFieldOrEvery(field);
      if (from != null) {
        requireText(from, "from");
      }
      if (to != null) {
        requireText(to, "to");
      }
      fromIncluded |= from == null;
      toIncluded |= to == null;
      boost = requireBoost(boost);
    }

    @Override
    public TextQuery withBoost(float newBoost) {
      return new Range(field, from, to, fromIncluded, toIncluded, newBoost);
    }

    @Override
    public TextQuery withField(String newField) {
      return new Range(newField, from, to, fromIncluded, toIncluded, boost);
    }
  }

  /**
   * Entities that have all words of a text in one field.
   *
   * @param field the field; null for every indexed one
   * @param text the text
   * @return the query
   * @throws InvalidArgumentException if a part cannot be
   */
  static TextQuery allWords(String field, String text) {
    return new Words(field, text, true, 1);
  }

  /**
   * Entities that have any word of a text.
   *
   * @param field the field; null for every indexed one
   * @param text the text
   * @return the query
   * @throws InvalidArgumentException if a part cannot be
   */
  static TextQuery anyWord(String field, String text) {
    return new Words(field, text, false, 1);
  }

  /**
   * Entities that have the words of a text one after the other.
   *
   * @param field the field; null for every indexed one that has positions
   * @param text the text
   * @return the query
   * @throws InvalidArgumentException if a part cannot be
   */
  static TextQuery phrase(String field, String text) {
    return phrase(field, text, 0);
  }

  /**
   * Entities that have the words of a text near one another.
   *
   * @param field the field; null for every indexed one that has positions
   * @param text the text
   * @param slop see {@link Phrase}
   * @return the query
   * @throws InvalidArgumentException if a part cannot be
   */
  static TextQuery phrase(String field, String text, int slop) {
    return new Phrase(field, text, slop, 1);
  }

  /**
   * Entities that have a term which begins so.
   *
   * @param field the field; null for every indexed one
   * @param text how it begins
   * @return the query
   * @throws InvalidArgumentException if a part cannot be
   */
  static TextQuery prefix(String field, String text) {
    return new Prefix(field, text, 1);
  }

  /**
   * Entities that have a term which matches a pattern.
   *
   * @param field the field; null for every indexed one
   * @param pattern see {@link Wildcard}
   * @return the query
   * @throws InvalidArgumentException if a part cannot be
   */
  static TextQuery wildcard(String field, String pattern) {
    return new Wildcard(field, pattern, 1);
  }

  /**
   * Entities that have a term which is at most two edits away from a word.
   *
   * @param field the field; null for every indexed one
   * @param word the word
   * @return the query
   * @throws InvalidArgumentException if a part cannot be
   */
  static TextQuery fuzzy(String field, String word) {
    return fuzzy(field, word, MAX_EDITS);
  }

  /**
   * Entities that have a term which is few edits away from a word.
   *
   * @param field the field; null for every indexed one
   * @param word the word
   * @param edits 1 or 2
   * @return the query
   * @throws InvalidArgumentException if a part cannot be
   */
  static TextQuery fuzzy(String field, String word, int edits) {
    return new Fuzzy(field, word, edits, 1);
  }

  /**
   * Entities that have a term in a range, both ends included.
   *
   * @param field the field; null for every indexed one
   * @param from the least term; null for no limit
   * @param to the greatest term; null for no limit
   * @return the query
   * @throws InvalidArgumentException if a part cannot be
   */
  static TextQuery range(String field, String from, String to) {
    return new Range(field, from, to, true, true, 1);
  }

  /**
   * Reads a text of the language for searching. The page {@code docs/search-language.md} has the
   * grammar.
   *
   * @param text the text
   * @return the query
   * @throws QuerySyntaxException if it is no query; the message points to where
   */
  static Query parse(String text) {
    return SearchParser.parse(QueryChecks.requirePresent(text, "text"), false);
  }

  /**
   * Reads a text of the language for searching, of which all words are wanted: clauses next to each
   * other must all be there, as if each had a {@code +}, unless an {@code OR} stands between them.
   *
   * @param text the text
   * @return the query
   * @throws QuerySyntaxException if it is no query; the message points to where
   */
  static Query parseAll(String text) {
    return SearchParser.parse(QueryChecks.requirePresent(text, "text"), true);
  }

  /**
   * Writes a query in the language for searching, in one way of several: {@link #parse} reads an
   * equal query from it.
   *
   * @param query any query
   * @return the text
   */
  static String searchText(Query query) {
    return SearchText.of(QueryChecks.requirePresent(query, "query"));
  }
}
