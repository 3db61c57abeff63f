package dev.stela.internal.index.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Readers of a delta find all that is visible to them while the writer is ahead of them. */
class ConcurrentDeltaTest {
  private static final int FIRST_DOCUMENT = 1_000;
  private static final int DOCUMENTS = 12_000;
  private static final int ENTITIES = 50;
  private static final int AHEAD = 20;
  private static final int READERS = 2;
  private static final int FIELD = 3;

  private final TextDelta delta = new TextDelta(FIRST_DOCUMENT, 1, _ -> true);
  private final AtomicLong visible = new AtomicLong();

  @Test
  void shouldSeeAllThatIsVisibleWhenTheWriterIsAhead() throws Exception {
    long seed = new Random().nextLong();
    try (ExecutorService executor = Executors.newFixedThreadPool(READERS)) {
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        var random = new Random(seed + i);
        readers.add(executor.submit(() -> read(random, "seed=" + seed)));
      }
      var tokens = new DocumentTokens();
      try {
        for (int i = 0; i < DOCUMENTS; i++) {
          write(i, tokens);
          visible.setRelease(Math.max(0, i + 1 - AHEAD));
        }
      } finally {
        // So that readers come to an end whatever happens.
        visible.setRelease(DOCUMENTS);
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
    }
  }

  /** The document of LSN i + 1, which ends that of the same entity. */
  private void write(int i, DocumentTokens tokens) {
    tokens.clear();
    tokens.begin(FIELD);
    for (int j = 0; j < often(i); j++) {
      token(tokens, "all", j);
    }
    token(tokens, "some" + i % 7, 5);
    token(tokens, "one" + i, 6 + i);
    assertEquals(FIRST_DOCUMENT + i, delta.add(tokens, i % ENTITIES, i + 1));
    if (i >= ENTITIES) {
      delta.end(FIRST_DOCUMENT + i - ENTITIES, i + 1, false);
    }
  }

  private static void token(DocumentTokens tokens, String term, int position) {
    byte[] utf8 = term.getBytes(StandardCharsets.UTF_8);
    tokens.token(utf8, utf8.length, position, 0, 0);
  }

  private static int often(int i) {
    return 1 + i % 3;
  }

  private void read(Random random, String context) {
    int lsn;
    do {
      lsn = (int) visible.getAcquire();
      if (lsn > 0) {
        checkDocuments(lsn, context);
        // Of now, and of a moment that is past.
        checkList("all", 0, 1, lsn, random, context);
        int rest = random.nextInt(7);
        checkList("some" + rest, rest, 7, 1 + random.nextInt(lsn), random, context);
        int one = random.nextInt(lsn);
        checkList("one" + one, one, DOCUMENTS, lsn, random, context);
        if (random.nextInt(20) == 0) {
          checkScan(lsn, context);
        }
      }
    } while (lsn < DOCUMENTS);
  }

  private void checkDocuments(int lsn, String context) {
    assertEquals(FIRST_DOCUMENT + lsn, delta.endAt(lsn), context);
    long tokens = 0;
    for (int i = Math.max(0, lsn - ENTITIES); i < lsn; i++) {
      tokens += often(i) + 2;
      assertTrue(lsn < delta.to(FIRST_DOCUMENT + i), context);
      assertEquals(FIRST_DOCUMENT + i, delta.documentOf(i % ENTITIES, lsn), context);
    }
    if (lsn > ENTITIES) {
      assertEquals(lsn, delta.to(FIRST_DOCUMENT + lsn - ENTITIES - 1), context);
    }
    assertEquals(
        new FieldStatistics(Math.min(lsn, ENTITIES), tokens),
        delta.statistics(FIELD, lsn),
        context);
    assertEquals(Math.max(0, lsn - ENTITIES), delta.endings().countAt(lsn), context);
  }

  /** The list of a term that every so many documents have, from one of the last on. */
  private void checkList(String term, int first, int step, int lsn, Random random, String context) {
    byte[] utf8 = term.getBytes(StandardCharsets.UTF_8);
    TermPostings postings = delta.field(FIELD).find(utf8, utf8.length);
    if (first >= lsn) {
      return;
    }
    assertNotNull(postings, context);
    PostingCursor cursor = postings.cursor(true);
    int skipped = Math.max(0, (lsn - first) / step - random.nextInt(100));
    int expected = first + step * skipped;
    int found = cursor.advance(FIRST_DOCUMENT + Math.max(0, expected - step + 1));
    while (found != PostingCursor.END) {
      assertEquals(FIRST_DOCUMENT + expected, found, context);
      int often = step == 1 ? often(expected) : 1;
      assertEquals(often, cursor.frequency(), context);
      int position = cursor.positions(new int[0])[0];
      assertEquals(step == 1 ? 0 : step == 7 ? 5 : 6 + expected, position, context);
      assertTrue(cursor.impacts().frequency(0) >= often, context);
      assertTrue(cursor.impacts().norm(0) <= often(expected) + 2, context);
      expected += step;
      found = cursor.next();
    }
    assertTrue(expected >= lsn, () -> context + " lsn=" + lsn + " expected=" + found(term));
  }

  private String found(String term) {
    return term + " endDocument=" + delta.endDocument();
  }

  private void checkScan(int lsn, String context) {
    TermScan scan = delta.field(FIELD).scan();
    byte[] from = "one".getBytes(StandardCharsets.UTF_8);
    int found = 0;
    String before = "";
    for (boolean more = scan.seek(from, from.length); more; more = scan.next()) {
      String term = new String(scan.term(), 0, scan.length(), StandardCharsets.UTF_8);
      assertTrue(before.compareTo(term) < 0, context);
      assertTrue(scan.postings().documents() > 0, context);
      before = term;
      if (term.startsWith("one") && Integer.parseInt(term.substring(3)) < lsn) {
        found++;
      }
    }
    assertEquals(lsn, found, context);
  }
}
