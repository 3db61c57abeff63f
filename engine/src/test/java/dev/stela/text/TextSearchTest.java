package dev.stela.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityNotFoundException;
import dev.stela.EntityStore;
import dev.stela.Facet;
import dev.stela.Highlight;
import dev.stela.InvalidArgumentException;
import dev.stela.Lifecycle;
import dev.stela.Order;
import dev.stela.Query;
import dev.stela.RankedHit;
import dev.stela.RankedHits;
import dev.stela.Snapshot;
import dev.stela.StoreConfig;
import dev.stela.Suggestion;
import dev.stela.TextIndexing;
import dev.stela.TextNotIndexedException;
import dev.stela.TextQuery;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text queries together with tags, moments and lifecycles; what is ranked, and how. */
class TextSearchTest {
  @TempDir Path folder;
  private EntityStore store;

  @BeforeEach
  void open() {
    TextIndexing indexing =
        TextIndexing.builder()
            .field("title", "whitespace")
            .field("text", "whitespace")
            .fieldWithoutPositions("plain", "whitespace")
            .build();
    store =
        EntityStore.open(
            folder.resolve("store"), StoreConfig.builder().textIndexing(indexing).build());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void shouldSeeAWriteAtOnceWhenSearchingAfterIt() {
    create("a", "hash map");
    requireRanked(words("hash"), "a");
    store.putText(id("a"), "text", "linked list");
    requireRanked(words("hash"));
    requireRanked(words("linked"), "a");
    store.removeText(id("a"), "text");
    requireRanked(words("linked"));
  }

  @Test
  void shouldRankByFrequencyAndLengthWhenWordsAreSearched() {
    create("long", "map of a very long text with many other words in it");
    create("short", "map here");
    create("often", "map map map here");
    create("other", "nothing");
    requireRanked(words("map"), "often", "short", "long");
    requireRanked(TextQuery.anyWord("text", "nothing map"), "other", "often", "short", "long");
    requireRanked(TextQuery.allWords("text", "here map"), "short", "often");
  }

  @Test
  void shouldKeepTheOrderOfCreationWhenScoresAreEqual() {
    create("a", "same words");
    create("b", "same words");
    create("c", "same words");
    // Its text is newer now than those of the others.
    store.putText(id("a"), "text", "words same");
    requireRanked(words("same"), "a", "b", "c");
    assertEquals(List.of("a"), names(store.search(words("same")).ranked(1)));
    assertEquals(List.of("b"), names(store.search(words("same")).offset(1).ranked(1)));
    assertEquals(List.of(), names(store.search(words("same")).offset(3).ranked(1)));
    assertEquals(List.of(), names(store.search(words("same")).ranked(0)));
    assertEquals(3, store.search(words("same")).ranked(0).total());
    assertEquals(List.of("a"), names(store.search(words("same")).limit(1).ranked(5)));
  }

  @Test
  void shouldJoinTextsWithTagsWhenBothAreAsked() {
    create("a", "hash map", "kind:class");
    create("b", "hash set", "kind:class");
    create("c", "hash map map", "kind:method");
    create("d", "tree", "kind:method");

    requireRanked(Query.and(words("hash"), Query.tag("kind:class")), "a", "b");
    requireRanked(Query.and(words("hash"), Query.not(Query.tag("kind:class"))), "c");
    requireRanked(Query.and(words("hash"), Query.not(words("map"))), "b");
    // Who matches by a tag only comes last, and scores nothing.
    requireRanked(Query.or(words("set"), Query.tag("kind:method")), "b", "c", "d");
    requireRanked(Query.or(words("set"), Query.not(words("hash"))), "b", "d");
    requireRanked(Query.tag("kind:class"), "a", "b");
    requireRanked(Query.not(words("map")), "b", "d");
    requireRanked(
        Query.and(
            Query.or(words("tree"), Query.tag("kind:class")),
            Query.or(words("map"), Query.tag("kind:method"))),
        "d",
        "a");
    RankedHits hits = store.search(Query.or(words("set"), Query.tag("kind:method"))).ranked(10);
    assertTrue(hits.hits().getFirst().score() > 0);
    assertEquals(0, hits.hits().getLast().score());
    assertEquals(
        List.of(new Facet("class", 2), new Facet("method", 1)),
        store.search(words("hash")).facets("kind"));
    assertEquals(
        List.of("c", "b", "a"),
        store.search(words("hash")).orderBy(Order.created().reversed()).ids().toList().stream()
            .map(EntityId::name)
            .toList());
  }

  @Test
  void shouldFindWhatWasThereThenWhenAskedOfAnEarlierMoment() {
    create("a", "old words");
    create("b", "old words");
    long then = store.lsn();
    store.putText(id("a"), "text", "new words");
    store.delete(id("b"));
    create("c", "old words");

    requireRanked(words("old"), "c");
    requireRanked(words("new"), "a");
    // Not active any more now is not found, unless it is asked from there.
    requireRanked(Query.asOf(then, words("old")), "a");
    requireRanked(Query.and(words("new"), Query.asOf(then, words("old"))), "a");
    requireRanked(Query.or(words("old"), Query.asOf(then, words("old"))), "c", "a");
    try (Snapshot snapshot = store.asOf(then)) {
      RankedHits hits = snapshot.search(words("old")).ranked(10);
      assertEquals(List.of("a", "b"), names(hits));
      assertEquals(2, hits.total());
      assertEquals(then, hits.lsn());
      assertEquals("old words", hits.hits().getFirst().entity().texts().get("text"));
      assertEquals(List.of(new Suggestion("old", 2)), snapshot.suggest("text", "o", 5));
    }
    RankedHits hits = store.search(Query.asOf(then, words("old"))).ranked(10);
    List<Highlight> highlights = hits.hits().getFirst().highlights(1, 40);
    assertEquals("[old] words", highlights.getFirst().marked("[", "]"));
  }

  @Test
  void shouldFindWhatEverStoodWhenAskedOfAllMoments() {
    create("a", "first");
    store.putText(id("a"), "text", "second");
    create("b", "second");
    store.putText(id("b"), "text", "third");

    requireRanked(Query.ever(words("first")), "a");
    requireRanked(Query.ever(words("second")), "a", "b");
    requireRanked(Query.and(words("third"), Query.ever(words("second"))), "b");
    // At one moment both: of each text it is asked by itself.
    requireRanked(Query.ever(Query.and(words("first"), words("second"))), "a");
    requireRanked(Query.ever(Query.and(words("first"), words("third"))));
  }

  @Test
  void shouldFindWhatInactiveEntitiesSaidLastWhenALifecycleIsAsked() {
    create("a", "hash map");
    create("b", "hash set");
    create("c", "hash list");
    store.putText(id("a"), "text", "hash tree");
    store.delete(id("a"));
    store.archive(id("b"));
    store.delete(id("c"));
    store.restore(id("c"));

    requireRanked(words("hash"), "c");
    requireRanked(Query.and(words("hash"), Query.lifecycle(Lifecycle.DELETED)), "a");
    requireRanked(Query.and(words("hash"), Query.lifecycle(Lifecycle.ARCHIVED)), "b");
    requireRanked(Query.and(words("map"), Query.lifecycle(Lifecycle.DELETED)));
    requireRanked(
        Query.and(
            words("hash"),
            Query.or(
                Query.lifecycle(Lifecycle.ACTIVE),
                Query.lifecycle(Lifecycle.DELETED),
                Query.lifecycle(Lifecycle.ARCHIVED))),
        "a",
        "b",
        "c");
  }

  @Test
  void shouldNotFindAnEntityWhenItWasPurged() {
    create("a", "secret words");
    create("b", "secret words");
    long then = store.lsn();
    RankedHits before = store.search(words("secret")).ranked(10);
    store.purge(id("a"));

    requireRanked(words("secret"), "b");
    requireRanked(Query.ever(words("secret")), "b");
    try (Snapshot snapshot = store.asOf(then)) {
      RankedHits hits = snapshot.search(words("secret")).ranked(10);
      assertEquals(List.of("b"), names(hits));
      assertEquals(1, hits.total());
    }
    RankedHit purged = before.hits().getFirst();
    assertThrows(EntityNotFoundException.class, purged::entity);
  }

  @Test
  void shouldSayWhatIsNotIndexedWhenItIsAskedFor() {
    create("a", "words");
    store.putText(id("a"), "plain", "some words");
    store.putText(id("a"), "other", "words");
    TextNotIndexedException other =
        assertThrows(
            TextNotIndexedException.class,
            () -> store.search(TextQuery.anyWord("other", "words")).count());
    assertEquals("other", other.field());
    TextNotIndexedException plain =
        assertThrows(
            TextNotIndexedException.class,
            () -> store.search(TextQuery.phrase("plain", "some words")).ranked(1));
    assertEquals("plain", plain.field());
    requireRanked(TextQuery.anyWord("plain", "some"), "a");
    requireRanked(TextQuery.anyWord(null, "some"), "a");
    // Of every field means of those that have positions.
    requireRanked(TextQuery.phrase(null, "some words"));
    requireRanked(TextQuery.anyWord("title", "words"));
  }

  @Test
  void shouldRefuseWhenARankedSearchIsAskedForMoreThanItCan() {
    assertThrows(InvalidArgumentException.class, () -> store.search(words("a")).ranked(-1));
    assertThrows(
        InvalidArgumentException.class,
        () -> store.search(words("a")).orderBy(Order.updated()).ranked(1));
    assertThrows(InvalidArgumentException.class, () -> store.search(words("a")).bm25(-1, 0));
    assertThrows(InvalidArgumentException.class, () -> store.search(words("a")).bm25(1, 1.5f));
    assertThrows(InvalidArgumentException.class, () -> store.search(words("a")).bm25(Float.NaN, 0));
    assertThrows(InvalidArgumentException.class, () -> store.suggest("text", "a", -1));
  }

  @Test
  void shouldIgnoreFrequencyAndLengthWhenParametersSaySo() {
    create("often", "map map map map with others");
    create("once", "map");
    List<RankedHit> hits = store.search(words("map")).bm25(0, 0).ranked(10).hits();
    assertEquals(hits.get(0).score(), hits.get(1).score());
    List<RankedHit> byLength = store.search(words("map")).bm25(1, 1).ranked(10).hits();
    assertEquals("once", byLength.getFirst().id().name());
    assertTrue(byLength.get(0).score() > byLength.get(1).score());
  }

  @Test
  void shouldSuggestTermsWhenTheyBeginSo() {
    create("a", "concurrent concurrency con");
    create("b", "concurrent map");
    create("c", "concurrent concurrency");
    create("d", "gone");
    store.delete(id("d"));
    assertEquals(
        List.of(
            new Suggestion("concurrent", 3),
            new Suggestion("concurrency", 2),
            new Suggestion("con", 1)),
        store.suggest("text", "con", 10));
    assertEquals(List.of(new Suggestion("concurrent", 3)), store.suggest(null, "con", 1));
    assertEquals(List.of(), store.suggest("text", "go", 10));
    assertEquals(List.of(), store.suggest("title", "con", 10));
    assertEquals(List.of(), store.suggest("text", "con", 0));
  }

  @Test
  void shouldCorrectAWordWhenTermsAreNear() {
    create("a", "hash cash");
    create("b", "hash mash");
    create("c", "hashes");
    assertEquals(
        List.of(new Suggestion("hash", 2), new Suggestion("cash", 1), new Suggestion("mash", 1)),
        store.correct("text", "hsah", 10));
    assertEquals(List.of(new Suggestion("cash", 1)), store.correct("text", "hash", 1));
    assertFalse(store.correct("text", "hash", 10).contains(new Suggestion("hash", 2)));
    assertEquals(List.of(), store.correct("text", "nothing-like-it", 10));
  }

  private static TextQuery words(String text) {
    return TextQuery.anyWord("text", text);
  }

  private static EntityId id(String name) {
    return EntityId.named(name);
  }

  private void create(String name, String text, String... tags) {
    EntityDraft draft = EntityDraft.of(id(name)).text("text", text);
    Stream.of(tags).forEach(draft::tag);
    store.create(draft);
  }

  private void requireRanked(Query query, String... names) {
    RankedHits hits = store.search(query).ranked(100);
    assertEquals(List.of(names), names(hits), query.text());
    assertEquals(names.length, hits.total(), query.text());
    assertEquals(names.length, store.search(query).count(), query.text());
  }

  private static List<String> names(RankedHits hits) {
    return hits.hits().stream().map(hit -> hit.id().name()).toList();
  }
}
