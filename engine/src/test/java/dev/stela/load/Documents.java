package dev.stela.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.stela.Entity;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.HistoryRange;
import dev.stela.LoadStatus;
import dev.stela.Tag;
import dev.stela.TextQuery;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * The source of a load: documents by position, the same for the same seed. Words are frequent as in
 * language, some contents are too long for a transaction, and of some documents the id was there
 * before. Immutable; any thread.
 */
public final class Documents {
  private static final int WORDS = 5_000;
  private static final int DUPLICATES = 97;
  private static final int LONG_ONES = 1_009;

  private final long seed;

  /** Makes a source. */
  public Documents(long seed) {
    this.seed = seed;
  }

  /** Returns a document. */
  public EntityDraft draft(long position) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + position);
    EntityDraft draft =
        EntityDraft.of(id(position))
            .tag("all:documents")
            .tag("kind:" + random.nextInt(20))
            .tag("position:" + position)
            .text("title", words(random, 1 + random.nextInt(6)))
            .text("body", words(random, random.nextInt(60)));
    if (position % LONG_ONES == 500) {
      draft.content(words(random, 30_000).getBytes(StandardCharsets.UTF_8));
    } else if (random.nextInt(3) > 0) {
      draft.content(words(random, random.nextInt(20)).getBytes(StandardCharsets.UTF_8));
    }
    return draft;
  }

  /** Returns the id of a document. */
  public EntityId id(long position) {
    return EntityId.named("document-" + (isDuplicate(position) ? position - 1 : position));
  }

  /** Tells whether the document before has the same id. */
  public static boolean isDuplicate(long position) {
    return position % DUPLICATES == DUPLICATES - 1;
  }

  /** Returns how many of the first documents have an id of their own. */
  public static long distinct(long count) {
    return count - count / DUPLICATES;
  }

  /** Returns words of which the nth is there about once where the first is n times. */
  private static String words(SplittableRandom random, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      int rank = (int) Math.pow(WORDS, random.nextDouble());
      text.append(i == 0 ? "" : " ").append(Integer.toString(rank * 7919, Character.MAX_RADIX));
    }
    return text.toString();
  }

  /** Requires that the first documents are in a store, each as it is here, and no others. */
  void requireExactly(EntityStore store, long count) throws IOException {
    assertEquals(distinct(count), store.statistics().activeEntities(), "entities");
    for (long i = 0; i < count; i++) {
      if (!isDuplicate(i)) {
        requireSame(store, i);
      }
    }
    // The next ones, too, might have come without being counted.
    for (long i = count; i < count + 100; i++) {
      assertEquals(isDuplicate(i) && i == count, store.contains(id(i)), "document " + i);
    }
  }

  /**
   * Requires that each word of the first documents is found, as often as it is there, and that
   * there are no other words.
   */
  void requirePostings(EntityStore store, long count) {
    Map<String, Map<String, Integer>> expected = new HashMap<>();
    for (long i = 0; i < count; i++) {
      if (!isDuplicate(i)) {
        draft(i).texts().forEach((field, text) -> count(expected, field, text));
      }
    }
    expected.forEach(
        (field, words) -> {
          words.forEach(
              (word, times) ->
                  assertEquals(
                      times.longValue(),
                      store.search(TextQuery.anyWord(field, word)).count(),
                      () -> "documents with " + word + " in " + field));
          assertEquals(
              words.size(), store.suggest(field, "", words.size() + 1).size(), "words in " + field);
        });
  }

  private static void count(Map<String, Map<String, Integer>> words, String field, String text) {
    if (!text.isEmpty()) {
      Map<String, Integer> own = words.computeIfAbsent(field, none -> new HashMap<>());
      new HashSet<>(List.of(text.split(" "))).forEach(word -> own.merge(word, 1, Integer::sum));
    }
  }

  private void requireSame(EntityStore store, long position) throws IOException {
    EntityDraft draft = draft(position);
    Entity entity =
        store.get(id(position)).orElseThrow(() -> new AssertionError("lost: " + position));
    List<Tag> tags = new ArrayList<>(new TreeSet<>(draft.tags()));
    assertEquals(tags, List.copyOf(entity.tags()), () -> "tags of " + position);
    assertEquals(draft.texts(), entity.texts(), () -> "texts of " + position);
    byte[] expected = content(position);
    assertEquals(expected == null ? -1 : expected.length, entity.contentLength());
    if (expected != null) {
      try (InputStream in = store.openContent(entity.id())) {
        assertArrayEquals(expected, in.readAllBytes(), () -> "content of " + position);
      }
    }
    assertEquals(1, store.history(entity.id(), HistoryRange.all()).size(), "commits");
  }

  /** Returns a document's content; null if it has none. */
  private byte[] content(long position) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + position);
    random.nextInt(20);
    words(random, 1 + random.nextInt(6));
    words(random, random.nextInt(60));
    if (position % LONG_ONES == 500) {
      return words(random, 30_000).getBytes(StandardCharsets.UTF_8);
    }
    return random.nextInt(3) > 0
        ? words(random, random.nextInt(20)).getBytes(StandardCharsets.UTF_8)
        : null;
  }

  /** Requires that a load's state says that the first documents were dealt with. */
  static void requireCounts(LoadStatus status, long count) {
    assertEquals(count, status.nextPosition(), "next position");
    assertEquals(distinct(count), status.created(), "created");
    assertEquals(count - distinct(count), status.rejected(), "rejected");
    assertEquals(0, status.replaced() + status.unchanged() + status.skipped());
  }
}
