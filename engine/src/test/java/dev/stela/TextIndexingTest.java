package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** {@code -Dstela.indexing.seed=…} repeats one run of the random test. */
class TextIndexingTest {
  private static final String SEED = "stela.indexing.seed";

  @Test
  void shouldReadAndWriteTheTextualForm() {
    TextIndexing indexing =
        TextIndexing.builder()
            .others("standard")
            .field("title", "english")
            .fieldWithoutPositions("code", "ngram(2,3)")
            .field("body", "standard")
            .build();

    String text = "body:standard,code:ngram(2,3):nopositions,title:english,*:standard";
    assertEquals(text, indexing.text());
    assertEquals(indexing, TextIndexing.parse(text));
    assertEquals(
        indexing,
        TextIndexing.parse(
            " *:standard , title : english, \"code\":ngram(2,3) :nopositions,body:standard "));
    assertFalse(indexing.isEmpty());
  }

  @Test
  void shouldIndexNothingWhenItSaysSo() {
    assertTrue(TextIndexing.none().isEmpty());
    assertEquals("none", TextIndexing.none().text());
    assertEquals(TextIndexing.none(), TextIndexing.parse(" none "));
    assertEquals(TextIndexing.none(), TextIndexing.builder().build());
  }

  @Test
  void shouldQuoteNamesThatWouldBeReadOtherwise() {
    TextIndexing indexing = TextIndexing.builder().field("a:b,\"c\\ ", "keyword").build();
    assertEquals("\"a:b,\\\"c\\\\ \":keyword", indexing.text());
    assertEquals(indexing, TextIndexing.parse(indexing.text()));
  }

  @Test
  void shouldReadAnEqualValueWhenARandomOneWasWritten() {
    long seed = Long.getLong(SEED, ThreadLocalRandom.current().nextLong());
    var random = new Random(seed);
    String[] pieces = {"a", ":", ",", "\"", "\\", " ", "é", "*", "none", "😀", "\n", "(", ")"};
    String[] analyzers = {"standard", "keyword", "ngram(1,4)", "a-b_c"};
    for (int i = 0; i < 20_000; i++) {
      var builder = TextIndexing.builder();
      for (int j = random.nextInt(4); j > 0; j--) {
        var name = new StringBuilder().append(j);
        for (int k = random.nextInt(4); k > 0; k--) {
          name.insert(random.nextBoolean() ? 0 : name.length(), pieces[random.nextInt(13)]);
        }
        String analyzer = analyzers[random.nextInt(analyzers.length)];
        if (random.nextBoolean()) {
          builder.field(name.toString(), analyzer);
        } else {
          builder.fieldWithoutPositions(name.toString(), analyzer);
        }
      }
      TextIndexing indexing = builder.build();
      assertEquals(
          indexing,
          TextIndexing.parse(indexing.text()),
          () -> "repeat by -D" + SEED + "=" + seed + " text=" + indexing.text());
    }
  }

  @Test
  void shouldRefuseWhatIsNone() {
    for (String text :
        List.of(
            "",
            "title",
            "title:",
            ":standard",
            "title:standard,",
            "title:standard:positions",
            "title:standard:nopositions:x",
            "title:Standard",
            "title:ngram(2",
            "title:ngram(2,a)",
            "\"title:standard",
            "title:standard title:standard",
            "a:standard,a:english",
            "*:standard,*:english")) {
      assertThrows(InvalidArgumentException.class, () -> TextIndexing.parse(text), text);
    }
    assertThrows(InvalidArgumentException.class, () -> TextIndexing.parse(null));
    assertThrows(InvalidArgumentException.class, () -> new TextIndexing(null));
    assertThrows(InvalidArgumentException.class, () -> TextIndexing.everyField(null));
  }
}
