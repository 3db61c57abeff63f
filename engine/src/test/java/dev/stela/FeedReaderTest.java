package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.stela.internal.format.StoreId;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.recovery.OpenStore;
import dev.stela.internal.recovery.Opener;
import dev.stela.internal.storage.MemoryExtents;
import dev.stela.internal.storage.SystemFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedReaderTest {
  private static final EntityId ID = EntityId.named("one");

  @TempDir private Path path;

  @Test
  void shouldPassOverNothingWhenAChangeCannotBeGiven() {
    try (EntityStore store = EntityStore.open(path)) {
      assertEquals(1, store.create(EntityDraft.of(ID)));
      store.addTag(ID, "a:1");
      store.delete(ID);
    }
    OpenStore store =
        Opener.open(new SystemFiles(), path, StoreConfig.builder().readOnly(true).build());
    try (Dictionary empty =
        Dictionary.create(
            new MemoryExtents(Path.of("empty"), Dictionary.EXTENT_BYTES), new StoreId(1, 2), 0)) {
      FeedReader feed = new FeedReader(store.segments(), empty, store.purged()::contains, 0);
      assertEquals(1, feed.next(3).lsn());
      for (int i = 0; i < 3; i++) {
        assertThrows(CorruptionException.class, () -> feed.next(3));
        assertEquals(1, feed.lsn());
      }
    } finally {
      store.close();
    }
  }
}
