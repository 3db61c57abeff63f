package dev.stela.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Query;
import dev.stela.RankedHit;
import dev.stela.Search;
import dev.stela.StoreConfig;
import dev.stela.TextIndexing;
import dev.stela.TextQuery;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A term that every document has is found in every one, and its first page is right. {@code
 * -Dstela.sharedDocuments=500000} asks of so many as well, and says how long a first page takes.
 */
class SharedTermTest {
  private static final int BATCH = 500;
  private static final TextQuery SHARED = TextQuery.anyWord("text", "everywhere");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {2_000, 20_000, -1})
  void shouldFindEveryDocumentWhenAllShareATerm(int asked) {
    int count = asked < 0 ? Integer.getInteger("stela.sharedDocuments", 1) : asked;
    StoreConfig config =
        StoreConfig.builder()
            .textIndexing(TextIndexing.everyField("whitespace"))
            .textBufferBytes(1 << 20)
            .build();
    try (EntityStore store = EntityStore.open(folder.resolve("store"), config)) {
      fill(store, count);
      requireFound(store, count);
      requireFirst(store, LongStream.range(0, 10));
      for (int i = 0; i < count; i += 97) {
        store.putText(EntityId.named("document-" + i), "text", "other words");
      }
      int changed = (count + 96) / 97;
      requireFound(store, count - changed);
      requireFirst(store, LongStream.range(1, 11));
    }
    try (EntityStore store = EntityStore.open(folder.resolve("store"), config)) {
      requireFound(store, count - (count + 96) / 97);
      requireFirst(store, LongStream.range(1, 11));
      if (asked < 0 && count > 1) {
        System.out.printf("first page of %,d hits: %,d µs%n", count, medianMicros(store));
      }
    }
  }

  /** All score the same, so the oldest come first. */
  private static void requireFirst(EntityStore store, LongStream numbers) {
    if (store.statistics().activeEntities() > 10) {
      assertEquals(
          numbers.mapToObj(i -> EntityId.named("document-" + i)).toList(),
          store.search(SHARED).ranked(10).hits().stream().map(RankedHit::id).toList());
    }
  }

  private static long medianMicros(EntityStore store) {
    return LongStream.range(0, 201)
        .map(
            i -> {
              long start = System.nanoTime();
              store.search(SHARED).ranked(10);
              return (System.nanoTime() - start) / 1_000;
            })
        .sorted()
        .skip(100)
        .findFirst()
        .orElseThrow();
  }

  private static void fill(EntityStore store, int count) {
    for (int from = 0; from < count; from += BATCH) {
      int first = from;
      store.write(
          transaction -> {
            for (int i = first; i < Math.min(first + BATCH, count); i++) {
              EntityDraft draft = EntityDraft.of(EntityId.named("document-" + i));
              transaction.create(draft.text("text", "everywhere number" + i + " of many"));
            }
          });
    }
  }

  private static void requireFound(EntityStore store, int count) {
    for (Query query :
        new Query[] {
          SHARED, TextQuery.prefix("text", "number"), TextQuery.phrase("text", "of many")
        }) {
      Search search = store.search(query);
      assertEquals(count, search.count(), query.text());
      assertEquals(count, search.ranked(10).total(), query.text());
      assertEquals(Math.min(count, 10), search.ranked(10).hits().size(), query.text());
      assertEquals(count, new HashSet<>(search.ids().toList()).size(), query.text());
    }
  }
}
