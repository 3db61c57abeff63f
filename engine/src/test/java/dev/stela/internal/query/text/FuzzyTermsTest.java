package dev.stela.internal.query.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.internal.index.text.TermPostings;
import dev.stela.internal.index.text.TermScan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The walk over near terms finds what comparing all terms finds, and looks at few of them. */
class FuzzyTermsTest {
  private final long seed = Long.getLong("stela.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);

  @Test
  void shouldFindAllNearTermsWhenTermsAreRandom() {
    for (int round = 0; round < 200; round++) {
      var terms = new TreeSet<byte[]>(Arrays::compareUnsigned);
      for (int i = 0; i < 300; i++) {
        terms.add(utf8(word()));
      }
      String word = word();
      int edits = random.nextInt(1, 3);
      List<String> expected =
          terms.stream()
              .map(FuzzyTermsTest::text)
              .filter(term -> distance(word, term) <= edits)
              .toList();
      assertEquals(expected, walk(new Scan(List.copyOf(terms)), word, edits), "seed=" + seed);
    }
  }

  @Test
  void shouldCountAnExchangeAsOneEditWhenCharactersAreNeighbours() {
    var scan = new Scan(List.of(utf8("acb"), utf8("cab"), utf8("жba")));
    assertEquals(List.of("acb"), walk(scan, "abc", 1));
    assertEquals(List.of("жba"), walk(new Scan(List.of(utf8("жba"))), "жab", 1));
  }

  @Test
  void shouldPassOverTermsWhenTheyBeginOtherwise() {
    List<byte[]> terms = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      terms.add(utf8("zzzzz%06d".formatted(i)));
    }
    var scan = new Scan(terms);
    assertEquals(List.of(), walk(scan, "abcde", 2));
    assertTrue(scan.moves < 100, () -> "moves=" + scan.moves);
  }

  private static List<String> walk(Scan scan, String word, int edits) {
    var walk = new FuzzyTerms(word, edits);
    List<String> found = new ArrayList<>();
    for (boolean more = walk.first(scan); more; more = walk.next(scan)) {
      found.add(text(Arrays.copyOf(scan.term(), scan.length())));
      assertEquals(distance(word, found.getLast()), walk.distance());
    }
    return found;
  }

  private String word() {
    var word = new StringBuilder();
    for (int i = random.nextInt(1, 7); i > 0; i--) {
      word.appendCodePoint(new int[] {'a', 'b', 'c', 0xE9, 0x436, 0x1F600}[random.nextInt(6)]);
    }
    return word.toString();
  }

  /** By definition, without a table that is used again. */
  private static int distance(String one, String other) {
    int[] a = one.codePoints().toArray();
    int[] b = other.codePoints().toArray();
    var table = new int[a.length + 1][b.length + 1];
    for (int i = 0; i <= a.length; i++) {
      for (int j = 0; j <= b.length; j++) {
        if (i == 0 || j == 0) {
          table[i][j] = i + j;
          continue;
        }
        int replaced = table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        table[i][j] = Math.min(replaced, 1 + Math.min(table[i - 1][j], table[i][j - 1]));
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
          table[i][j] = Math.min(table[i][j], table[i - 2][j - 2] + 1);
        }
      }
    }
    return table[a.length][b.length];
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Terms in a list. */
  private static final class Scan implements TermScan {
    private final List<byte[]> terms;
    private int at = -1;
    private int moves;

    private Scan(List<byte[]> terms) {
      this.terms = terms;
    }

    @Override
    public boolean next() {
      moves++;
      return ++at < terms.size();
    }

    @Override
    public boolean seek(byte[] term, int length) {
      moves++;
      at = 0;
      while (at < terms.size()
          && Arrays.compareUnsigned(terms.get(at), 0, terms.get(at).length, term, 0, length) < 0) {
        at++;
      }
      return at < terms.size();
    }

    @Override
    public byte[] term() {
      return terms.get(at);
    }

    @Override
    public int length() {
      return terms.get(at).length;
    }

    @Override
    public TermPostings postings() {
      throw new UnsupportedOperationException();
    }
  }
}
