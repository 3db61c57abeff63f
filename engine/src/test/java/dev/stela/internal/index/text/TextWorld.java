package dev.stela.internal.index.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All documents of a text index in plain collections, over all of its parts: what any part has to
 * say, whether it is a delta, or a segment made of several parts, is compared with it. One thread.
 */
final class TextWorld {
  /** A document; of one that is gone, a part must not know anything. */
  static final class Document {
    final int ordinal;
    final long from;
    final Map<Integer, Integer> lengths = new TreeMap<>();
    final Map<Integer, NavigableMap<Term, List<Integer>>> fields = new TreeMap<>();
    long to = TextPart.NEVER;
    boolean retired;
    boolean gone;

    Document(int ordinal, long from) {
      this.ordinal = ordinal;
      this.from = from;
    }
  }

  /** A term, in the order of bytes. */
  record Term(byte[] bytes) implements Comparable<Term> {
    Term(String text) {
      this(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int compareTo(Term other) {
      return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Term term && Arrays.equals(bytes, term.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  final List<Document> documents = new ArrayList<>();
  private final int withoutPositions;

  /**
   * Creates an empty world.
   *
   * @param withoutPositions the field that has no positions
   */
  TextWorld(int withoutPositions) {
    this.withoutPositions = withoutPositions;
  }

  void add(DocumentTokens tokens, int ordinal, long lsn) {
    Document document = new Document(ordinal, lsn);
    for (int i = 0; i < tokens.fields(); i++) {
      if (tokens.length(i) > 0) {
        document.lengths.put(tokens.field(i), tokens.length(i));
        NavigableMap<Term, List<Integer>> terms =
            document.fields.computeIfAbsent(tokens.field(i), _ -> new TreeMap<>());
        for (int token = tokens.firstToken(i); token < tokens.endToken(i); token++) {
          byte[] bytes =
              Arrays.copyOfRange(tokens.bytes(), tokens.termStart(token), tokens.termEnd(token));
          terms
              .computeIfAbsent(new Term(bytes), _ -> new ArrayList<>())
              .add(tokens.position(token));
        }
      }
    }
    documents.add(document);
  }

  /** Compares all that a part says with what it should say. */
  void check(TextPart part, long now, Random random, String context) {
    Map<Integer, NavigableMap<Term, NavigableMap<Integer, List<Integer>>>> fields =
        checkDocuments(part, now, random, context);
    int[] numbers = fields.keySet().stream().mapToInt(Integer::intValue).toArray();
    assertEquals(Arrays.toString(numbers), Arrays.toString(part.fields()), context);
    assertNull(part.field(1_000), context);
    assertEquals(FieldStatistics.NONE, part.statistics(1_000, now), context);
    fields.forEach(
        (number, terms) -> {
          FieldPart field = part.field(number);
          assertEquals(number, field.field(), context);
          assertEquals(number != withoutPositions, field.hasPositions(), context);
          checkTerms(field, terms, random, context + " field=" + number);
          terms.forEach(
              (term, list) -> checkList(field, term, list, random, context + " field=" + number));
        });
  }

  private Map<Integer, NavigableMap<Term, NavigableMap<Integer, List<Integer>>>> checkDocuments(
      TextPart part, long now, Random random, String context) {
    Map<Integer, NavigableMap<Term, NavigableMap<Integer, List<Integer>>>> fields = new TreeMap<>();
    Map<Integer, FieldStatistics> all = new TreeMap<>();
    TreeSet<Integer> ordinals = new TreeSet<>();
    long[] lsns = {
      0,
      part.firstLsn(),
      part.lastLsn() - 1,
      part.lastLsn(),
      now,
      random.nextLong(now + 2),
      part.firstLsn() + random.nextLong(now + 1 - part.firstLsn() + 1)
    };
    for (int number = part.firstDocument(); number < part.endDocument(); number++) {
      Document document = documents.get(number);
      String where = context + " document=" + number;
      if (document.gone) {
        assertEquals(-1, part.ordinal(number), where);
        continue;
      }
      ordinals.add(document.ordinal);
      assertEquals(document.ordinal, part.ordinal(number), where);
      assertEquals(document.from, part.from(number), where);
      assertEquals(document.to, part.to(number), where);
      assertEquals(document.retired, part.isRetired(number), where);
      for (long lsn : lsns) {
        boolean stands = document.from <= lsn && lsn < document.to;
        if (document.from <= lsn && part.allStandAt(lsn)) {
          assertTrue(stands, where);
        }
      }
      int known = number;
      document.fields.forEach(
          (field, terms) ->
              terms.forEach(
                  (term, positions) ->
                      fields
                          .computeIfAbsent(field, _ -> new TreeMap<>())
                          .computeIfAbsent(term, _ -> new TreeMap<>())
                          .put(known, positions)));
      document.lengths.forEach(
          (field, length) ->
              all.merge(field, new FieldStatistics(1, length), FieldStatistics::plus));
    }
    for (int field : fields.keySet()) {
      assertEquals(all.get(field), part.field(field).statistics(), context);
      for (int number = part.firstDocument(); number < part.endDocument(); number++) {
        Document document = documents.get(number);
        int length = document.gone ? 0 : document.lengths.getOrDefault(field, 0);
        assertEquals(length, part.field(field).length(number), context);
      }
    }
    for (long lsn : lsns) {
      checkAsOf(part, fields, ordinals, lsn, context + " lsn=" + lsn);
    }
    return fields;
  }

  private void checkAsOf(
      TextPart part, Map<Integer, ?> fields, TreeSet<Integer> ordinals, long lsn, String context) {
    int end = part.endAt(lsn);
    Map<Integer, Integer> newest = new TreeMap<>();
    Map<Integer, FieldStatistics> standing = new TreeMap<>();
    for (int number = part.firstDocument(); number < part.endDocument(); number++) {
      Document document = documents.get(number);
      if (!document.gone) {
        assertEquals(document.from <= lsn, number < end, context);
        if (document.from <= lsn) {
          newest.put(document.ordinal, number);
          if (lsn < document.to) {
            document.lengths.forEach(
                (field, length) ->
                    standing.merge(field, new FieldStatistics(1, length), FieldStatistics::plus));
          }
        }
      }
    }
    for (int ordinal : ordinals) {
      assertEquals(newest.getOrDefault(ordinal, -1), part.documentOf(ordinal, lsn), context);
    }
    for (int ordinal : ordinals) {
      for (int neighbour : new int[] {ordinal - 1, ordinal + 1}) {
        if (!ordinals.contains(neighbour) && neighbour >= 0) {
          assertEquals(-1, part.documentOf(neighbour, lsn), context);
        }
      }
    }
    for (int field : fields.keySet()) {
      assertEquals(
          standing.getOrDefault(field, FieldStatistics.NONE),
          part.statistics(field, lsn),
          context + " field=" + field);
    }
  }

  private static void checkTerms(
      FieldPart field,
      NavigableMap<Term, NavigableMap<Integer, List<Integer>>> terms,
      Random random,
      String context) {
    TermScan scan = field.scan();
    for (Term term : terms.keySet()) {
      assertTrue(scan.next(), context);
      assertEquals(term, term(scan), context);
      assertEquals(terms.get(term).size(), scan.postings().documents(), context);
    }
    assertFalse(scan.next(), context);
    assertFalse(scan.next(), context);
    List<Term> known = List.copyOf(terms.keySet());
    for (int i = 0; i < 60; i++) {
      byte[] sought = known.get(random.nextInt(known.size())).bytes().clone();
      switch (random.nextInt(5)) {
        case 0 -> sought = Arrays.copyOf(sought, random.nextInt(sought.length + 1));
        case 1 -> sought[random.nextInt(sought.length)] += (byte) (random.nextInt(3) - 1);
        case 2 -> sought = Arrays.copyOf(sought, sought.length + 1);
        case 3 -> sought = new byte[] {(byte) random.nextInt(256)};
        default -> {}
      }
      Term target = new Term(sought);
      // Longer than it says: only the first bytes count.
      byte[] given = Arrays.copyOf(sought, sought.length + 3);
      TermPostings found = sought.length == 0 ? null : field.find(given, sought.length);
      assertEquals(terms.containsKey(target), found != null, context);
      TermScan from = random.nextBoolean() ? scan : field.scan();
      boolean more = from.seek(given, sought.length);
      int walked = 0;
      for (Term term : terms.tailMap(target, true).keySet()) {
        assertTrue(more, context);
        assertEquals(term, term(from), context);
        if (++walked == 70) {
          break;
        }
        more = from.next();
      }
      if (terms.tailMap(target, true).size() < 70) {
        assertFalse(more, context);
      }
    }
  }

  private static Term term(TermScan scan) {
    return new Term(Arrays.copyOf(scan.term(), scan.length()));
  }

  private static void checkList(
      FieldPart field,
      Term term,
      NavigableMap<Integer, List<Integer>> list,
      Random random,
      String context) {
    TermPostings postings = field.find(term.bytes(), term.bytes().length);
    assertNotNull(postings, context);
    assertEquals(list.size(), postings.documents(), context);
    long occurrences = list.values().stream().mapToLong(List::size).sum();
    assertEquals(occurrences, postings.occurrences(), context);
    walk(field, postings, list, random, 0, context);
    walk(field, postings, list, random, 1 + random.nextInt(300), context);
    checkBlocks(field, postings.cursor(false), list, random, context);
  }

  /** Walks over a list, by steps and leaps, and asks for what chance will have it. */
  private static void walk(
      FieldPart field,
      TermPostings postings,
      NavigableMap<Integer, List<Integer>> list,
      Random random,
      int leap,
      String context) {
    boolean positions = field.hasPositions() && random.nextInt(4) > 0;
    PostingCursor cursor = postings.cursor(positions);
    assertEquals(-1, cursor.document(), context);
    int at = -1;
    while (true) {
      Map.Entry<Integer, List<Integer>> expected;
      int found;
      if (leap == 0 || random.nextInt(3) == 0) {
        expected = list.higherEntry(at);
        found = cursor.next();
      } else {
        int target = at + 1 + random.nextInt(leap);
        expected = list.ceilingEntry(target);
        found = cursor.advance(target);
      }
      if (random.nextInt(10) == 0) {
        cursor.blockEnd(Math.min(found, PostingCursor.END - 1));
      }
      assertEquals(expected == null ? PostingCursor.END : expected.getKey(), found, context);
      assertEquals(found, cursor.document(), context);
      if (expected == null) {
        assertEquals(PostingCursor.END, cursor.next(), context);
        return;
      }
      at = found;
      List<Integer> places = expected.getValue();
      if (random.nextInt(3) > 0) {
        assertEquals(places.size(), cursor.frequency(), context);
      }
      if (positions && random.nextInt(3) > 0) {
        assertEquals(places, PartModel.positions(cursor, random), context);
      }
    }
  }

  /** Blocks one after another cover the list, and their impacts bound what is in them. */
  private static void checkBlocks(
      FieldPart field,
      PostingCursor cursor,
      NavigableMap<Integer, List<Integer>> list,
      Random random,
      String context) {
    int target = list.firstKey();
    while (true) {
      int end = cursor.blockEnd(target);
      assertTrue(end >= target, context);
      Map<Integer, List<Integer>> block = list.subMap(target, true, end, true);
      int impacts = cursor.impacts().size();
      for (int i = 1; i < impacts; i++) {
        assertTrue(cursor.impacts().frequency(i) < cursor.impacts().frequency(i - 1), context);
        assertTrue(cursor.impacts().norm(i) < cursor.impacts().norm(i - 1), context);
      }
      block.forEach(
          (document, positions) -> {
            int norm = Norms.encode(field.length(document));
            boolean bounded = false;
            for (int i = 0; i < impacts; i++) {
              bounded |=
                  cursor.impacts().frequency(i) >= positions.size()
                      && cursor.impacts().norm(i) <= norm;
            }
            assertTrue(bounded, context);
          });
      assertEquals(-1, cursor.document(), context);
      if (end == PostingCursor.END) {
        break;
      }
      target = end + 1 + random.nextInt(300);
    }
    if (list.lastKey() < PostingCursor.END - 2) {
      assertEquals(PostingCursor.END, cursor.blockEnd(list.lastKey() + 1), context);
      assertEquals(0, cursor.impacts().size(), context);
      assertEquals(PostingCursor.END, cursor.blockEnd(list.lastKey() + 2), context);
      assertEquals(0, cursor.impacts().size(), context);
    }
    // The cursor has not moved.
    assertEquals(list.firstKey(), cursor.next(), context);
  }
}
