package dev.stela.tools.demo;

import dev.stela.EntityId;
import dev.stela.Facet;
import dev.stela.Lifecycle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What was read from the class files, in the order in which it was loaded: says by plain counting
 * what queries have to answer. One thread.
 */
final class Recount {
  private final Map<EntityId, Entry> entries = new LinkedHashMap<>();
  private final TextRecount texts;

  /**
   * A class.
   *
   * @param id its entity's id
   * @param key its module and name
   * @param tags its entity's tags
   */
  record Entry(EntityId id, String key, SortedSet<String> tags) {}

  Recount() {
    this(new TextRecount());
  }

  private Recount(TextRecount texts) {
    this.texts = texts;
  }

  void add(ClassDescription description) {
    texts.add(description.id(), description.state());
    entries.put(
        description.id(),
        new Entry(description.id(), description.key(), description.state().tags()));
  }

  /** Returns the count as it is after updates; this one stays as it is. */
  Recount after(Collection<Updated> updates) {
    Recount after = new Recount(texts.after(updates));
    after.entries.putAll(entries);
    for (Updated updated : updates) {
      if (updated.after().lifecycle() == Lifecycle.DELETED) {
        after.entries.remove(updated.id());
      } else {
        after.entries.put(
            updated.id(), new Entry(updated.id(), updated.key(), updated.after().tags()));
      }
    }
    return after;
  }

  /** Returns the tags of a class; null if it is not there. */
  SortedSet<String> tags(EntityId id) {
    Entry entry = entries.get(id);
    return entry == null ? null : entry.tags();
  }

  /** Returns the same of texts. */
  TextRecount texts() {
    return texts;
  }

  /** Returns what matches, in the order of loading. */
  List<Entry> matching(Predicate<SortedSet<String>> condition) {
    return entries.values().stream().filter(entry -> condition.test(entry.tags())).toList();
  }

  /** Returns the values of a namespace, the most frequent first. */
  static List<Facet> facets(List<Entry> matching, String namespace) {
    String prefix = namespace + ":";
    Map<String, Long> counts = new TreeMap<>();
    for (Entry entry : matching) {
      for (String tag : entry.tags()) {
        if (tag.startsWith(prefix)) {
          counts.merge(tag.substring(prefix.length()), 1L, Long::sum);
        }
      }
    }
    List<Facet> facets = new ArrayList<>();
    counts.forEach((value, count) -> facets.add(new Facet(value, count)));
    facets.sort(Comparator.comparingLong(Facet::count).reversed());
    return facets;
  }
}
