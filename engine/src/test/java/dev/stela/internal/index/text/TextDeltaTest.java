package dev.stela.internal.index.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.internal.analysis.TextAnalyzer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The part of the text index in memory, against plain collections. */
class TextDeltaTest {
  private static final int FIRST_DOCUMENT = 70_000;
  private static final int FIELD_WITHOUT_POSITIONS = 2;

  private final DocumentTokens tokens = new DocumentTokens();

  @Test
  void shouldAnswerLikeTheModelWhenAskedAsOfAnyLsn() {
    long seed = new Random().nextLong();
    for (int documents : new int[] {1, 30, 64, 65, 1_500, 4_000}) {
      run(new Random(seed), documents, "seed=" + seed + " documents=" + documents);
    }
  }

  private void run(Random random, int documents, String context) {
    var delta = delta();
    var model = new PartModel(FIRST_DOCUMENT);
    long lsn = 10;
    for (int i = 0; i < documents; i++) {
      lsn += random.nextInt(3);
      fill(random);
      int ordinal = random.nextInt(documents);
      assertEquals(model.endDocument(), delta.add(tokens, ordinal, lsn), context);
      model.add(tokens, ordinal, lsn);
      int other = FIRST_DOCUMENT + random.nextInt(i + 1);
      if (random.nextInt(3) == 0 && model.stands(other)) {
        lsn += random.nextInt(2);
        boolean retired = random.nextBoolean();
        delta.end(other, lsn, retired);
        model.end(other, lsn, retired);
      }
      assertEquals(lsn, delta.lastLsn(), context);
      if (random.nextInt(200) == 0) {
        check(delta, model, lsn - random.nextInt((int) lsn), random, context);
      }
    }
    delta.freeze();
    for (long at : new long[] {9, 10, lsn / 2, lsn - 1, lsn, lsn + 1}) {
      check(delta, model, at, random, context);
    }
  }

  private static TextDelta delta() {
    return new TextDelta(FIRST_DOCUMENT, 10, field -> field != FIELD_WITHOUT_POSITIONS);
  }

  private static void check(
      TextDelta delta, PartModel model, long lsn, Random random, String context) {
    String where = context + " lsn=" + lsn;
    model.checkDocuments(delta, lsn, where);
    for (int field : model.fields()) {
      model.checkTerms(delta, field, new PartModel.Term(term(random)), where);
      for (int i = 0; i < 40; i++) {
        boolean known = random.nextInt(4) > 0;
        var term = known ? model.anyTerm(field, random) : new PartModel.Term(term(random));
        model.checkList(delta, field, term, random, where + " field=" + field);
      }
    }
  }

  /** Some fields or none, tokens of one place, gaps, terms often and seldom, now and then many. */
  private void fill(Random random) {
    tokens.clear();
    for (int field = 6; field >= 0; field--) {
      if (random.nextInt(field + 1) == 0) {
        tokens.begin(field);
        int position = random.nextInt(4);
        int count = random.nextInt(random.nextInt(100) == 0 ? 3_000 : 30);
        for (int i = 0; i < count; i++) {
          byte[] term = term(random);
          tokens.token(term, term.length, position, 0, 0);
          position += random.nextInt(random.nextInt(50) == 0 ? 1_000_000 : 3);
        }
      }
    }
  }

  private static byte[] term(Random random) {
    switch (random.nextInt(20)) {
      case 0 -> {
        // Any bytes, of few values: zeros, and such as are negative.
        var term = new byte[1 + random.nextInt(10)];
        for (int i = 0; i < term.length; i++) {
          term[i] = (byte) (random.nextInt(3) - 1);
        }
        return term;
      }
      case 1 -> {
        return utf8("beginning" + random.nextInt(100_000));
      }
      case 2 -> {
        int length = random.nextInt(100) == 0 ? TextAnalyzer.MAX_TERM_BYTES : 100;
        return utf8("x".repeat(length - 1) + random.nextInt(10));
      }
      default -> {
        // Some terms in almost every document.
        return utf8("w" + (int) Math.exp(random.nextDouble(7)));
      }
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void fill(int field, String... terms) {
    tokens.clear();
    tokens.begin(field);
    for (int i = 0; i < terms.length; i++) {
      byte[] term = utf8(terms[i]);
      tokens.token(term, term.length, i, 0, 0);
    }
  }

  @Test
  void shouldKnowNothingWhenEmpty() {
    TextDelta delta = delta();
    assertEquals(FIRST_DOCUMENT, delta.endDocument());
    assertEquals(FIRST_DOCUMENT, delta.endAt(1_000));
    assertEquals(10, delta.firstLsn());
    assertEquals(9, delta.lastLsn());
    assertEquals(-1, delta.documentOf(0, 1_000));
    assertEquals(0, delta.fields().length);
    assertNull(delta.field(0));
    assertEquals(FieldStatistics.NONE, delta.statistics(0, 1_000));
    assertTrue(delta.allStandAt(1_000));
    assertEquals(0, delta.outerEndings().size());
  }

  @Test
  void shouldPassOverLaterDocumentsWhenAskedForTheDocumentOfAnEntity() {
    TextDelta delta = delta();
    fill(0, "a");
    for (int i = 0; i < 3; i++) {
      delta.add(tokens, 5, 20 + 10 * i);
      delta.add(tokens, 6, 20 + 10 * i);
    }
    assertEquals(-1, delta.documentOf(5, 19));
    assertEquals(FIRST_DOCUMENT, delta.documentOf(5, 20));
    assertEquals(FIRST_DOCUMENT, delta.documentOf(5, 29));
    assertEquals(FIRST_DOCUMENT + 2, delta.documentOf(5, 30));
    assertEquals(FIRST_DOCUMENT + 4, delta.documentOf(5, 40));
    assertEquals(FIRST_DOCUMENT + 5, delta.documentOf(6, Long.MAX_VALUE));
    assertEquals(-1, delta.documentOf(7, Long.MAX_VALUE));
  }

  @Test
  void shouldKeepWhatACursorHasWhenTheListGrows() {
    TextDelta delta = delta();
    fill(0, "a", "b", "a");
    delta.add(tokens, 0, 10);
    byte[] term = utf8("a");
    TermPostings before = delta.field(0).find(term, 1);
    PostingCursor cursor = before.cursor(true);
    for (int i = 1; i < 100; i++) {
      delta.add(tokens, i, 10 + i);
    }
    assertEquals(1, before.documents());
    assertEquals(FIRST_DOCUMENT, cursor.next());
    assertEquals(2, cursor.frequency());
    assertArrayEquals(new int[] {0, 2}, cursor.positions(new int[2]));
    assertEquals(PostingCursor.END, cursor.next());
    assertEquals(100, delta.field(0).find(term, 1).documents());
  }

  @Test
  void shouldTellOuterEndingsInOrderWhenFrozen() {
    TextDelta delta = delta();
    for (int i = 0; i < 1_000; i++) {
      delta.endOuter(3 * i, 10 + i / 2, i % 3 == 0);
    }
    delta.freeze();
    OuterEndings outer = delta.outerEndings();
    assertEquals(1_000, outer.size());
    for (int i = 0; i < 1_000; i++) {
      assertEquals(3 * i, outer.document(i));
      assertEquals(Endings.encode(10 + i / 2, i % 3 == 0), outer.ending(i));
    }
    assertEquals(10 + 999 / 2, delta.lastLsn());
  }

  @Test
  void shouldTakeEndingsOnlyWhenFrozen() {
    TextDelta delta = delta();
    fill(0, "a");
    int document = delta.add(tokens, 0, 10);
    delta.extendTo(15);
    assertEquals(15, delta.lastLsn());
    delta.freeze();
    delta.end(document, 20, false);
    assertEquals(20, delta.to(document));
    assertEquals(15, delta.lastLsn());
    assertThrows(IllegalStateException.class, () -> delta.add(tokens, 0, 21));
    assertThrows(IllegalStateException.class, () -> delta.endOuter(1, 21, false));
    assertThrows(IllegalStateException.class, () -> delta.extendTo(21));
  }

  @Test
  void shouldRefuseWhenAnLsnIsOlderThanTheLast() {
    TextDelta delta = delta();
    fill(0, "a");
    delta.add(tokens, 0, 12);
    assertThrows(IllegalStateException.class, () -> delta.add(tokens, 0, 11));
  }

  @Test
  void shouldCountItsHeapWhenItGrows() {
    TextDelta delta = delta();
    long empty = delta.bytes();
    assertTrue(empty < 8_000, "empty=" + empty);
    var random = new Random(1);
    long texts = 0;
    for (int i = 0; i < 2_000; i++) {
      var terms = new String[100];
      for (int j = 0; j < terms.length; j++) {
        terms[j] = "w" + (int) Math.exp(random.nextDouble(11));
        texts += terms[j].length() + 1;
      }
      fill(0, terms);
      delta.add(tokens, i, 10 + i);
    }
    long full = delta.bytes();
    // Neither forgotten nor out of all proportion.
    assertTrue(texts / 2 < full && full < 5 * texts, "texts=" + texts + " bytes=" + full);
  }
}
