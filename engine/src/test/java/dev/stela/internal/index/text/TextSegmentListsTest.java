package dev.stela.internal.index.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.SystemFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long posting lists and many terms, whose content follows from a document's number. */
class TextSegmentListsTest {
  private static final int FIELD = 3;
  private static final int FIRST = 1_000;
  private static final int DOCUMENTS = 300_000;
  private static final StoreId STORE = new StoreId(3, 4);

  /** Divisors of the numbers of documents; each is a term that its multiples have. */
  private static final int[] DIVISORS = {1, 2, 3, 7, 64, 1_000, 4_099, 70_000};

  @TempDir Path folder;

  private final SystemFiles files = new SystemFiles();
  private final DocumentTokens tokens = new DocumentTokens();

  private static int frequency(int document, int divisor) {
    int multiple = document / divisor;
    return multiple % 1_000 == 999 ? 300 : 1 + multiple % 5 / 3;
  }

  /** Terms stand one behind another, those of a divisor together, two apart. */
  private void fill(int document) {
    tokens.clear();
    tokens.begin(FIELD);
    int position = 0;
    for (int divisor : DIVISORS) {
      if (document % divisor == 0) {
        byte[] term = term("multiple of " + divisor);
        for (int i = frequency(document, divisor); i > 0; i--) {
          tokens.token(term, term.length, position, 0, 1);
          position += 2;
        }
      }
    }
  }

  private static byte[] term(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int firstPosition(int document, int divisor) {
    int position = 0;
    for (int smaller : DIVISORS) {
      if (smaller == divisor) {
        return position;
      }
      position += document % smaller == 0 ? 2 * frequency(document, smaller) : 0;
    }
    throw new IllegalArgumentException("no divisor: " + divisor);
  }

  private TextSegment write(int number, List<? extends TextPart> parts, IntPredicate dropped) {
    Path path = folder.resolve(number + ".text");
    TextSegmentWriter.write(files, path, STORE, number, parts, dropped, _ -> {});
    return TextSegment.open(files, path, STORE, number);
  }

  private TextSegment write(int number, int from, int to) {
    TextDelta delta = new TextDelta(from, from, _ -> true);
    for (int document = from; document < to; document++) {
      fill(document);
      delta.add(tokens, 2 * DOCUMENTS - document, document);
    }
    delta.freeze();
    TextSegment segment = write(number, List.of(delta), _ -> false);
    delta.close();
    return segment;
  }

  @Test
  void shouldFindEveryDocumentWhenListsAreLong() {
    List<TextSegment> pieces = new ArrayList<>();
    int from = FIRST;
    for (int to : new int[] {20_000, 20_001, 150_000, FIRST + DOCUMENTS}) {
      pieces.add(write(pieces.size() + 1, from, to));
      from = to;
    }
    try (TextSegments segments = new TextSegments(write(100, pieces, _ -> false))) {
      pieces.forEach(TextPart::close);
      TextSegment segment = segments.segment();
      for (int divisor : DIVISORS) {
        check(segment, divisor, document -> true);
      }
      for (int document = FIRST; document < FIRST + DOCUMENTS; document += 997) {
        assertEquals(document, segment.documentOf(2 * DOCUMENTS - document, Long.MAX_VALUE));
        assertEquals(-1, segment.documentOf(2 * DOCUMENTS - document, document - 1));
        assertEquals(document, segment.from(document));
      }
      segment.verify();
    }
  }

  @Test
  void shouldFindWhatIsLeftWhenMostDocumentsAreDropped() {
    TextSegment whole = write(1, FIRST, 60_000);
    IntPredicate kept = document -> document % 70_000 % 11 == 0;
    TextSegment rest = write(2, List.of(whole), ordinal -> !kept.test(2 * DOCUMENTS - ordinal));
    try (TextSegments _ = new TextSegments(whole);
        TextSegments _ = new TextSegments(rest)) {
      for (int divisor : DIVISORS) {
        check(rest, divisor, kept);
      }
    }
  }

  private record TextSegments(TextSegment segment) implements AutoCloseable {
    @Override
    public void close() {
      segment.close();
    }
  }

  private static void check(TextSegment segment, int divisor, IntPredicate kept) {
    byte[] term = term("multiple of " + divisor);
    List<Integer> expected = new ArrayList<>();
    long occurrences = 0;
    for (int document = FIRST; document < segment.endDocument(); document++) {
      if (document % divisor == 0 && kept.test(document)) {
        expected.add(document);
        occurrences += frequency(document, divisor);
      }
    }
    FieldPart field = segment.field(FIELD);
    TermPostings postings = field.find(term, term.length);
    if (expected.isEmpty()) {
      assertNull(postings);
      return;
    }
    assertEquals(expected.size(), postings.documents());
    assertEquals(occurrences, postings.occurrences());
    PostingCursor steps = postings.cursor(true);
    Random random = new Random(divisor);
    for (int document : expected) {
      assertEquals(document, steps.next());
      checkPosting(steps, divisor, random);
    }
    assertEquals(PostingCursor.END, steps.next());
    for (int leap : new int[] {3, 130, 5_000, 100_000}) {
      leap(field, postings, expected, divisor, leap);
    }
  }

  private static void leap(
      FieldPart field, TermPostings postings, List<Integer> expected, int divisor, int leap) {
    PostingCursor cursor = postings.cursor(true);
    Random random = new Random(leap);
    int index = 0;
    int target = -1;
    while (true) {
      // A step now and then, also from where a leap led to.
      boolean step = random.nextInt(3) == 0;
      target += step ? 1 : 1 + random.nextInt(leap);
      while (index < expected.size() && expected.get(index) < target) {
        index++;
      }
      int blockEnd = cursor.blockEnd(target);
      int found = step ? cursor.next() : cursor.advance(target);
      if (index == expected.size()) {
        assertEquals(PostingCursor.END, found);
        assertEquals(PostingCursor.END, blockEnd);
        assertEquals(0, cursor.impacts().size());
        return;
      }
      assertEquals(expected.get(index), found);
      assertTrue(found <= blockEnd);
      int frequency = frequency(found, divisor);
      int norm = Norms.encode(field.length(found));
      boolean bounded = false;
      for (int i = 0; i < cursor.impacts().size(); i++) {
        bounded |= cursor.impacts().frequency(i) >= frequency && cursor.impacts().norm(i) <= norm;
      }
      assertTrue(bounded);
      if (random.nextBoolean()) {
        checkPosting(cursor, divisor, random);
      }
      target = found;
    }
  }

  private static void checkPosting(PostingCursor cursor, int divisor, Random random) {
    int document = cursor.document();
    assertEquals(frequency(document, divisor), cursor.frequency());
    int first = firstPosition(document, divisor);
    List<Integer> positions = PartModel.positions(cursor, random);
    for (int i = 0; i < positions.size(); i++) {
      assertEquals(first + 2 * i, positions.get(i));
    }
  }

  @Test
  void shouldFindEveryTermWhenThereAreMany() {
    int count = 100_000;
    TextDelta delta = new TextDelta(0, 1, _ -> false);
    for (int i = 0; i < count; i += 50) {
      tokens.clear();
      tokens.begin(FIELD);
      for (int j = i; j < i + 50; j++) {
        byte[] term = term("https://example.org/%07d".formatted(3 * j));
        tokens.token(term, term.length, j - i, 0, 1);
      }
      delta.add(tokens, i, 1);
    }
    delta.freeze();
    try (TextSegments segments = new TextSegments(write(1, List.of(delta), _ -> false))) {
      FieldPart field = segments.segment().field(FIELD);
      TermScan scan = field.scan();
      for (int i = 0; i < count; i++) {
        byte[] term = term("https://example.org/%07d".formatted(3 * i));
        TermPostings found = field.find(term, term.length);
        assertEquals(1, found.documents());
        assertEquals(i / 50, found.cursor(false).next());
        byte[] before = term("https://example.org/%07d".formatted(Math.max(0, 3 * i - 1)));
        assertTrue(i == 0 || field.find(before, before.length) == null);
        if (i % 1_000 == 0) {
          assertTrue(scan.seek(before, before.length));
        } else {
          assertTrue(scan.next());
        }
        assertEquals(
            new TextWorld.Term(term),
            new TextWorld.Term(Arrays.copyOf(scan.term(), scan.length())));
      }
    }
  }
}
