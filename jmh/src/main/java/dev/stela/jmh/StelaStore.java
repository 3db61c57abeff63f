package dev.stela.jmh;

import dev.stela.Durability;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.EntityView;
import dev.stela.StoreConfig;
import java.nio.file.Path;

/** Stela as it comes: defaults but for the durability, reads through a view. One thread. */
final class StelaStore implements BenchmarkStore {
  private final EntityStore store;
  private final EntityView view = new EntityView();
  private long lastLsn;

  StelaStore(Path folder, boolean durable) {
    store = open(folder, durable ? Durability.SYNC : Durability.ASYNC);
  }

  static EntityStore open(Path folder, Durability durability) {
    return EntityStore.open(
        folder.resolve("stela"), StoreConfig.builder().durability(durability).build());
  }

  /** Creates all entities of the workload, version 0. */
  static void load(EntityStore store, EntityId[] ids) {
    byte[] content = Workload.content();
    for (int from = 0; from < ids.length; from += Workload.BATCH) {
      int first = from;
      int end = Math.min(from + Workload.BATCH, ids.length);
      store.write(
          tx -> {
            for (int i = first; i < end; i++) {
              Workload.stamp(content, i, 0);
              tx.create(EntityDraft.of(ids[i]).content(content));
            }
          });
    }
  }

  EntityStore store() {
    return store;
  }

  @Override
  public void load(EntityId[] ids) {
    load(store, ids);
  }

  @Override
  public void read(EntityId id, byte[] content) {
    if (!store.read(id, view)) {
      throw new WrongResultException("not found: id=" + id);
    }
    view.getContent(content, 0);
  }

  @Override
  public void put(EntityId id, byte[] content) {
    lastLsn = store.putContent(id, content);
  }

  @Override
  public void close() {
    store.close();
  }

  /** Fails if the last put is not durable. */
  void checkDurable() {
    long durableLsn = store.statistics().durableLsn();
    if (durableLsn < lastLsn) {
      throw new WrongResultException(
          "acknowledged before it was durable: lsn=" + lastLsn + " durableLsn=" + durableLsn);
    }
  }

  /** How many bytes the log has. */
  long logTail() {
    return store.statistics().logBytes();
  }
}
