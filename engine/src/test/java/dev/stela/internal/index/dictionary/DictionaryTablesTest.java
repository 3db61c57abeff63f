package dev.stela.internal.index.dictionary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Query;
import dev.stela.RecoveryReport;
import dev.stela.Tag;
import dev.stela.internal.format.DictionaryTablesLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.MemoryExtents;
import dev.stela.internal.storage.SystemFiles;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DictionaryTablesTest {
  private static final StoreId STORE = new StoreId(1, 2);
  private static final int TAGS = 20_000;

  private final SystemFiles files = new SystemFiles();
  private final MemoryExtents extents =
      new MemoryExtents(Path.of("dictionary"), Dictionary.EXTENT_BYTES);
  private final Dictionary dictionary = Dictionary.create(extents, STORE, 7);

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void define() {
    path = folder.resolve("dictionary-tables-7");
    for (int i = 1; i <= TAGS; i++) {
      define(dictionary, i, tag(i));
    }
    for (int i = 1; i <= 3; i++) {
      byte[] name = ("feld" + i).getBytes(StandardCharsets.UTF_8);
      assertTrue(dictionary.defineField(i, MemorySegment.ofArray(name), 0, name.length));
    }
  }

  @Test
  void shouldAnswerAsTheDefinitionsDoWhenLoadedFromTables() {
    Dictionary.Summary summary = dictionary.seal(7);
    DictionaryTables.write(files, path, STORE, dictionary, summary);
    Optional<DictionaryTables> tables = DictionaryTables.read(files, path, STORE, 7);
    assertTrue(tables.isPresent());
    Dictionary loaded = Dictionary.open(extents, STORE, summary, tables);
    assertSame(Dictionary.open(extents, STORE, summary, Optional.empty()), loaded);
    // And goes on: growing the hash table moves what was loaded.
    for (int i = TAGS + 1; i <= 3 * TAGS; i++) {
      define(loaded, i, tag(i));
    }
    for (int i = 1; i <= 3 * TAGS; i++) {
      assertEquals(i, loaded.find(tag(i)));
    }
    int last = loaded.findNamespace("n6");
    assertEquals(3 * TAGS / 7, loaded.namespaces().tags(last).length);
  }

  @Test
  void shouldServeATakeOverUpToWhereTheyGo() {
    DictionaryTables.write(files, path, STORE, dictionary, dictionary.seal(7));
    Optional<DictionaryTables> tables = DictionaryTables.read(files, path, STORE, 7);
    for (int i = TAGS + 1; i <= TAGS + 500; i++) {
      define(dictionary, i, tag(i));
    }
    Dictionary.Summary summary =
        new Dictionary.Summary(7, dictionary.tail(), dictionary.tags(), dictionary.fields(), 0);
    assertSame(dictionary, Dictionary.takeOver(extents, STORE, summary, tables));
    // What was erased since is not what the tables are over.
    assertTrue(dictionary.eraseTag(5));
    Dictionary taken = Dictionary.takeOver(extents, STORE, summary, tables);
    assertSame(Dictionary.takeOver(extents, STORE, summary, Optional.empty()), taken);
    assertEquals(0, taken.find(tag(5)));
  }

  @Test
  void shouldNotBeUsedWhenDamagedOrOfAnotherDictionary() throws IOException {
    assertTrue(DictionaryTables.read(files, path, STORE, 7).isEmpty());
    DictionaryTables.write(files, path, STORE, dictionary, dictionary.seal(7));
    byte[] sound = Files.readAllBytes(path);
    for (int at = 0; at < sound.length; at += 1 + sound.length / 500) {
      byte[] damaged = sound.clone();
      damaged[at] ^= 4;
      Files.write(path, damaged);
      assertTrue(DictionaryTables.read(files, path, STORE, 7).isEmpty(), "at " + at);
    }
    Files.write(path, Arrays.copyOf(sound, DictionaryTablesLayout.TABLES_OFFSET - 1));
    assertTrue(DictionaryTables.read(files, path, STORE, 7).isEmpty());
    Files.write(path, sound);
    assertTrue(DictionaryTables.read(files, path, new StoreId(1, 3), 7).isEmpty());
    assertTrue(DictionaryTables.read(files, path, STORE, 8).isEmpty());
    assertTrue(DictionaryTables.read(files, path, STORE, 7).isPresent());
  }

  @Test
  void shouldNotKeepTheNameOfAnErasedNamespace() throws IOException {
    define(dictionary, TAGS + 1, Tag.of("secret", "x"));
    DictionaryTables.write(files, path, STORE, dictionary, dictionary.seal(7));
    assertTrue(Files.readString(path, StandardCharsets.ISO_8859_1).contains("secret"));
    assertTrue(dictionary.eraseTag(TAGS + 1));
    Dictionary.Summary erased = dictionary.seal(7);
    DictionaryTables.write(files, path, STORE, dictionary, erased);
    assertFalse(Files.exists(path));
    // The next close may write them again: who has read the definitions does not know it.
    Dictionary opened = Dictionary.open(extents, STORE, erased, Optional.empty());
    DictionaryTables.write(files, path, STORE, opened, erased);
    assertFalse(Files.readString(path, StandardCharsets.ISO_8859_1).contains("secret"));
    Optional<DictionaryTables> tables = DictionaryTables.read(files, path, STORE, 7);
    Dictionary loaded = Dictionary.open(extents, STORE, erased, tables);
    assertSame(opened, loaded);
    assertEquals(0, loaded.find(Tag.of("secret", "x")));
    assertTrue(loaded.isErased(TAGS + 1));
  }

  @Test
  void shouldBeGoneFromAStoreBeforeANameIsErased() throws IOException {
    Path store = folder.resolve("store");
    EntityId id = EntityId.named("e");
    for (int i = 0; i < 3; i++) {
      try (EntityStore opened = EntityStore.open(store)) {
        if (i == 0) {
          opened.create(EntityDraft.of(id).tag("secret:x"));
        } else {
          assertEquals(RecoveryReport.Kind.CLEAN, opened.recovery().kind());
          assertEquals(i == 1 ? 1 : 0, opened.search(Query.parse("secret:*")).count());
        }
        assertEquals(i == 1, namesSecret(store));
        if (i == 1) {
          opened.purge(id);
          opened.maintenance().checkpoint();
          opened.maintenance().compact();
          assertFalse(namesSecret(store));
        }
      }
      assertEquals(i == 0, namesSecret(store));
    }
  }

  private static boolean namesSecret(Path store) throws IOException {
    try (var found = Files.list(store)) {
      for (Path file : found.toList()) {
        if (file.getFileName().toString().startsWith("dictionary-tables-")) {
          return Files.readString(file, StandardCharsets.ISO_8859_1).contains("secret");
        }
      }
    }
    return false;
  }

  private static void assertSame(Dictionary expected, Dictionary actual) {
    assertEquals(expected.tags(), actual.tags());
    assertEquals(expected.fields(), actual.fields());
    assertEquals(expected.tail(), actual.tail());
    for (int i = 1; i <= expected.fields(); i++) {
      assertEquals(expected.field(i), actual.field(i));
      assertEquals(i, actual.findField(expected.field(i)));
    }
    for (int i = 1; i <= expected.tags(); i++) {
      if (!expected.isErased(i)) {
        assertEquals(expected.tag(i), actual.tag(i));
        assertEquals(i, actual.find(actual.tag(i)));
        assertEquals(expected.namespaceOf(i), actual.namespaceOf(i));
      }
    }
    assertEquals(expected.namespaces().count(), actual.namespaces().count());
    for (int i = 0; i < expected.namespaces().count(); i++) {
      assertEquals(expected.namespaces().name(i), actual.namespaces().name(i));
      assertArrayEquals(expected.namespaces().tags(i), actual.namespaces().tags(i));
    }
  }

  private static void define(Dictionary dictionary, int number, Tag tag) {
    assertTrue(dictionary.defineTag(number, tag.utf8(), 0, tag.byteLength()));
  }

  private static Tag tag(int i) {
    return i % 7 == 0 ? Tag.of("plain" + i) : Tag.of("n" + i % 7, "größe " + i);
  }
}
