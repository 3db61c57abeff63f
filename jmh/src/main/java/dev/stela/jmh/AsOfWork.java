package dev.stela.jmh;

import dev.stela.EntityStore;
import dev.stela.Snapshot;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Asks a store of what it was before and between many changes of tags; every answer is compared
 * with what was true then. One thread.
 */
final class AsOfWork {
  /** How many changes are between the moment before them and the present. */
  static final int CHANGES = Workload.ENTITIES;

  private final SplittableRandom random = new SplittableRandom(9);
  private final long[] lsns = new long[CHANGES + 1];
  private final int[] counts = new int[CHANGES + 1];

  /** Changes a store. */
  AsOfWork(EntityStore store, TagModel model) {
    TagChanges changes = new TagChanges(model, 8);
    lsns[0] = store.lsn();
    counts[0] = model.both();
    for (int i = 1; i <= CHANGES; i++) {
      lsns[i] = changes.apply(store);
      counts[i] = model.both();
    }
    if (Arrays.stream(counts).distinct().count() == 1) {
      throw new WrongResultException("the changes have not changed the answer: " + counts[0]);
    }
  }

  /** As of now. */
  long now(EntityStore store) {
    return check(CHANGES, StelaQueries.countBoth(store));
  }

  /** As of the moment before all changes. */
  long before(EntityStore store) {
    return asOf(store, 0);
  }

  /** As of a random moment between two changes. */
  long between(EntityStore store) {
    return asOf(store, random.nextInt(CHANGES));
  }

  private long asOf(EntityStore store, int changes) {
    try (Snapshot snapshot = store.asOf(lsns[changes])) {
      return check(changes, StelaQueries.countBoth(snapshot));
    }
  }

  private long check(int changes, long count) {
    if (count != counts[changes]) {
      throw new WrongResultException(
          "wrong past: lsn=%d expected=%d actual=%d"
              .formatted(lsns[changes], counts[changes], count));
    }
    return count;
  }
}
