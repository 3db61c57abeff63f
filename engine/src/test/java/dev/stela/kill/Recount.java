package dev.stela.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.stela.Entity;
import dev.stela.EntityId;
import dev.stela.Facet;
import dev.stela.Lifecycle;
import dev.stela.Query;
import dev.stela.QueryReader;
import dev.stela.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts a store's entities one by one, by reading them, and requires that queries find exactly
 * these. One thread.
 */
final class Recount {
  private final Set<EntityId> active = new HashSet<>();
  private final Set<EntityId> deleted = new HashSet<>();
  private final Map<Tag, Set<EntityId>> byTag = new TreeMap<>();

  /** Reads all of a store's entities. */
  Recount(QueryReader reader, Iterable<EntityId> ids) {
    for (EntityId id : ids) {
      reader.find(id).ifPresent(this::add);
    }
  }

  private void add(Entity entity) {
    if (entity.lifecycle() == Lifecycle.DELETED) {
      deleted.add(entity.id());
      return;
    }
    active.add(entity.id());
    for (Tag tag : entity.tags()) {
      byTag.computeIfAbsent(tag, key -> new HashSet<>()).add(entity.id());
    }
  }

  /** Compares entities, counts and facets of every tag and namespace there is. */
  void requireFound(QueryReader reader) {
    requireSame(active, reader, Query.all());
    requireSame(deleted, reader, Query.lifecycle(Lifecycle.DELETED));
    byTag.forEach((tag, ids) -> requireSame(ids, reader, Query.tag(tag)));
    Map<String, List<Facet>> namespaces = new TreeMap<>();
    byTag.forEach(
        (tag, ids) ->
            namespaces
                .computeIfAbsent(tag.namespace(), key -> new ArrayList<>())
                .add(new Facet(tag.value(), ids.size())));
    assertEquals(List.copyOf(namespaces.keySet()), reader.namespaces(), "namespaces");
    namespaces.forEach(
        (namespace, values) -> {
          assertEquals(values, reader.values(namespace), () -> "values of " + namespace);
          values.sort(Comparator.comparingLong(Facet::count).reversed());
          assertEquals(
              values, reader.search(Query.all()).facets(namespace), () -> "facets of " + namespace);
        });
  }

  private static void requireSame(Set<EntityId> expected, QueryReader reader, Query query) {
    List<EntityId> found = reader.search(query).ids().toList();
    assertEquals(expected, Set.copyOf(found), query::text);
    assertEquals(expected.size(), found.size(), query::text);
    assertEquals(expected.size(), reader.search(query).count(), query::text);
  }
}
