package dev.stela.tools.demo;

import dev.stela.EntityDraft;
import dev.stela.EntityStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Loads classes into a store, each batch in one transaction. */
final class Loader {
  /** Hears of each batch once it is durable. */
  interface Listener {
    void committed(long lsn, List<ClassDescription> batch);
  }

  private final EntityStore store;
  private final int batchSize;

  Loader(EntityStore store, int batchSize) {
    this.store = store;
    this.batchSize = batchSize;
  }

  /** Loads classes that are not in the store yet. */
  LoadTotals load(List<ClassRef> classes, Listener listener) throws IOException {
    long start = System.nanoTime();
    long bytes = 0;
    try (DescribedBatches batches = new DescribedBatches(classes, batchSize)) {
      while (batches.hasNext()) {
        List<ClassDescription> batch = batches.next();
        List<EntityDraft> drafts = new ArrayList<>(batch.size());
        for (ClassDescription description : batch) {
          drafts.add(description.toDraft(store));
        }
        long lsn = store.write(tx -> drafts.forEach(tx::create));
        listener.committed(lsn, batch);
        for (ClassDescription description : batch) {
          bytes += description.payloadBytes();
        }
      }
    }
    return new LoadTotals(classes.size(), bytes, System.nanoTime() - start);
  }
}
