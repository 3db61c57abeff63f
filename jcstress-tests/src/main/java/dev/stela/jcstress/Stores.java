package dev.stela.jcstress;

import dev.stela.Durability;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.StoreConfig;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Open stores for the states of a test, with ids that no other state has. Any thread. */
final class Stores {
  private static final int SEGMENT_BYTES = StoreConfig.MIN_SEGMENT_BYTES;
  private static final AtomicLong IDS = new AtomicLong();
  private static final AtomicLong TURNS = new AtomicLong();
  private static final Shared<EntityStore> SYNC = shared(Durability.SYNC);
  private static final Shared<EntityStore> ASYNC = shared(Durability.ASYNC);

  private Stores() {}

  /** Returns a store, of the one durability and the other in turn. */
  static EntityStore next() {
    return isEven() ? SYNC.next() : ASYNC.next();
  }

  /** Returns true and false in turn. */
  static boolean isEven() {
    return (TURNS.incrementAndGet() & 1) == 0;
  }

  /** Returns a store of durability {@code SYNC}. */
  static EntityStore nextSync() {
    return SYNC.next();
  }

  /** Returns an id that is in no store. */
  static EntityId id() {
    return EntityId.of(1, IDS.incrementAndGet());
  }

  /** Opens a store with small segments. */
  static EntityStore open(Path folder, Durability durability) {
    var config = StoreConfig.builder().durability(durability).segmentBytes(SEGMENT_BYTES).build();
    return EntityStore.open(folder, config);
  }

  /** Closes a store and deletes it. */
  static void close(EntityStore store) {
    Path path = store.path();
    store.close();
    Folders.delete(path);
  }

  private static Shared<EntityStore> shared(Durability durability) {
    return new Shared<>(() -> open(Folders.create(), durability), Stores::close);
  }
}
