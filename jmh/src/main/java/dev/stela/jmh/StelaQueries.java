package dev.stela.jmh;

import dev.stela.Durability;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Facet;
import dev.stela.Hits;
import dev.stela.Order;
import dev.stela.Query;
import dev.stela.QueryReader;
import dev.stela.Search;
import dev.stela.jmh.TagModel.Namespace;
import java.nio.file.Path;
import java.util.List;

/** Tag queries of Stela as it comes: defaults, each query prepared anew. One thread. */
final class StelaQueries implements QueryStore {
  private static final Query TENTH = Query.tag(Namespace.TENTH.tag(0).text());
  private static final Query BOTH = Query.and(TENTH, Query.tag(Namespace.HUNDREDTH.tag(0).text()));
  private static final Query ALL = Query.all();
  private static final Order BY_VALUE = Order.value(Namespace.FACET.label());
  private static final Order OLDEST = Order.created();
  private static final Order NEWEST = OLDEST.reversed();

  private final EntityStore store;

  StelaQueries(Path folder) {
    store = StelaStore.open(folder, Durability.ASYNC);
  }

  /** Each entity is created in a transaction of its own, so that no two are equally old. */
  static void load(Path folder, TagModel model) {
    try (EntityStore store = StelaStore.open(folder, Durability.ASYNC)) {
      for (int entity = 0; entity < model.entities(); entity++) {
        store.create(model.draft(entity));
      }
    }
  }

  /** How many entities have both tags by a reader's account. */
  static long countBoth(QueryReader reader) {
    return reader.search(BOTH).count();
  }

  EntityStore store() {
    return store;
  }

  @Override
  public long countBoth() {
    return countBoth(store);
  }

  @Override
  public List<EntityId> firstByValue() {
    return first(store.search(TENTH).orderBy(BY_VALUE));
  }

  @Override
  public List<EntityId> firstNewest() {
    return first(store.search(TENTH).orderBy(NEWEST));
  }

  @Override
  public List<EntityId> firstOldest() {
    return first(store.search(TENTH).orderBy(OLDEST));
  }

  @Override
  public List<Facet> facetsOfTenth() {
    return store.search(TENTH).facets(Namespace.FACET.label());
  }

  @Override
  public List<Facet> facetsOfAll() {
    return store.search(ALL).facets(Namespace.FACET.label());
  }

  @Override
  public void close() {
    store.close();
  }

  private static List<EntityId> first(Search search) {
    try (Hits<EntityId> hits = search.limit(TagModel.FIRST).ids()) {
      return hits.toList();
    }
  }
}
