package dev.stela.tools.demo;

import java.util.List;
import java.util.SortedSet;
import java.util.function.Predicate;

/**
 * A query on classes, as text and as plain code.
 *
 * @param text what the store is asked
 * @param condition the same, of a class's tags
 */
record DemoQuery(String text, Predicate<SortedSet<String>> condition) {
  /** Queries about classes as they are loaded, and as the updates leave them. */
  static final List<DemoQuery> ALL =
      List.of(
          new DemoQuery("kind:interface", has("kind:interface")),
          new DemoQuery(
              "module:java.base AND kind:class AND modifier:abstract",
              has("module:java.base").and(has("kind:class")).and(has("modifier:abstract"))),
          new DemoQuery(
              "(kind:enum OR kind:record) AND NOT modifier:public",
              has("kind:enum").or(has("kind:record")).and(has("modifier:public").negate())),
          new DemoQuery(
              "package:java.util.* AND implements:java.io.Serializable",
              begins("package:java.util.").and(has("implements:java.io.Serializable"))),
          new DemoQuery("annotation:*", begins("annotation:")),
          new DemoQuery("version:next", has("version:next")),
          new DemoQuery(
              "status:reviewed AND module:java.*",
              has("status:reviewed").and(begins("module:java."))));

  private static Predicate<SortedSet<String>> has(String tag) {
    return tags -> tags.contains(tag);
  }

  private static Predicate<SortedSet<String>> begins(String prefix) {
    return tags -> tags.stream().anyMatch(tag -> tag.startsWith(prefix));
  }
}
