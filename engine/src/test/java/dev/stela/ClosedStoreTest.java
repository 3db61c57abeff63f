package dev.stela;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ClosedStoreTest {
  private static final EntityId ID = EntityId.of(1, 1);

  @TempDir Path folder;
  private final EntityView view = new EntityView();
  private EntityStore store;

  @BeforeEach
  void readThenClose() {
    store = EntityStore.open(folder.resolve("store"));
    store.create(EntityDraft.of(ID).tag("kind:present").content(new byte[3]));
    store.read(ID, view);
    store.close();
  }

  @Test
  void shouldThrowStoreClosedWhenViewOutlivesStore() {
    throwsClosed(view::idHigh);
    throwsClosed(view::idLow);
    throwsClosed(view::lsn);
    throwsClosed(view::updatedNanos);
    throwsClosed(view::ordinal);
    throwsClosed(view::lifecycle);
    throwsClosed(view::contentLength);
    throwsClosed(() -> view.hasTag(Tag.of("kind:present")));
    throwsClosed(() -> view.getContent(new byte[3], 0));
  }

  @Test
  void shouldThrowStoreClosedWhenReadingAfterClose() {
    throwsClosed(() -> store.read(ID, view));
    throwsClosed(() -> store.read(EntityId.of(2, 2), view));
    throwsClosed(() -> store.get(ID));
    throwsClosed(store::snapshot);
    throwsClosed(store::lsn);
    throwsClosed(store::statistics);
  }

  private static void throwsClosed(Executable use) {
    assertThrows(StoreClosedException.class, use);
  }
}
