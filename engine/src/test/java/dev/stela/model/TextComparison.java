package dev.stela.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.SeamStores;
import dev.stela.TextIndexNotReadyException;
import dev.stela.internal.analysis.TextSchema;
import dev.stela.internal.index.text.FieldPart;
import dev.stela.internal.index.text.FieldStatistics;
import dev.stela.internal.index.text.PostingCursor;
import dev.stela.internal.index.text.TermScan;
import dev.stela.internal.index.text.TextPart;
import dev.stela.internal.text.TextReading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares the text index of a store with the texts that the model knows. What an entity says is
 * put together from the posting lists: each term at each position of each field, as of an LSN.
 */
final class TextComparison {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final EntityStore store;
  private final Model model;

  TextComparison(EntityStore store, Model model) {
    this.store = store;
    this.model = model;
  }

  /** Compares as of some LSNs, if the store has an index. */
  void compare(long... lsns) {
    TextReading reading = read();
    if (reading != null) {
      try (reading) {
        for (long lsn : lsns) {
          compare(reading, lsn);
        }
        statistics(reading);
      }
    }
  }

  private TextReading read() {
    try {
      return SeamStores.texts(store);
    } catch (TextIndexNotReadyException e) {
      assertTrue(store.maintenance().awaitTextIndex(PATIENCE), e.getMessage());
      return SeamStores.texts(store);
    }
  }

  private void compare(TextReading reading, long lsn) {
    Map<EntityId, Map<String, Map<Integer, String>>> active = new HashMap<>();
    Map<EntityId, Map<String, Map<Integer, String>>> retired = new HashMap<>();
    for (TextPart part : reading.view().parts()) {
      Map<Integer, Map<String, Map<Integer, String>>> texts = texts(part);
      for (int document = part.firstDocument(); document < part.endAt(lsn); document++) {
        int ordinal = part.ordinal(document);
        EntityId id = ordinal < 0 ? null : SeamStores.id(store, ordinal);
        if (id == null) {
          continue;
        }
        assertEquals(document, lastOf(reading, ordinal, part.from(document)), "last document");
        var said = texts.get(document);
        if (lsn < part.to(document)) {
          assertTrue(active.put(id, said) == null, () -> "two documents stand: " + id);
        } else if (part.isRetired(document) && lastOf(reading, ordinal, lsn) == document) {
          retired.put(id, said);
        }
      }
    }
    assertEquals(expected(reading.schema(), lsn, true), active, () -> "active as of " + lsn);
    assertEquals(expected(reading.schema(), lsn, false), retired, () -> "retired as of " + lsn);
  }

  /** Some documents of one commit may be of one entity: the last one counts. */
  private static int lastOf(TextReading reading, int ordinal, long lsn) {
    List<TextPart> parts = reading.view().parts();
    for (int i = parts.size() - 1; i >= 0; i--) {
      int found = parts.get(i).documentOf(ordinal, lsn);
      if (found >= 0) {
        return found;
      }
    }
    return -1;
  }

  private Map<EntityId, Map<String, Map<Integer, String>>> expected(
      TextSchema schema, long lsn, boolean active) {
    Map<EntityId, Map<String, Map<Integer, String>>> expected = new HashMap<>();
    for (EntityId id : model.entities.keySet()) {
      ModelVersion version = model.at(id, lsn);
      if (version != null && version.state().isActive() == active) {
        Map<String, Map<Integer, String>> said = said(schema, version.state());
        if (!said.isEmpty()) {
          expected.put(id, said);
        }
      }
    }
    return expected;
  }

  private static Map<String, Map<Integer, String>> said(TextSchema schema, ModelState state) {
    Map<String, Map<Integer, String>> said = new TreeMap<>();
    state.texts.forEach(
        (name, text) -> {
          TextSchema.Field field = schema.field(name);
          if (field != null) {
            Map<Integer, String> tokens = new TreeMap<>();
            field
                .analyzer()
                .analyze(
                    text,
                    (term, length, position, start, end) ->
                        tokens.put(position, new String(term, 0, length, StandardCharsets.UTF_8)));
            if (!tokens.isEmpty()) {
              said.put(name, tokens);
            }
          }
        });
    return said;
  }

  /** What all documents of a part say. */
  private Map<Integer, Map<String, Map<Integer, String>>> texts(TextPart part) {
    Map<Integer, Map<String, Map<Integer, String>>> texts = new HashMap<>();
    for (int number : part.fields()) {
      FieldPart field = part.field(number);
      String name = SeamStores.field(store, number);
      TermScan scan = field.scan();
      while (scan.next()) {
        String term = new String(scan.term(), 0, scan.length(), StandardCharsets.UTF_8);
        PostingCursor cursor = scan.postings().cursor(true);
        while (cursor.next() != PostingCursor.END) {
          Map<Integer, String> tokens =
              texts
                  .computeIfAbsent(cursor.document(), document -> new TreeMap<>())
                  .computeIfAbsent(name, other -> new TreeMap<>());
          int[] positions = cursor.positions(new int[0]);
          for (int i = 0; i < cursor.frequency(); i++) {
            String before = tokens.put(positions[i], term);
            assertEquals(null, before, "two terms at a position");
          }
        }
      }
      texts.forEach(
          (document, fields) ->
              assertEquals(
                  fields.getOrDefault(name, Map.of()).size(),
                  field.length(document),
                  "length of a text"));
    }
    return texts;
  }

  /** The sums that ranking uses, as of now: purges count from when they happened. */
  private void statistics(TextReading reading) {
    Map<String, FieldStatistics> expected = new TreeMap<>();
    expected(reading.schema(), store.lsn(), true)
        .values()
        .forEach(
            said ->
                said.forEach(
                    (name, tokens) ->
                        expected.merge(
                            name, new FieldStatistics(1, tokens.size()), FieldStatistics::plus)));
    Map<String, FieldStatistics> found = new TreeMap<>();
    for (TextPart part : reading.view().parts()) {
      for (int field : part.fields()) {
        FieldStatistics statistics = part.statistics(field, store.lsn());
        if (!statistics.equals(FieldStatistics.NONE)) {
          found.merge(SeamStores.field(store, field), statistics, FieldStatistics::plus);
        }
      }
    }
    assertEquals(expected, found, "statistics");
  }
}
