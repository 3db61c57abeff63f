package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.ForwardingFiles;
import dev.stela.internal.storage.SystemFiles;
import dev.stela.model.Folders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** After a purge and a compaction no file of the store has a byte sequence of what was purged. */
@Timeout(60)
class ErasureTest {
  private static final int PURGED = 40;
  private static final int KEPT = 400;

  @TempDir Path folder;

  private final long seed = ThreadLocalRandom.current().nextLong();
  private final Random random = new Random(seed);
  private final Map<String, byte[]> traces = new LinkedHashMap<>();
  private final List<EntityId> purged = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(Durability.class)
  void shouldLeaveNoBytesInAnyFileWhenPurgedAndCompacted(Durability durability) throws Exception {
    Path path = folder.resolve("store");
    try (EntityStore store = EntityStore.open(path, config(durability, Opening.AUTO))) {
      write(store);
      store.maintenance().checkpoint();
      write(store);
      assertFalse(found(path).isEmpty(), "the traces are ones");
      store.parts().texts().flush();
      assertTrue(
          found(path).stream().anyMatch(trace -> trace.startsWith("texts")),
          "texts are in segments of the text index");
      for (EntityId id : purged) {
        if (random.nextBoolean()) {
          store.delete(id);
        }
        store.purge(id);
      }
      store.maintenance().compact();
      assertEquals(List.of(), found(path), () -> "seed=" + seed);
      // What another one has had too stays, and an erased tag can be used again.
      assertEquals(KEPT, store.search(Query.tag("shared:tag")).count());
      assertEquals(0, store.search(Query.namespace("secret")).count());
    }
    assertEquals(List.of(), found(path), () -> "after a clean close, seed=" + seed);
    requireSound(path);
    try (EntityStore store = EntityStore.open(path, config(durability, Opening.AUTO))) {
      requireGone(store);
      store.addTag(EntityId.named("kept 0"), "kept:after");
      Path copy = folder.resolve("copy");
      Folders.copy(path, copy);
      for (Opening opening : List.of(Opening.AUTO, Opening.REBUILD, Opening.REPLAY)) {
        Path each = folder.resolve("copy-" + opening);
        Folders.copy(copy, each);
        try (EntityStore reopened = EntityStore.open(each, config(durability, opening))) {
          requireGone(reopened);
          assertEquals(List.of(), found(each), () -> opening + " seed=" + seed);
          reopened.create(EntityDraft.of(purged.getFirst()).tag("secret:" + PURGED / 2));
          assertEquals(1, reopened.search(Query.tag("secret:" + PURGED / 2)).count());
        }
        requireSound(each);
        try (EntityStore again = EntityStore.open(each, config(durability, Opening.REBUILD))) {
          assertEquals(1, again.search(Query.tag("secret:" + PURGED / 2)).count());
          assertTrue(again.contains(purged.getFirst()));
        }
      }
    }
  }

  /** A tag's definition may lie in a segment that was not rewritten since the last one had it. */
  @Test
  void shouldEraseATagWhenItsEventsWentBeforeItsDefinition() throws Exception {
    Path path = folder.resolve("store");
    EntityId one = EntityId.named("one");
    EntityId other = EntityId.named("other");
    String tag = "secret:of two";
    AtomicReference<Runnable> afterCheckpoint = new AtomicReference<>(() -> {});
    FileOps files =
        new ForwardingFiles(new SystemFiles()) {
          @Override
          public void delete(Path file) {
            afterCheckpoint.getAndSet(() -> {}).run();
            super.delete(file);
          }
        };
    StoreConfig config = config(Durability.ASYNC, Opening.AUTO);
    try (EntityStore store = EntityStore.open(files, path, config)) {
      store.create(EntityDraft.of(one).tag(tag));
      store.create(EntityDraft.of(other).tag("kept:tag"));
      fill(store, 8);
      store.purge(one);
      // The compaction rewrites the definition, and finds that somebody has the tag.
      afterCheckpoint.set(() -> store.addTag(other, tag));
      store.maintenance().compact();
      // As few segments as are merged, so that these are.
      for (int i = 0; i < 4; i++) {
        if (i == 3) {
          store.purge(other);
        }
        store.putContent(EntityId.named("filler"), new byte[50_000]);
        store.maintenance().checkpoint();
      }
    }
    StoreConfig merging =
        StoreConfig.builder()
            .durability(Durability.ASYNC)
            .compactionBytesPerSecond(1L << 30)
            .build();
    try (EntityStore store = EntityStore.open(path, merging)) {
      while (store.statistics().compactionBytesWritten() == 0) {
        Thread.sleep(10);
      }
    }
    trace("tag", tag.getBytes(StandardCharsets.UTF_8));
    StoreConfig rebuilding = config(Durability.ASYNC, Opening.REBUILD);
    try (EntityStore store = EntityStore.open(path, rebuilding)) {
      store.maintenance().compact();
      assertEquals(List.of(), found(path));
      store.create(EntityDraft.of(one).tag(tag));
      assertEquals(1, store.search(Query.tag(tag)).count());
    }
    requireSound(path);
  }

  /** Fills so many segments and a bit. */
  private static void fill(EntityStore store, int segments) {
    EntityId id = EntityId.named("filler");
    if (!store.contains(id)) {
      store.create(EntityDraft.of(id));
    }
    for (int i = 0; i <= segments * 20; i++) {
      store.putContent(id, new byte[50_000]);
    }
  }

  private static StoreConfig config(Durability durability, Opening opening) {
    return StoreConfig.builder()
        .durability(durability)
        .opening(opening)
        .segmentBytes(1 << 20)
        .compaction(false)
        .textIndexing(TextIndexing.everyField("whitespace"))
        .build();
  }

  /** Entities that stay and ones that go, changed in turn, over several segments. */
  private void write(EntityStore store) throws IOException {
    boolean first = purged.isEmpty();
    for (int i = 0; i < KEPT; i++) {
      EntityId id = EntityId.named("kept " + i);
      if (first) {
        store.create(EntityDraft.of(id).tag("shared:tag").text("note", "kept text"));
      }
      store.putContent(id, new byte[3_000]);
      if (i % (KEPT / PURGED) == 0) {
        change(store, i / (KEPT / PURGED), first);
      }
    }
  }

  private void change(EntityStore store, int i, boolean first) throws IOException {
    String name = "purged/" + i + "/" + Long.toHexString(random.nextLong());
    EntityId id = first ? (i % 2 == 0 ? EntityId.named(name) : EntityId.random()) : purged.get(i);
    String text = "text %016x".formatted(random.nextLong());
    byte[] content = new byte[i == 3 ? 300_000 : 200];
    random.nextBytes(content);
    if (first) {
      purged.add(id);
      store.create(EntityDraft.of(id).tag("shared:tag").tag("secret:" + i));
      trace(i + " upper half", half(id.high()));
      trace(i + " lower half", half(id.low()));
      if (id.isNamed()) {
        trace(i + " name", id.nameBytes());
      }
      trace(i + " tag", ("secret:" + i + "x").getBytes(StandardCharsets.UTF_8));
      store.addTag(id, "secret:" + i + "x");
    }
    store.putText(id, "note", text);
    trace(i + " text", text.getBytes(StandardCharsets.UTF_8));
    // A dictionary of terms leaves out what a term has in common with the one before.
    String end = text.substring(text.length() - 8);
    trace(i + " end of a term", end.getBytes(StandardCharsets.UTF_8));
    store.putContent(id, new ByteArrayInputStream(content));
    trace(i + " content", Arrays.copyOfRange(content, 100, 132));
  }

  private void trace(String what, byte[] bytes) {
    traces.put(what + " " + traces.size(), bytes);
  }

  private static byte[] half(long bits) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(bits).array();
  }

  /** Searches all files, also those that nothing refers to. */
  private List<String> found(Path path) throws IOException {
    List<String> found = new ArrayList<>();
    BitSet beginnings = new BitSet(1 << Short.SIZE);
    traces.values().forEach(trace -> beginnings.set(beginning(trace, 0)));
    List<Path> files;
    try (Stream<Path> all = Files.walk(path)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      byte[] bytes;
      try {
        bytes = Files.readAllBytes(file);
      } catch (NoSuchFileException e) {
        // Replaced in the background, as manifests are.
        continue;
      }
      for (int i = 0; i < bytes.length - 1; i++) {
        if (beginnings.get(beginning(bytes, i))) {
          String place = path.relativize(file) + " at " + i + ": ";
          beginningAt(bytes, i).forEach(what -> found.add(place + what));
        }
      }
    }
    return found;
  }

  /** Returns what traces are there. */
  private List<String> beginningAt(byte[] bytes, int offset) {
    return traces.entrySet().stream()
        .filter(trace -> isAt(bytes, offset, trace.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean isAt(byte[] bytes, int offset, byte[] trace) {
    int end = Math.min(offset + trace.length, bytes.length);
    return Arrays.equals(bytes, offset, end, trace, 0, trace.length);
  }

  /** Two bytes tell at most places that no trace begins there. */
  private static int beginning(byte[] bytes, int offset) {
    return (bytes[offset] & 0xFF) << Byte.SIZE | bytes[offset + 1] & 0xFF;
  }

  private void requireGone(EntityStore store) {
    for (EntityId id : purged) {
      assertTrue(store.find(id).isEmpty());
    }
    assertEquals(KEPT, store.search(Query.all()).count());
    assertEquals(PURGED, store.statistics().purgedEntities());
    assertEquals(KEPT, store.statistics().activeEntities());
  }

  private static void requireSound(Path path) {
    assertEquals(List.of(), StoreVerifier.verify(path).damages());
  }
}
