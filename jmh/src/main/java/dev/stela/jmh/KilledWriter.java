package dev.stela.jmh;

import dev.stela.Durability;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.StoreConfig;
import dev.stela.StoreStatistics;
import dev.stela.Tag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Writes into a store that {@link MakeStore} has made until it is killed: overwrites contents, sets
 * tags, and creates entities, each in a transaction of its own that nobody waits to be synced. Says
 * every now and then how much is acknowledged, as {@code acknowledged operations lsn}.
 *
 * <p>Argument: the store.
 */
public final class KilledWriter {
  private static final int EVERY = 1_000;
  private static final int CREATED_PERCENT = 10;
  private static final int TAGGED_PERCENT = 40;
  private static final int PERCENT = 100;

  private final EntityStore store;
  private final SplittableRandom random;
  private final List<Tag[]> namespaces = new ArrayList<>();
  private final byte[] content = Workload.content();
  private int entities;

  private KilledWriter(EntityStore store) {
    this.store = store;
    StoreStatistics statistics = store.statistics();
    entities = (int) statistics.activeEntities();
    random = new SplittableRandom(statistics.visibleLsn());
    for (String namespace : OpenState.namespaces(store)) {
      int values = Integer.parseInt(namespace.substring(LoadModel.NAMESPACE.length()));
      namespaces.add(LoadModel.tags(values));
    }
  }

  /**
   * Writes for ever.
   *
   * @param args see above
   */
  public static void main(String[] args) {
    StoreConfig config =
        StoreConfig.builder().durability(Durability.ASYNC).createIfMissing(false).build();
    KilledWriter writer = new KilledWriter(EntityStore.open(Path.of(args[0]), config));
    for (long operations = 1; ; operations++) {
      long lsn = writer.write();
      if (operations % EVERY == 0) {
        System.out.println("acknowledged " + operations + " " + lsn);
      }
    }
  }

  private long write() {
    int drawn = random.nextInt(PERCENT);
    if (drawn < CREATED_PERCENT) {
      Workload.stamp(content, entities, 0);
      return store.create(EntityDraft.of(Workload.id(entities++)).content(content));
    }
    int entity = random.nextInt(entities);
    EntityId id = Workload.id(entity);
    if (drawn < CREATED_PERCENT + TAGGED_PERCENT) {
      Tag[] tags = namespaces.get(random.nextInt(namespaces.size()));
      return store.setTag(id, tags[random.nextInt(tags.length)]);
    }
    Workload.stamp(content, entity, random.nextLong());
    return store.putContent(id, content);
  }
}
