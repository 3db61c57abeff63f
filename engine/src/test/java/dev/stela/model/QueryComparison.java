package dev.stela.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.Entity;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.HistoryNotKeptException;
import dev.stela.Hits;
import dev.stela.InvalidArgumentException;
import dev.stela.Order;
import dev.stela.Query;
import dev.stela.QueryReader;
import dev.stela.Search;
import dev.stela.Snapshot;
import dev.stela.model.KeptPast.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Asks readers random queries and compares each answer with the model's, in full. One thread. */
final class QueryComparison {
  private static final int MAX_PAGINGS = 4;

  private final Random random;
  private final RandomQueries queries;
  private final Model model;
  private final ModelQuery expected;
  private final Comparison comparison;
  private final List<Paging> pagings = new ArrayList<>();
  private long asked;

  /** A search that is read page by page while other things happen. */
  private static final class Paging {
    final Query query;
    final Order order;
    final List<EntityId> wanted;
    final long lsn;
    int read;
    String cursor;

    Paging(Query query, Order order, List<EntityId> wanted, long lsn) {
      this.query = query;
      this.order = order;
      this.wanted = wanted;
      this.lsn = lsn;
    }
  }

  QueryComparison(Random random, RandomOperations operations, Model model) {
    this.random = random;
    this.queries = new RandomQueries(random, operations, model.commits);
    this.model = model;
    this.expected = new ModelQuery(model);
    this.comparison = new Comparison(model);
  }

  /** Returns how many queries have been compared. */
  long asked() {
    return asked;
  }

  /** Asks one query as of the reader's LSN, of which only the model's commits are known. */
  void ask(QueryReader reader, long lsn) {
    Query query = queries.query(lsn);
    Order order = queries.order();
    try {
      ask(reader, lsn, query, order);
    } catch (InvalidArgumentException e) {
      // The model's LSN of a time may be that of a commit which compaction has left out.
      if (model.purged == 0 && !model.kept.letsGo() || !e.getMessage().contains("does not see")) {
        throw new AssertionError("lsn=" + lsn + " " + order + " " + query.text(), e);
      }
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("lsn=" + lsn + " " + order + " " + query.text(), e);
    }
    asked++;
  }

  private void ask(QueryReader reader, long lsn, Query query, Order order) {
    List<EntityId> found = expected.find(query, lsn);
    List<EntityId> sorted = expected.sort(found, order, lsn);
    List<Need> needs = expected.needs(query, order, lsn);
    try {
      ids(reader, query, order, found, sorted);
      Search search = search(reader, query, order);
      switch (random.nextInt(8)) {
        case 0 -> assertEquals(found.size(), search.count(), "count");
        case 1 -> assertEquals(!found.isEmpty(), search.exists(), "exists");
        case 2 -> {
          needs.add(Need.anything(lsn));
          facets(search, reader, found, lsn);
        }
        case 3 ->
            assertEquals(found.size(), search.explain().cardinality(), "explained cardinality");
        case 4 -> {
          needs.add(Need.anything(lsn));
          entities(search, sorted, lsn);
        }
        case 5, 6 -> part(search, sorted);
        default -> {
          Paging paging = new Paging(query, order, sorted, lsn);
          do {
            page(reader, paging);
          } while (paging.cursor != null
              && (pagings.size() == MAX_PAGINGS || random.nextBoolean()));
          if (paging.cursor != null) {
            pagings.add(paging);
          }
        }
      }
    } catch (HistoryNotKeptException e) {
      model.kept.requireRefusable(e, needs);
    }
  }

  private void ids(
      QueryReader reader, Query query, Order order, List<EntityId> found, List<EntityId> sorted) {
    try (Hits<EntityId> hits = search(reader, query, order).ids()) {
      assertEquals(found.size(), hits.total(), "total");
      requireSame(sorted, hits.toList(), "ids");
      assertNull(hits.cursor(), "cursor at the end");
    }
    requireSame(found, reader.search(query).ids().toList(), "ids in the order of creation");
  }

  private Search search(QueryReader reader, Query query, Order order) {
    return (random.nextInt(4) == 0 ? reader.search(query.text()) : reader.search(query))
        .orderBy(order);
  }

  private void facets(Search search, QueryReader reader, List<EntityId> found, long lsn) {
    String namespace = random.nextInt(8) == 0 ? null : queries.namespace();
    assertEquals(expected.facets(found, namespace, lsn), search.facets(namespace), "facets");
    List<EntityId> active = expected.find(Query.all(), lsn);
    assertEquals(expected.namespaces(active, lsn), reader.namespaces(), "namespaces");
    String other = queries.namespace();
    assertEquals(expected.values(active, other, lsn), reader.values(other), "values");
  }

  private void entities(Search search, List<EntityId> sorted, long lsn) {
    try (Hits<Entity> hits = search.entities()) {
      for (EntityId id : sorted) {
        assertTrue(hits.hasNext(), "another entity");
        Entity entity = hits.next();
        assertEquals(id, entity.id(), "entity");
        ModelVersion version = model.at(id, lsn);
        assertEquals(version.lsn(), entity.lsn(), "version");
        comparison.state(version.state(), entity, 0);
      }
      assertFalse(hits.hasNext(), "entities after the last");
    }
  }

  private void part(Search search, List<EntityId> sorted) {
    int offset = random.nextInt(sorted.size() + 3);
    int limit = random.nextInt(8) == 0 ? Integer.MAX_VALUE : random.nextInt(sorted.size() + 3);
    int from = Math.min(offset, sorted.size());
    int to = (int) Math.min((long) from + limit, sorted.size());
    try (Hits<EntityId> hits = search.offset(offset).limit(limit).ids()) {
      assertEquals(sorted.size(), hits.total(), "total whatever the part");
      requireSame(sorted.subList(from, to), hits.toList(), "offset=" + offset + " limit=" + limit);
      assertEquals(to == sorted.size(), hits.cursor() == null, "whether there is more");
    }
  }

  /** Reads on in a search that was begun earlier, in this store or as it was before. */
  void continuePaging(EntityStore store) {
    if (pagings.isEmpty()) {
      return;
    }
    Paging paging = pagings.get(random.nextInt(pagings.size()));
    try {
      page(store, paging);
    } catch (HistoryNotKeptException e) {
      // As of now: policies may have been run since, for namespaces that matched no need before.
      model.kept.requireRefusable(e, expected.needs(paging.query, paging.order, paging.lsn));
      paging.cursor = null;
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("after a cursor, " + paging.order + " " + paging.query.text(), e);
    }
    if (paging.cursor == null) {
      pagings.remove(paging);
    }
  }

  /**
   * What was purged is on no later page. A search cannot go on behind it, but in the order of the
   * creation.
   */
  void purged(EntityId id, QueryReader reader) {
    for (Paging paging : List.copyOf(pagings)) {
      int at = paging.wanted.indexOf(id);
      if (at >= 0) {
        boolean last = at == paging.read - 1;
        paging.wanted.remove(at);
        paging.read -= at < paging.read ? 1 : 0;
        if (last && !paging.order.equals(Order.created())) {
          Search search = reader.search(paging.query).orderBy(paging.order);
          assertThrows(
              InvalidArgumentException.class, () -> search.after(paging.cursor).ids().total());
          pagings.remove(paging);
        }
      }
    }
  }

  /** As of a namespace's horizon it is answered, as of the LSN before it is not. */
  void aroundHorizons(EntityStore store) {
    model
        .kept
        .horizons()
        .forEach(
            (namespace, horizon) -> {
              if (horizon > 0) {
                aroundHorizon(store, namespace, horizon);
              }
            });
  }

  private void aroundHorizon(EntityStore store, String namespace, long horizon) {
    Query query = KeptPast.any(namespace);
    try (Snapshot at = store.asOf(horizon);
        Snapshot before = store.asOf(horizon - 1)) {
      List<EntityId> found = expected.find(query, horizon);
      requireSame(found, at.search(query).ids().toList(), "as of the horizon");
      assertEquals(
          expected.facets(found, namespace, horizon),
          at.search(query).facets(namespace),
          "facets as of the horizon");
      Search refused = before.search(query);
      assertThrows(HistoryNotKeptException.class, refused::count);
    }
  }

  /** What was ever, is so since another moment: such searches are not gone on with. */
  void retained() {
    pagings.removeIf(paging -> paging.query.text().contains("EVER"));
  }

  /** Shows the first difference only: the lists may be long. */
  static void requireSame(List<?> expected, List<?> actual, String what) {
    for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
      int at = i;
      assertEquals(expected.get(i), actual.get(i), () -> what + ", at " + at);
    }
    assertEquals(expected.size(), actual.size(), () -> what + ", how many");
  }

  private void page(QueryReader reader, Paging paging) {
    int total = paging.wanted.size();
    boolean first = paging.cursor == null;
    int limit = first && random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(total / 4 + 1);
    Search search = reader.search(paging.query).orderBy(paging.order).limit(limit);
    try (Hits<EntityId> hits = (first ? search : search.after(paging.cursor)).ids()) {
      assertEquals(total, hits.total(), "total, whatever the page");
      int to = Math.min(paging.read + limit, total);
      requireSame(
          paging.wanted.subList(paging.read, to), hits.toList(), "page from " + paging.read);
      paging.read = to;
      paging.cursor = hits.cursor();
      assertEquals(to == total, paging.cursor == null, "whether this is the last page");
    }
  }
}
