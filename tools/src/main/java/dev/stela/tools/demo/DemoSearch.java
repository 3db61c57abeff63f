package dev.stela.tools.demo;

import dev.stela.TextIndexing;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/**
 * A search in the texts of classes, as text and as plain code.
 *
 * @param text what the store is asked
 * @param condition the same, of what a class's entity looks like
 */
record DemoSearch(String text, Predicate<State> condition) {
  /** What the updates put. */
  static final String NOTE_FIELD = "note";

  /** The fields that the demo's store indexes, by words. */
  static final TextIndexing INDEXING =
      TextIndexing.builder()
          .field(ClassDescription.TITLE_FIELD, "standard")
          .field(ClassDescription.MEMBERS_FIELD, "standard")
          .field(NOTE_FIELD, "standard")
          .build();

  private static final List<String> FIELDS =
      INDEXING.fields().stream().map(TextIndexing.Field::name).toList();

  /** Searches for classes as they are loaded, and as the updates leave them. */
  static final List<DemoSearch> ALL =
      List.of(
          new DemoSearch(
              "concurrent hash map", word("concurrent").or(word("hash")).or(word("map"))),
          new DemoSearch(
              "title:\"input stream\"", phrase(ClassDescription.TITLE_FIELD, "input", "stream")),
          new DemoSearch("title:concur*", begins(ClassDescription.TITLE_FIELD, "concur")),
          new DemoSearch(
              "members:\"to string\" AND map AND NOT TAGS(modifier:public)",
              phrase(ClassDescription.MEMBERS_FIELD, "to", "string")
                  .and(word("map"))
                  .and(state -> !state.tags().contains("modifier:public"))),
          new DemoSearch("note:reviewed", begins(NOTE_FIELD, "reviewed")));

  /** Returns the words that an entity has in a field. */
  static List<String> words(State state, String field) {
    return Words.of(state.texts().getOrDefault(field, ""));
  }

  private static Predicate<State> word(String word) {
    return state -> FIELDS.stream().anyMatch(field -> words(state, field).contains(word));
  }

  private static Predicate<State> phrase(String field, String... words) {
    return state -> Collections.indexOfSubList(words(state, field), List.of(words)) >= 0;
  }

  private static Predicate<State> begins(String field, String prefix) {
    return state -> words(state, field).stream().anyMatch(word -> word.startsWith(prefix));
  }
}
