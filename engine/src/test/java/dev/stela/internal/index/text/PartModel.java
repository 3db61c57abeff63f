package dev.stela.internal.index.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/**
 * What a part of the text index has to say, in plain collections: documents with their terms and
 * endings, to be compared with the part as of any LSN.
 */
final class PartModel {
  /** Where a term stands in a field of a document. */
  private record Key(int field, Term term) {}

  /** Bytes in the order of a part. */
  record Term(byte[] bytes) implements Comparable<Term> {
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

  private static final class Document {
    final int ordinal;
    final long from;
    final Map<Integer, Integer> lengths = new TreeMap<>();
    final Map<Key, List<Integer>> positions = new HashMap<>();
    long to = TextPart.NEVER;
    boolean retired;

    Document(int ordinal, long from) {
      this.ordinal = ordinal;
      this.from = from;
    }
  }

  private final int firstDocument;
  private final List<Document> documents = new ArrayList<>();
  private final Map<Integer, NavigableMap<Term, List<Integer>>> lists = new TreeMap<>();

  PartModel(int firstDocument) {
    this.firstDocument = firstDocument;
  }

  int endDocument() {
    return firstDocument + documents.size();
  }

  /** Returns a term that some document has; null if there is none. */
  Term anyTerm(int field, Random random) {
    NavigableMap<Term, List<Integer>> terms = lists.get(field);
    return terms == null ? null : List.copyOf(terms.keySet()).get(random.nextInt(terms.size()));
  }

  List<Integer> fields() {
    return List.copyOf(lists.keySet());
  }

  boolean stands(int document) {
    return document(document).to == TextPart.NEVER;
  }

  private Document document(int number) {
    return documents.get(number - firstDocument);
  }

  void add(DocumentTokens tokens, int ordinal, long lsn) {
    var document = new Document(ordinal, lsn);
    for (int i = 0; i < tokens.fields(); i++) {
      int field = tokens.field(i);
      if (tokens.length(i) > 0) {
        document.lengths.put(field, tokens.length(i));
      }
      for (int token = tokens.firstToken(i); token < tokens.endToken(i); token++) {
        var term =
            new Term(
                Arrays.copyOfRange(tokens.bytes(), tokens.termStart(token), tokens.termEnd(token)));
        document
            .positions
            .computeIfAbsent(new Key(field, term), _ -> new ArrayList<>())
            .add(tokens.position(token));
        List<Integer> list =
            lists
                .computeIfAbsent(field, _ -> new TreeMap<>())
                .computeIfAbsent(term, _ -> new ArrayList<>());
        if (list.isEmpty() || list.getLast() != endDocument()) {
          list.add(endDocument());
        }
      }
    }
    documents.add(document);
  }

  void end(int document, long lsn, boolean retired) {
    document(document).to = lsn;
    document(document).retired = retired;
  }

  /** Compares the documents, and what ranking has to know of them, as of an LSN. */
  void checkDocuments(TextPart part, long lsn, String context) {
    assertEquals(firstDocument, part.firstDocument(), context);
    assertEquals(endDocument(), part.endDocument(), context);
    int end = firstDocument;
    boolean ended = false;
    Map<Integer, FieldStatistics> sums = new TreeMap<>();
    Map<Integer, Integer> newest = new TreeMap<>();
    for (int i = 0; i < documents.size(); i++) {
      Document document = documents.get(i);
      int number = firstDocument + i;
      assertEquals(document.ordinal, part.ordinal(number), context);
      assertEquals(document.from, part.from(number), context);
      assertEquals(document.to, part.to(number), context);
      assertEquals(document.retired, part.isRetired(number), context);
      ended |= document.to <= lsn;
      if (document.from <= lsn) {
        end = number + 1;
        newest.put(document.ordinal, number);
      }
      if (document.from <= lsn && lsn < document.to) {
        document.lengths.forEach(
            (field, length) ->
                sums.merge(field, new FieldStatistics(1, length), FieldStatistics::plus));
      }
    }
    assertEquals(end, part.endAt(lsn), context);
    assertFalse(ended && part.allStandAt(lsn), context);
    newest.forEach(
        (ordinal, document) -> assertEquals(document, part.documentOf(ordinal, lsn), context));
    assertEquals(fields(), Arrays.stream(part.fields()).boxed().toList(), context);
    for (int field : fields()) {
      assertEquals(
          sums.getOrDefault(field, FieldStatistics.NONE), part.statistics(field, lsn), context);
      checkLengths(part, field, context);
    }
  }

  private void checkLengths(TextPart part, int field, String context) {
    FieldPart found = part.field(field);
    assertEquals(field, found.field(), context);
    FieldStatistics all = FieldStatistics.NONE;
    for (int i = 0; i < documents.size(); i++) {
      int length = documents.get(i).lengths.getOrDefault(field, 0);
      assertEquals(length, found.length(firstDocument + i), context);
      all = length == 0 ? all : all.plus(new FieldStatistics(1, length));
    }
    assertEquals(all, found.statistics(), context);
  }

  /** Compares the terms of a field with a scan, from the beginning and from a term on. */
  void checkTerms(TextPart part, int field, Term from, String context) {
    NavigableMap<Term, List<Integer>> terms = lists.get(field);
    TermScan scan = part.field(field).scan();
    for (Term term : terms.keySet()) {
      assertTrue(scan.next(), context);
      assertEquals(term, term(scan), context);
      assertEquals(terms.get(term).size(), scan.postings().documents(), context);
    }
    assertFalse(scan.next(), context);
    boolean more = scan.seek(from.bytes(), from.bytes().length);
    for (Term term : terms.tailMap(from, true).keySet()) {
      assertTrue(more, context);
      assertEquals(term, term(scan), context);
      more = scan.next();
    }
    assertFalse(more, context);
  }

  private static Term term(TermScan scan) {
    return new Term(Arrays.copyOf(scan.term(), scan.length()));
  }

  /** Compares a posting list, walking over it as chance will have it. */
  void checkList(TextPart part, int field, Term term, Random random, String context) {
    List<Integer> expected = lists.get(field).get(term);
    FieldPart found = part.field(field);
    TermPostings postings = found.find(term.bytes(), term.bytes().length);
    if (expected == null) {
      assertNull(postings, context);
      return;
    }
    assertNotNull(postings, context);
    assertEquals(expected.size(), postings.documents(), context);
    long occurrences = 0;
    for (int document : expected) {
      occurrences += document(document).positions.get(new Key(field, term)).size();
    }
    assertEquals(occurrences, postings.occurrences(), context);
    int skips = random.nextInt(3);
    PostingCursor cursor = postings.cursor(true);
    assertEquals(-1, cursor.document(), context);
    for (int i = 0; i < expected.size(); i++) {
      if (skips > 0 && random.nextInt(2) == 0) {
        int before = i == 0 ? firstDocument - 1 : expected.get(i - 1);
        i = Math.min(expected.size() - 1, i + random.nextInt(1 << 2 * skips));
        int floor = i == 0 ? before : Math.max(before, expected.get(i - 1));
        int target = floor + 1 + random.nextInt(expected.get(i) - floor);
        assertEquals(expected.get(i), cursor.advance(target), context);
      } else {
        assertEquals(expected.get(i), cursor.next(), context);
      }
      assertEquals(expected.get(i), cursor.document(), context);
      checkPosting(found, cursor, new Key(field, term), random, context);
    }
    assertEquals(PostingCursor.END, cursor.next(), context);
    assertEquals(PostingCursor.END, cursor.document(), context);
  }

  /** Reads the positions of a document into an array that may be too short for them. */
  static List<Integer> positions(PostingCursor cursor, Random random) {
    int[] positions = cursor.positions(new int[random.nextInt(2 * cursor.frequency() + 1)]);
    return Arrays.stream(positions).limit(cursor.frequency()).boxed().toList();
  }

  private void checkPosting(
      FieldPart found, PostingCursor cursor, Key key, Random random, String context) {
    List<Integer> positions = document(cursor.document()).positions.get(key);
    assertEquals(positions.size(), cursor.frequency(), context);
    if (found.hasPositions() && random.nextInt(4) > 0) {
      assertEquals(positions, positions(cursor, random), context);
    }
    assertTrue(cursor.blockEnd(cursor.document()) >= cursor.document(), context);
    int norm = Norms.encode(found.length(cursor.document()));
    boolean bounded = false;
    for (int i = 0; i < cursor.impacts().size(); i++) {
      bounded |=
          cursor.impacts().frequency(i) >= positions.size() && cursor.impacts().norm(i) <= norm;
    }
    assertTrue(bounded, context);
  }
}
