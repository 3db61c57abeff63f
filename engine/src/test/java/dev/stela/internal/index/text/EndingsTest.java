package dev.stela.internal.index.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The endings of a part's documents, against arrays. */
class EndingsTest {
  private static final int FIRST_DOCUMENT = 12_345;
  private static final int[] FIELDS = {1, 4};

  @Test
  void shouldAnswerLikeTheModelWhenAskedAsOfAnyLsn() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int documents : new int[] {1, 16, 17, 500, 3_000}) {
      run(random, documents, "seed=" + seed + " documents=" + documents);
    }
  }

  private static void run(Random random, int documents, String context) {
    TextDelta part = part(documents);
    Endings endings = part.endings();
    var lsns = new long[documents];
    var retired = new boolean[documents];
    Arrays.fill(lsns, TextPart.NEVER);
    long lsn = 100;
    int count = 0;
    for (int i = 0; i < documents; i++) {
      int document = random.nextInt(documents);
      if (lsns[document] == TextPart.NEVER) {
        lsn += random.nextInt(3);
        lsns[document] = lsn;
        retired[document] = random.nextBoolean();
        part.end(FIRST_DOCUMENT + document, lsn, retired[document]);
        assertEquals(FIRST_DOCUMENT + document, endings.document(count), context);
        assertEquals(Endings.encode(lsn, retired[document]), endings.ending(count), context);
        count++;
        assertEquals(count, endings.size(), context);
      }
    }
    for (int i = 0; i < documents; i++) {
      assertEquals(lsns[i], part.to(FIRST_DOCUMENT + i), context);
      assertEquals(retired[i], part.isRetired(FIRST_DOCUMENT + i), context);
    }
    for (long at = 98; at <= lsn + 1; at += 1 + random.nextInt(10)) {
      check(part, lsns, at, context + " lsn=" + at);
    }
  }

  private static void check(TextDelta part, long[] lsns, long lsn, String context) {
    int count = 0;
    var sums = new FieldStatistics[] {FieldStatistics.NONE, FieldStatistics.NONE};
    for (int document = 0; document < lsns.length; document++) {
      if (lsns[document] <= lsn) {
        count++;
        for (int i = 0; i < FIELDS.length; i++) {
          int length = length(document, FIELDS[i]);
          sums[i] = length == 0 ? sums[i] : sums[i].plus(new FieldStatistics(1, length));
        }
      }
    }
    assertEquals(count, part.endings().countAt(lsn), context);
    assertEquals(count == 0, part.allStandAt(lsn), context);
    for (int i = 0; i < FIELDS.length; i++) {
      FieldPart field = part.field(FIELDS[i]);
      if (field != null) {
        assertEquals(sums[i], part.endings().statistics(field, lsn), context);
      }
    }
  }

  /** The second field comes later, and not in every document. */
  private static int length(int document, int field) {
    if (field == FIELDS[0]) {
      return 1 + document % 3;
    }
    return document < 40 ? 0 : document % 4;
  }

  private static TextDelta part(int documents) {
    var part = new TextDelta(FIRST_DOCUMENT, 1, _ -> false);
    var tokens = new DocumentTokens();
    for (int i = 0; i < documents; i++) {
      tokens.clear();
      for (int field : FIELDS) {
        tokens.begin(field);
        for (int j = 0; j < length(i, field); j++) {
          tokens.token(new byte[] {'a'}, 1, j, 0, 1);
        }
      }
      part.add(tokens, i, 1);
    }
    return part;
  }

  @Test
  void shouldCountFieldsThatCameLaterWhenDocumentsEndedBefore() {
    var part = new TextDelta(0, 1, _ -> false);
    var tokens = new DocumentTokens();
    for (int i = 0; i < 100; i++) {
      tokens.clear();
      tokens.begin(i < 50 ? 7 : 2);
      tokens.token(new byte[] {'a'}, 1, 0, 0, 1);
      part.add(tokens, i, i + 1);
      part.end(i, i + 1, false);
    }
    for (int lsn = 0; lsn <= 101; lsn++) {
      int ended = Math.min(lsn, 100);
      assertEquals(
          new FieldStatistics(Math.min(ended, 50), Math.min(ended, 50)),
          part.endings().statistics(part.field(7), lsn));
      assertEquals(
          new FieldStatistics(Math.max(ended - 50, 0), Math.max(ended - 50, 0)),
          part.endings().statistics(part.field(2), lsn));
      assertEquals(FieldStatistics.NONE, part.statistics(2, lsn));
    }
  }

  @Test
  void shouldRefuseWhenADocumentEndsTwiceOrTooLate() {
    TextDelta part = part(3);
    part.end(FIRST_DOCUMENT, 10, true);
    assertThrows(IllegalStateException.class, () -> part.end(FIRST_DOCUMENT, 11, false));
    assertThrows(IllegalStateException.class, () -> part.end(FIRST_DOCUMENT + 1, 9, false));
    assertEquals(1, part.endings().size());
    assertEquals(TextPart.NEVER, part.to(FIRST_DOCUMENT + 1));
    assertFalse(part.isRetired(FIRST_DOCUMENT + 1));
  }

  @Test
  void shouldTakeFewBytesWhenManyDocumentsEndedOrOnlySome() {
    int documents = 200_000;
    TextDelta part = part(documents);
    for (int i = 0; i < documents; i += 1_000) {
      part.end(FIRST_DOCUMENT + i, i + 1, false);
    }
    long few = part.endings().bytes();
    assertTrue(few < 200 * 800, "bytes=" + few);
    for (int i = 0; i < documents; i++) {
      if (i % 1_000 != 0) {
        part.end(FIRST_DOCUMENT + i, documents + i, false);
      }
    }
    long all = part.endings().bytes();
    assertTrue(12L * documents < all && all < 20L * documents, "bytes=" + all);
  }

  @Test
  void shouldSeeAllEndingsThatAreVisibleWhenOthersAreBeingAdded() throws Exception {
    int documents = 30_000;
    TextDelta part = part(documents);
    var visible = new AtomicLong();
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<?> reader = executor.submit(() -> read(part, visible, documents));
      try {
        for (int i = 0; i < documents; i++) {
          // LSNs that do not fit into half a word.
          part.end(FIRST_DOCUMENT + place(i, documents), 1L << 40 | i + 1, true);
          visible.setRelease(Math.max(0, i - 9));
        }
      } finally {
        // So that the reader comes to an end whatever happens.
        visible.setRelease(documents);
      }
      reader.get();
    }
  }

  private static int place(int i, int documents) {
    return (int) (i * 7_919L % documents);
  }

  private static void read(TextDelta part, AtomicLong visible, int documents) {
    long count;
    do {
      count = visible.getAcquire();
      long lsn = 1L << 40 | count;
      assertEquals(count, part.endings().countAt(lsn));
      assertTrue(part.endings().statistics(part.field(FIELDS[0]), lsn).tokens() >= count);
      for (long i = Math.max(0, count - 40); i < Math.min(documents, count + 40); i++) {
        int document = FIRST_DOCUMENT + place((int) i, documents);
        long to = part.to(document);
        assertTrue(i < count ? to == (1L << 40 | i + 1) : to > lsn, () -> "to=" + to);
      }
    } while (count < documents);
  }
}
