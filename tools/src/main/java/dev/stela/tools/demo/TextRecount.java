package dev.stela.tools.demo;

import dev.stela.EntityId;
import dev.stela.Lifecycle;
import dev.stela.Suggestion;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says by plain counting what searches of texts have to answer. Keeps no texts: each is looked at
 * when it is added, and again when it is taken away. One thread.
 */
final class TextRecount {
  private final Map<DemoSearch, Set<EntityId>> matching = new HashMap<>();
  private final Map<String, Map<String, Long>> frequencies = new HashMap<>();

  TextRecount() {
    DemoSearch.ALL.forEach(search -> matching.put(search, new HashSet<>()));
  }

  void add(EntityId id, State state) {
    matching.forEach(
        (search, found) -> {
          if (search.condition().test(state)) {
            found.add(id);
          }
        });
    count(state, 1);
  }

  /** Returns the count as it is after updates; this one stays as it is. */
  TextRecount after(Collection<Updated> updates) {
    TextRecount after = new TextRecount();
    matching.forEach((search, found) -> after.matching.get(search).addAll(found));
    frequencies.forEach((field, counts) -> after.frequencies.put(field, new HashMap<>(counts)));
    for (Updated updated : updates) {
      after.matching.values().forEach(found -> found.remove(updated.id()));
      after.count(updated.before(), -1);
      if (updated.after().lifecycle() != Lifecycle.DELETED) {
        after.add(updated.id(), updated.after());
      }
    }
    return after;
  }

  /** Returns the entities that a search has to find. */
  Set<EntityId> matching(DemoSearch search) {
    return new HashSet<>(matching.get(search));
  }

  /** Returns the words that most entities have in a field, and how many have each. */
  List<Suggestion> mostFrequent(String field, int most) {
    return frequencies.getOrDefault(field, Map.of()).entrySet().stream()
        .map(entry -> new Suggestion(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(Suggestion::entities)
                .reversed()
                .thenComparing(Suggestion::term))
        .limit(most)
        .toList();
  }

  private void count(State state, long change) {
    for (String field : state.texts().keySet()) {
      Map<String, Long> counts = frequencies.computeIfAbsent(field, name -> new HashMap<>());
      for (String word : Set.copyOf(DemoSearch.words(state, field))) {
        counts.merge(word, change, (one, other) -> one + other == 0 ? null : one + other);
      }
    }
  }
}
