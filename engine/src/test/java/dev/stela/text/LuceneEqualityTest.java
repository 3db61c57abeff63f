package dev.stela.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.QueryReader;
import dev.stela.RankedHit;
import dev.stela.RankedHits;
import dev.stela.Search;
import dev.stela.Snapshot;
import dev.stela.StoreConfig;
import dev.stela.TextIndexing;
import dev.stela.internal.index.text.Norms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.lucene.util.SmallFloat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Text queries find what Lucene finds in an index of exactly what is active at a moment, with the
 * same scores. {@code -Dstela.textQueries=10000} asks so many, {@code -Dstela.textDocuments=100000}
 * makes so many more documents, {@code -Dstela.seed=…} repeats a failure.
 */
class LuceneEqualityTest {
  private static final int QUERIES = Integer.getInteger("stela.textQueries", 2_000);
  private static final int MORE = Integer.getInteger("stela.textDocuments", 0);
  private static final int BATCH = 500;
  private static final double TOLERANCE = 1e-5;

  @TempDir Path folder;
  private final long seed = Long.getLong("stela.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);
  private final TextModel model = new TextModel(seed, 2_000);
  private final Map<Long, List<TextModel.Row>> moments = new HashMap<>();

  @Test
  void shouldFindWhatLuceneFindsWhenQueriesAreRandom() throws IOException {
    try (EntityStore store = filled(MORE)) {
      for (Map.Entry<Long, List<TextModel.Row>> asked : moments.entrySet()) {
        try (Snapshot snapshot = store.asOf(asked.getKey());
            var lucene = new LuceneIndex(asked.getValue())) {
          compare(snapshot, lucene, asked.getValue(), QUERIES / moments.size());
        }
      }
    }
  }

  @Test
  void shouldKeepScoresExactWhenTextsChangeBetweenSearches() throws IOException {
    try (EntityStore store = filled(0)) {
      for (int i = 0; i < 10; i++) {
        model.change(store, random.nextInt(1, 30));
        List<TextModel.Row> rows = model.active();
        try (var lucene = new LuceneIndex(rows)) {
          compare(store, lucene, rows, QUERIES / 100);
        }
      }
    }
  }

  @Test
  void shouldRoundLengthsAsLuceneDoesWhenTheyAreLong() {
    for (int length = 0; length <= 100_000; length++) {
      int norm = Norms.encode(length);
      assertEquals(SmallFloat.intToByte4(length) & 0xFF, norm, "length=" + length);
      assertEquals(SmallFloat.byte4ToInt((byte) norm), Norms.decode(norm), "length=" + length);
    }
  }

  /** Several segments, each made by a close, two of them merged; what came last is in memory. */
  private EntityStore filled(int more) {
    EntityStore store = open();
    for (int session = 0; session < 4; session++) {
      for (int rest = more / 4; rest > 0; rest -= BATCH) {
        model.create(store, Math.min(rest, BATCH));
      }
      for (int i = 0; i < 10; i++) {
        model.create(store, random.nextInt(1, 60));
        model.change(store, random.nextInt(1, 40));
      }
      if (session > 0) {
        moments.put(store.lsn(), model.active());
        model.change(store, 100);
      }
      store.close();
      store = open();
      if (session == 1) {
        store.maintenance().compact();
      }
    }
    model.create(store, 100);
    model.change(store, 200);
    moments.put(store.lsn(), model.active());
    return store;
  }

  private EntityStore open() {
    TextIndexing indexing =
        TextIndexing.builder()
            .field(TextModel.TITLE, "whitespace")
            .field(TextModel.BODY, "whitespace")
            .build();
    return EntityStore.open(
        folder.resolve("store"), StoreConfig.builder().textIndexing(indexing).build());
  }

  private void compare(
      QueryReader reader, LuceneIndex lucene, List<TextModel.Row> rows, int queries) {
    var pairs = new QueryPairs(random, model, rows);
    Map<EntityId, TextModel.Row> byId =
        rows.stream().collect(Collectors.toMap(TextModel.Row::id, row -> row));
    for (int i = 0; i < queries; i++) {
      QueryPairs.Pair pair = pairs.next(3);
      boolean usual = random.nextInt(10) > 0;
      float k1 = usual ? 1.2f : (float) random.nextDouble(0, 3);
      float b = usual ? 0.75f : (float) random.nextDouble();
      Search search = reader.search(pair.ours()).bm25(k1, b);
      String what = pair.ours().text() + " seed=" + seed + " k1=" + k1 + " b=" + b;
      Map<TextModel.Row, Float> expected = lucene.search(pair.lucenes(), k1, b);
      RankedHits all = search.ranked(rows.size() + 1);
      assertEquals(expected.size(), all.total(), what);
      assertEquals(expected.size(), search.count(), what);
      requireSame(expected, all, byId, what);
      requireSameFirst(search, all.hits(), what);
    }
  }

  private static void requireSame(
      Map<TextModel.Row, Float> expected,
      RankedHits actual,
      Map<EntityId, TextModel.Row> byId,
      String what) {
    List<TextModel.Row> found = rows(actual, byId);
    assertFalse(found.contains(null), () -> "not active: " + what);
    assertEquals(orders(expected.keySet()), orders(found), what);
    float last = Float.POSITIVE_INFINITY;
    int lastOrder = -1;
    for (RankedHit hit : actual) {
      TextModel.Row row = byId.get(hit.id());
      float score = expected.get(row);
      assertEquals(
          score, hit.score(), TOLERANCE * Math.max(score, 1e-3), () -> what + " row=" + row);
      assertTrue(
          hit.score() < last || hit.score() == last && row.order() > lastOrder,
          () -> "not in order: " + what);
      last = hit.score();
      lastOrder = row.order();
    }
  }

  private static List<TextModel.Row> rows(RankedHits hits, Map<EntityId, TextModel.Row> byId) {
    return hits.hits().stream().map(hit -> byId.get(hit.id())).toList();
  }

  private static BitSet orders(Collection<TextModel.Row> rows) {
    var orders = new BitSet();
    rows.forEach(row -> orders.set(row.order()));
    return orders;
  }

  /** What is passed over since it cannot be among the first must not have been among them. */
  private void requireSameFirst(Search search, List<RankedHit> all, String what) {
    for (int limit : new int[] {1, 10, random.nextInt(1, 100)}) {
      int offset = random.nextInt(4) == 0 ? random.nextInt(20) : 0;
      List<RankedHit> wanted =
          all.subList(Math.min(offset, all.size()), Math.min(offset + limit, all.size()));
      List<RankedHit> first = search.offset(offset).ranked(limit).hits();
      assertEquals(
          wanted.toString(), first.toString(), what + " limit=" + limit + " offset=" + offset);
    }
  }
}
