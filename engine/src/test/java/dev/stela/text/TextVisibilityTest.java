package dev.stela.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.RankedHits;
import dev.stela.Search;
import dev.stela.Snapshot;
import dev.stela.StoreConfig;
import dev.stela.TextIndexing;
import dev.stela.TextQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Searches see exactly what was committed up to their LSN, while texts are written, flushed and
 * merged.
 */
class TextVisibilityTest {
  private static final int COMMITS = Integer.getInteger("stela.textCommits", 3_000);
  private static final int READERS = 2;

  @TempDir Path folder;
  private final long seed = Long.getLong("stela.seed", System.nanoTime());

  /** How many entities have the word, by the LSN of the commit from which on it is so. */
  private final ConcurrentSkipListMap<Long, Integer> counts = new ConcurrentSkipListMap<>();

  private volatile boolean written;

  @Test
  void shouldSeeEveryCommitWhenTextsAreWrittenMeanwhile() throws Exception {
    StoreConfig config =
        StoreConfig.builder()
            .textIndexing(TextIndexing.everyField("whitespace"))
            .textBufferBytes(1 << 20)
            .build();
    try (EntityStore store = EntityStore.open(folder.resolve("store"), config);
        var threads = Executors.newFixedThreadPool(READERS)) {
      counts.put(0L, 0);
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        readers.add(threads.submit(() -> read(store)));
      }
      try {
        write(store);
      } finally {
        written = true;
      }
      for (Future<?> reader : readers) {
        requireSuccess(reader);
      }
    }
  }

  private static void requireSuccess(Future<?> reader) throws InterruptedException {
    try {
      reader.get();
    } catch (ExecutionException e) {
      throw new AssertionError("a reader failed", e.getCause());
    }
  }

  private void write(EntityStore store) {
    var random = new SplittableRandom(seed);
    List<EntityId> having = new ArrayList<>();
    List<EntityId> gone = new ArrayList<>();
    for (int i = 0; i < COMMITS; i++) {
      long lsn;
      int kind = having.isEmpty() ? 0 : random.nextInt(8);
      if (kind < 4) {
        EntityId id = EntityId.named("entity-" + i);
        lsn = store.create(EntityDraft.of(id).text("text", text(random)));
        having.add(id);
      } else if (kind < 6 || gone.isEmpty() && kind == 6) {
        EntityId id = having.get(random.nextInt(having.size()));
        lsn = store.putText(id, "text", text(random));
      } else if (kind == 6) {
        EntityId id = gone.removeLast();
        lsn = store.restore(id);
        having.add(id);
      } else {
        EntityId id = having.remove(random.nextInt(having.size()));
        lsn = store.delete(id);
        gone.add(id);
      }
      counts.put(lsn, having.size());
    }
  }

  private static String text(SplittableRandom random) {
    var text = new StringBuilder("everywhere");
    for (int i = random.nextInt(100); i > 0; i--) {
      text.append(" word").append(random.nextInt(20_000));
    }
    return text.toString();
  }

  private void read(EntityStore store) {
    boolean last;
    do {
      last = written;
      try (Snapshot snapshot = store.snapshot()) {
        Search search = snapshot.search(TextQuery.allWords("text", "everywhere"));
        RankedHits best = search.ranked(5);
        int expected = expected(snapshot.lsn());
        String what = "seed=" + seed + " lsn=" + snapshot.lsn();
        assertEquals(expected, best.total(), what);
        assertEquals(Math.min(5, expected), best.hits().size(), what);
        assertEquals(expected, search.count(), what);
        assertEquals(expected, search.ranked(Integer.MAX_VALUE).hits().size(), what);
        assertEquals(
            expected, snapshot.search(TextQuery.prefix("text", "every")).ranked(1).total(), what);
      }
    } while (!last);
  }

  private int expected(long lsn) {
    while (counts.lastKey() < lsn && !written) {
      Thread.onSpinWait();
    }
    return counts.floorEntry(lsn).getValue();
  }
}
