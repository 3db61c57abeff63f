package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamesAndTagsTest {
  private static final String UUID_TEXT = "0190163d-8694-739b-aea5-966c26f8ad91";

  @TempDir Path folder;

  @Test
  void shouldKeepNamesWhenTheyHoldAnyUnicode() {
    List<String> names =
        List.of(
            "a",
            "urn:x:y",
            ":",
            UUID_TEXT,
            UUID_TEXT.toUpperCase(),
            "日本語",
            "🙂🙃",
            "e\u0301",
            "é",
            "\u0000\n\t",
            " ",
            "x".repeat(255),
            "é".repeat(127) + "x",
            "🙂".repeat(63) + "abc");
    try (EntityStore store = open()) {
      names.forEach(name -> store.create(EntityDraft.of(EntityId.named(name)).tag("n:" + 1)));
    }
    for (boolean rebuild : new boolean[] {false, true}) {
      try (EntityStore store =
          EntityStore.open(
              folder,
              StoreConfig.builder().opening(rebuild ? Opening.REBUILD : Opening.AUTO).build())) {
        for (String name : names) {
          Entity entity = store.get(EntityId.named(name)).orElseThrow();
          assertEquals(name, entity.id().name());
          assertEquals(EntityId.named(name), entity.id());
        }
        assertEquals(names.size(), store.statistics().activeEntities());
      }
    }
  }

  @Test
  void shouldRefuseNamesWhenTheyAreEmptyTooLongOrNoUnicode() {
    for (String name : List.of("", "x".repeat(256), "é".repeat(128), "\uD83D", "a\uDE42b")) {
      assertThrows(InvalidArgumentException.class, () -> EntityId.named(name), name);
    }
  }

  @Test
  void shouldTellNamesFromUuidsWhenTheyLookAlike() {
    EntityId name = EntityId.named(UUID_TEXT);
    EntityId uuid = EntityId.of(UUID.fromString(UUID_TEXT));
    assertEquals(uuid, EntityId.parse(UUID_TEXT));
    assertNotEquals(name, uuid);
    try (EntityStore store = open()) {
      store.create(EntityDraft.of(name).tag("is:name"));
      assertFalse(store.contains(uuid));
      store.create(EntityDraft.of(uuid).tag("is:uuid"));
      assertTrue(store.get(name).orElseThrow().hasTag("is:name"));
      assertTrue(store.get(uuid).orElseThrow().hasTag("is:uuid"));
    }
  }

  @Test
  void shouldThrowWhenANameAndAUuidCollide() {
    EntityId name = EntityId.named("collides");
    EntityId bits = EntityId.of(name.toUuid());
    for (List<EntityId> order : List.of(List.of(name, bits), List.of(bits, name))) {
      EntityId first = order.get(0);
      EntityId second = order.get(1);
      try (EntityStore store = EntityStore.open(folder.resolve("first" + first.isNamed()))) {
        store.create(EntityDraft.of(first).tag("a:b"));
        assertThrows(IdCollisionException.class, () -> store.create(EntityDraft.of(second)));
        assertFalse(store.contains(second));
        assertFalse(store.find(second).isPresent());
        assertFalse(store.read(second, new EntityView()));
        assertThrows(EntityNotFoundException.class, () -> store.history(second));
        assertThrows(EntityNotFoundException.class, () -> store.addTag(second, "a:c"));
        assertThrows(EntityNotFoundException.class, () -> store.delete(second));
        store.delete(first);
        assertThrows(EntityNotFoundException.class, () -> store.restore(second));
        assertThrows(IdCollisionException.class, () -> store.create(EntityDraft.of(second)));
        assertThrows(EntityExistsException.class, () -> store.create(EntityDraft.of(first)));
        long lsn = store.lsn();
        assertThrows(
            IdCollisionException.class,
            () ->
                store.write(
                    tx -> {
                      assertFalse(tx.contains(second));
                      tx.create(EntityDraft.of(second));
                    }));
        assertEquals(lsn, store.lsn());
      }
    }
  }

  @Test
  void shouldKeepTagsWhenTheyHoldAnyUnicode() {
    List<String> tags = new ArrayList<>();
    for (int bytes = 1; bytes <= Tag.MAX_BYTES; bytes++) {
      tags.add("t".repeat(bytes));
    }
    tags.addAll(
        List.of(
            ":",
            "::",
            "a:",
            ":a",
            "ns:with:colons",
            "ünïcode:wért",
            "🙂:🙃",
            "日本",
            "e\u0301:x",
            "é:x",
            "id:" + UUID_TEXT,
            "\u2028:\u200B",
            "é".repeat(127) + "x"));
    EntityId id = EntityId.random();
    try (EntityStore store = open()) {
      store.create(EntityDraft.of(id));
      tags.forEach(tag -> store.addTag(id, tag));
    }
    for (boolean rebuild : new boolean[] {false, true}) {
      try (EntityStore store =
          EntityStore.open(
              folder,
              StoreConfig.builder().opening(rebuild ? Opening.REBUILD : Opening.AUTO).build())) {
        EntityView view = new EntityView();
        assertTrue(store.read(id, view));
        Entity entity = store.get(id).orElseThrow();
        assertEquals(
            tags.stream().sorted().toList(),
            entity.tags().stream().map(Tag::text).sorted().toList());
        for (String tag : tags) {
          assertTrue(view.hasTag(Tag.of(tag)), tag);
          int colon = tag.indexOf(':');
          Tag found = entity.tags().stream().filter(t -> t.text().equals(tag)).findAny().get();
          assertEquals(colon < 0 ? null : tag.substring(0, colon), found.namespace());
          assertEquals(colon < 0 ? tag : tag.substring(colon + 1), found.value());
        }
        assertEquals(tags.size(), store.statistics().tags());
      }
    }
    try (EntityStore store = open()) {
      tags.forEach(tag -> store.removeTag(id, tag));
      assertTrue(store.get(id).orElseThrow().tags().isEmpty());
      assertThrows(TagNotFoundException.class, () -> store.removeTag(id, ":"));
    }
  }

  @Test
  void shouldRefuseTagsWhenTheyAreEmptyTooLongOrHoldControlCharacters() {
    for (String tag :
        List.of(
            "",
            "t".repeat(256),
            "é".repeat(128),
            "a\nb",
            "\u0000",
            "x\u007F",
            "\u0085",
            "\uD83D")) {
      assertThrows(InvalidArgumentException.class, () -> Tag.of(tag), tag);
    }
    assertThrows(InvalidArgumentException.class, () -> Tag.of("a:b", "c"));
  }

  @Test
  void shouldReplaceExactlyTheNamespaceWhenATagIsSet() {
    EntityId id = EntityId.random();
    try (EntityStore store = open()) {
      store.create(
          EntityDraft.of(id).tag("a:1").tag("a:2").tag("ab:1").tag("a").tag(":1").tag("a:b:c"));
      store.setTag(id, "a:2");
      assertEquals("[:1, a, a:2, ab:1]", tags(store, id));
      store.setTag(id, "ab:9");
      assertEquals("[:1, a, a:2, ab:9]", tags(store, id));
      store.setTag(id, ":2");
      assertEquals("[:2, a, a:2, ab:9]", tags(store, id));
      assertThrows(InvalidArgumentException.class, () -> store.setTag(id, "a"));
      store.write(
          tx -> {
            tx.addTag(id, "new:1");
            tx.addTag(id, "new:2");
            tx.setTag(id, "new:3");
          });
      assertEquals("[:2, a, a:2, ab:9, new:3]", tags(store, id));
    }
  }

  private static String tags(EntityStore store, EntityId id) {
    return store.get(id).orElseThrow().tags().stream()
        .map(Tag::text)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private EntityStore open() {
    return EntityStore.open(
        folder, StoreConfig.builder().durability(Durability.ASYNC).segmentBytes(1 << 20).build());
  }
}
