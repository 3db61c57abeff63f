package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.internal.format.PostingBlockLayout;
import dev.stela.internal.storage.CheckedExtents;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damage in the entity table or the posting lists that nobody has met before a writer does: the
 * transaction is refused before anything of it is in the log.
 */
@Timeout(120)
class DamagedIndexTest {
  private static final int EXTENT_BYTES = CheckedExtents.EXTENT_BYTES;
  private static final String COMMON = "type:user";
  private static final String FIRST = "mark:first";
  private static final String SECOND = "mark:second";

  /** So many that their rows and their events take two extents each. */
  private static final int ENTITIES = 40_000;

  @TempDir private Path folder;
  private Path path;

  @BeforeEach
  void create() {
    path = folder.resolve("store");
    try (EntityStore store = open()) {
      for (int from = 0; from < ENTITIES; from += 4_000) {
        int first = from;
        store.write(
            tx -> {
              for (int i = first; i < first + 4_000; i++) {
                EntityDraft draft = EntityDraft.of(id(i)).tag(COMMON).tag("n:" + i % 20_000);
                if (i == 0) {
                  draft.tag(FIRST);
                }
                tx.create(draft.tag(i % 2 == 0 ? "even:x" : "odd:x"));
              }
            });
      }
      store.addTag(id(ENTITIES - 1), SECOND);
    }
  }

  @Test
  void shouldRefuseBeforeTheLogWhenTheRowOfAnEntityIsDamaged() throws IOException {
    damage("entities-", 100);
    try (EntityStore store = open()) {
      refuse(store, "entities-", 0, () -> store.putContent(id(0), new byte[] {1}));
      refuse(store, "entities-", 0, () -> store.addTag(id(0), SECOND));
      refuse(store, "entities-", 0, () -> store.delete(id(1)));
      store.putContent(id(ENTITIES - 1), new byte[] {1});
      store.create(EntityDraft.of(id(ENTITIES)));
    }
    requireAfter("entities-", ENTITIES + 1);
  }

  @Test
  void shouldRefuseBeforeTheLogWhenThePlaceOfANewEntityIsDamaged() throws IOException {
    damage("entities-", EXTENT_BYTES + 100);
    try (EntityStore store = open()) {
      refuse(store, "entities-", EXTENT_BYTES, () -> store.create(EntityDraft.of(id(ENTITIES))));
      store.addTag(id(0), SECOND);
      store.sync();
    }
    requireAfter("entities-", ENTITIES);
  }

  @Test
  void shouldRefuseBeforeTheLogWhenTheHeadOfAListIsDamaged() throws IOException {
    damage("posting-heads-", EXTENT_BYTES / 2);
    try (EntityStore store = open()) {
      refuse(store, "posting-heads-", 0, () -> store.addTag(id(0), SECOND));
      refuse(store, "posting-heads-", 0, () -> store.delete(id(0)));
      store.putContent(id(0), new byte[] {1});
      store.create(EntityDraft.of(id(ENTITIES)));
    }
    requireAfter("posting-heads-", ENTITIES + 1);
  }

  @Test
  void shouldRefuseBeforeTheLogWhenAListEndsInADamagedPart() throws IOException {
    damage("postings-", 100);
    try (EntityStore store = open()) {
      refuse(store, "postings-", 0, () -> store.removeTag(id(0), FIRST));
      store.addTag(id(0), SECOND);
    }
    requireAfter("postings-", ENTITIES);
  }

  @Test
  void shouldRefuseBeforeTheLogWhenANewBlockWouldBeInADamagedPart() throws IOException {
    long last = Files.size(file("postings-")) - EXTENT_BYTES;
    assertTrue(last >= EXTENT_BYTES, "several extents");
    damage("postings-", last + EXTENT_BYTES - PostingBlockLayout.MIN_BYTES);
    try (EntityStore store = open()) {
      // Its only block is in the first extent, and full.
      refuse(store, "postings-", last, () -> store.removeTag(id(0), FIRST));
      refuse(store, "postings-", last, () -> store.addTag(id(0), "never:used"));
      store.putContent(id(0), new byte[] {1});
    }
    requireAfter("postings-", ENTITIES);
  }

  private void refuse(EntityStore store, String file, long offset, Runnable change) {
    long lsn = store.lsn();
    Entity before = store.find(id(0)).orElseThrow();
    for (int i = 0; i < 2; i++) {
      CorruptionException damage = assertThrows(CorruptionException.class, change::run);
      assertEquals(file(file), damage.file());
      assertEquals(offset, damage.offset());
    }
    assertEquals(lsn, store.lsn(), "nothing was appended");
    assertEquals(before.tagTimes(), store.find(id(0)).orElseThrow().tagTimes());
    assertFalse(store.contains(id(ENTITIES)) && offset > 0);
  }

  /** Closing does not bless the damage, nothing that was acknowledged is lost, a rebuild mends. */
  private void requireAfter(String file, int entities) {
    VerificationReport report = StoreVerifier.verify(path);
    assertEquals(List.of(file(file)), report.damages().stream().map(d -> d.file()).toList());
    try (EntityStore store =
        EntityStore.open(path, StoreConfig.builder().opening(Opening.REBUILD).build())) {
      assertEquals(entities, store.statistics().activeEntities());
      store.addTag(id(0), SECOND);
      store.removeTag(id(0), FIRST);
    }
    assertEquals(List.of(), StoreVerifier.verify(path).damages());
  }

  private void damage(String prefix, long offset) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(file(prefix).toFile(), "rw")) {
      file.seek(offset);
      int before = file.read();
      file.seek(offset);
      file.write(before ^ 1);
    }
  }

  private Path file(String prefix) {
    try (var all = Files.list(path)) {
      return all.filter(file -> file.getFileName().toString().startsWith(prefix))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private EntityStore open() {
    return EntityStore.open(path, StoreConfig.builder().durability(Durability.ASYNC).build());
  }

  private static EntityId id(int number) {
    return EntityId.of(1, number + 1);
  }
}
