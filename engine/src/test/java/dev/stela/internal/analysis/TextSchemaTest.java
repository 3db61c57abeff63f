package dev.stela.internal.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.InvalidArgumentException;
import dev.stela.TextIndexing;
import org.apache.lucene.util.Version;
import org.junit.jupiter.api.Test;

class TextSchemaTest {
  @Test
  void shouldFindTheFieldOrWhatHoldsForTheOthers() {
    TextSchema schema =
        TextSchema.of(TextIndexing.parse("code:keyword:nopositions,title:whitespace,*:keyword"));

    assertEquals(false, schema.field("code").positions());
    assertEquals("whitespace version=1", schema.field("title").analyzer().identity());
    assertEquals("keyword version=1", schema.field("body").analyzer().identity());
    assertTrue(schema.field("body").positions());
    assertSame(schema.field("code").analyzer(), schema.field("body").analyzer());
  }

  @Test
  void shouldHaveNoFieldWhenItIsNotIndexed() {
    TextSchema schema = TextSchema.of(TextIndexing.parse("title:keyword"));
    assertNull(schema.field("body"));
    assertNull(schema.field("*"));
    assertNull(TextSchema.of(TextIndexing.none()).field("title"));
  }

  @Test
  void shouldHaveAnotherIdentityWhenTermsMayBeOthers() {
    String identity = identity("title:standard,*:keyword");
    assertEquals(identity, identity("*:keyword,title:standard"));
    assertNotEquals(identity, identity("title:standard:nopositions,*:keyword"));
    assertNotEquals(identity, identity("title:standard"));
    assertTrue(identity.contains(Version.LATEST.toString()), identity);
    assertTrue(!identity("*:keyword").contains(Version.LATEST.toString()));
  }

  @Test
  void shouldRefuseAnAnalyzerThatThereIsNot() {
    TextIndexing indexing = TextIndexing.everyField("klingon");
    assertThrows(InvalidArgumentException.class, () -> TextSchema.of(indexing));
  }

  private static String identity(String indexing) {
    return TextSchema.of(TextIndexing.parse(indexing)).identity();
  }
}
