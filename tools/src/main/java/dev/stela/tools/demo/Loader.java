package dev.stela.tools.demo;

import dev.stela.BulkLoader;
import dev.stela.BulkOptions;
import dev.stela.EntityStore;
import java.util.List;

/** Loads classes into a store by a bulk load, from the class on at which it stands. One thread. */
final class Loader {
  /** The load's id. */
  static final String LOAD = "classes";

  /** Hears of each batch once it is durable. */
  interface Listener {
    void committed(long lsn, List<ClassDescription> batch);
  }

  private final EntityStore store;
  private final BulkLoader load;
  private final int batchSize;

  Loader(EntityStore store, BulkLoader load, int batchSize) {
    this.store = store;
    this.load = load;
    this.batchSize = batchSize;
  }

  /** Returns how the load works, of so many classes. */
  static BulkOptions options(DemoSize size, int classes) {
    return BulkOptions.builder().batchDocuments(size.batch()).total(classes).build();
  }

  /** Loads those of all classes that were not loaded yet, and ends the load. */
  LoadTotals load(List<ClassRef> all, Listener listener) {
    long start = System.nanoTime();
    List<ClassRef> classes = all.subList((int) load.nextPosition(), all.size());
    long bytes = 0;
    try (DescribedBatches batches = new DescribedBatches(classes, batchSize)) {
      while (batches.hasNext()) {
        List<ClassDescription> batch = batches.next();
        for (ClassDescription description : batch) {
          load.submit(description.toDraft());
          bytes += description.payloadBytes();
        }
        load.flush();
        listener.committed(store.lsn(), batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while classes were being loaded", e);
    }
    load.finish();
    return new LoadTotals(classes.size(), bytes, System.nanoTime() - start);
  }
}
