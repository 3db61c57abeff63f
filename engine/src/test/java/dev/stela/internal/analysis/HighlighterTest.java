package dev.stela.internal.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.Highlight;
import dev.stela.InvalidArgumentException;
import dev.stela.TextIndexing;
import dev.stela.TextQuery;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** {@code -Dstela.highlight.seed=…} repeats one run of the random test. */
class HighlighterTest {
  private static final String SEED = "stela.highlight.seed";

  private final TextSchema schema =
      TextSchema.of(
          TextIndexing.parse(
              "title:english,code:whitespace:nopositions,gram:ngram(3,3),body:standard"));

  @Test
  void shouldMarkWhatEachKindOfQueryFinds() {
    String text = "A hash table maps keys to values; a hash map, a Hashtable.";
    assertMarked("A [hash] table maps keys to values; a [hash] map, a Hashtable.", "hash", text);
    assertMarked(
        "A hash table maps keys to values; a [hash] [map], a Hashtable.", "\"hash map\"", text);
    assertMarked("A [hash] table maps keys to values; a [hash] map, a [Hashtable].", "hash*", text);
    assertMarked("A hash [table] maps keys to values; a hash map, a [Hashtable].", "*TABLE", text);
    assertMarked("A hash table [maps] keys to values; a hash [map], a Hashtable.", "mapx~1", text);
    assertMarked(
        "A hash table maps [keys] to values; a hash map, a Hashtable.", "[i TO map}", text);
    assertMarked(
        "A hash [table] maps [keys] to values; a hash map, a Hashtable.", "body:table keys", text);
    assertMarked(
        "A hash table [maps] keys to values; a [hash] [map], a Hashtable.",
        "\"hash map\"~2 maps",
        text);
    assertMarked(
        "A [hash] [table] maps keys to values; a hash map, a Hashtable.", "\"table hash\"~2", text);
  }

  @Test
  void shouldMarkNothingThatTheQueryDoesNotLookForHere() {
    assertEquals(List.of(), highlights("tree", "body", "a hash"));
    assertEquals(List.of(), highlights("title:hash", "body", "a hash"));
    assertEquals(List.of(), highlights("hash", "other", "a hash"));
    assertEquals(List.of(), highlights("NOT hash", "body", "a hash"));
    assertEquals(List.of(), highlights("TAGS(hash)", "body", "a hash"));
    assertEquals(List.of(), highlights("TAGS(ASOF(7, TEXT(hash)))", "body", "a hash"));
    assertEquals(List.of(), highlights("\"hash a\"", "body", "a hash"));
    assertEquals(List.of(), highlights("\"a hash\"", "code", "a hash"));
    assertEquals(List.of(), highlights("hash", "body", ""));
  }

  @Test
  void shouldMarkAPhraseOnlyWhereItStands() {
    assertMarked("a b c [a] [b] [a] c a c b", "\"a b a\"", "a b c a b a c a c b");
  }

  @Test
  void shouldWantAWordTwiceWhenAPhraseHasItTwice() {
    assertEquals(List.of(), highlights("\"a a\"~5", "body", "a b"));
    assertMarked("[a] b [a]", "\"a a\"~5", "a b a");
  }

  @Test
  void shouldGoByTheAnalyzerOfTheField() {
    assertEquals("The [Maps] of trees", marked("map", "title", "The Maps of trees"));
    assertEquals(
        "The [maps] of the [trees]",
        marked("\"map of the tree\"", "title", "The maps of the trees"));
    assertEquals("Map [map]", marked("map", "code", "Map map"));
    assertEquals("a con[current] hash", marked("\"Current\"", "gram", "a concurrent hash"));
  }

  @Test
  void shouldCutOutThePieceWithTheMostDifferentWords() {
    String filler = "filler words of no interest at all ".repeat(20);
    String text = "hash hash hash " + filler + "a hash map of trees " + filler + "map";
    List<Highlight> pieces = highlights("hash map", "body", text, 1, 60);

    assertEquals(1, pieces.size());
    Highlight piece = pieces.getFirst();
    assertTrue(piece.marked("[", "]").contains("a [hash] [map] of trees"), piece.toString());
    assertTrue(piece.text().length() <= 60, piece.toString());
    assertTrue(piece.isCutBefore() && piece.isCutBehind());
    assertEquals(text.length(), piece.textLength());
    assertEquals(
        piece.text(), text.substring(piece.offset(), piece.offset() + piece.text().length()));
    assertTrue(text.charAt(piece.offset() - 1) == ' ', "cut within a word");
  }

  @Test
  void shouldGiveSeveralPiecesInTheOrderOfTheText() {
    String filler = "filler words of no interest at all ".repeat(20);
    String text = "tree " + filler + "hash map " + filler + "tree";
    List<Highlight> pieces = highlights("hash map tree", "body", text, 2, 40);
    assertEquals(2, pieces.size());
    assertTrue(pieces.get(0).marked("[", "]").startsWith("[tree] "));
    assertTrue(pieces.get(1).marked("[", "]").contains("[hash] [map]"));
    assertEquals(3, highlights("hash map tree", "body", text, 9, 40).size());
  }

  @Test
  void shouldKeepToTheLengthWhenThereIsNoSpace() {
    String text = "漢字".repeat(500) + "日本" + "漢字".repeat(500);
    TextSchema cjk = TextSchema.of(TextIndexing.everyField("cjk"));
    List<Highlight> pieces =
        Highlighter.of(TextQuery.parse("日本"), cjk).highlights("body", text, 3, 30);
    assertEquals(1, pieces.size());
    assertEquals(30, pieces.getFirst().text().length());
    assertTrue(pieces.getFirst().marked("[", "]").contains("漢字[日本]漢字"));

    TextSchema keyword = TextSchema.of(TextIndexing.everyField("keyword"));
    Highlight cut =
        Highlighter.of(TextQuery.prefix(null, "xx"), keyword)
            .highlights("body", "x".repeat(100), 3, 30)
            .getFirst();
    assertEquals("[" + "x".repeat(30) + "]", cut.marked("[", "]"));
  }

  @Test
  void shouldRefusePiecesThatShowNothing() {
    assertThrows(InvalidArgumentException.class, () -> highlights("a", "body", "a", 0, 100));
    assertThrows(InvalidArgumentException.class, () -> highlights("a", "body", "a", 1, 19));
  }

  @Test
  void shouldCutOutSoundPiecesWhateverTheText() {
    long seed = Long.getLong(SEED, ThreadLocalRandom.current().nextLong());
    var random = new Random(seed);
    String[] words = {"a", "b", "c", "hash", "😀", "日本語", " ", "\n", "  ", "x".repeat(25), ", "};
    String[] queries = {"a b", "\"a b\"~3 c", "hash*", "日 本", "x*", "a~1 *b*", "😀"};
    for (int i = 0; i < 5_000; i++) {
      var text = new StringBuilder();
      for (int j = random.nextInt(100); j > 0; j--) {
        text.append(words[random.nextInt(words.length)]);
        text.append(random.nextInt(4) == 0 ? "" : " ");
      }
      String query = queries[random.nextInt(queries.length)];
      int length = random.nextInt(20, 80);
      int most = random.nextInt(1, 6);
      String field = random.nextBoolean() ? "body" : "gram";
      List<Highlight> pieces = highlights(query, field, text.toString(), most, length);
      assertSound(
          pieces,
          text.toString(),
          length,
          "repeat by -D" + SEED + "=" + seed + " query=" + query + " text=" + text);
      assertTrue(pieces.size() <= most);
    }
  }

  private static void assertSound(List<Highlight> pieces, String text, int length, String repeat) {
    int end = 0;
    for (Highlight piece : pieces) {
      assertTrue(piece.offset() >= end, repeat);
      end = piece.offset() + piece.text().length();
      assertTrue(piece.text().length() <= length, repeat);
      assertEquals(text.substring(piece.offset(), end), piece.text(), repeat);
      assertTrue(!piece.marks().isEmpty(), repeat);
      int at = -1;
      for (Highlight.Mark mark : piece.marks()) {
        assertTrue(mark.start() > at && mark.start() < mark.end(), repeat);
        at = mark.end();
      }
      assertTrue(at <= piece.text().length(), repeat);
      assertTrue(!Character.isLowSurrogate(piece.text().charAt(0)), repeat);
      assertTrue(
          !Character.isHighSurrogate(piece.text().charAt(piece.text().length() - 1)), repeat);
    }
  }

  private void assertMarked(String expected, String query, String text) {
    assertEquals(expected, marked(query, "body", text), query);
  }

  private String marked(String query, String field, String text) {
    List<Highlight> pieces = highlights(query, field, text);
    assertEquals(1, pieces.size(), query);
    return pieces.getFirst().marked("[", "]");
  }

  private List<Highlight> highlights(String query, String field, String text) {
    return highlights(query, field, text, 3, 100);
  }

  private List<Highlight> highlights(
      String query, String field, String text, int most, int length) {
    return Highlighter.of(TextQuery.parse(query), schema).highlights(field, text, most, length);
  }
}
