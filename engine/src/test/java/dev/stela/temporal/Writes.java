package dev.stela.temporal;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import java.util.Random;

/** Transactions over a few entities. Stateless; any thread. */
final class Writes {
  private static final int ENTITIES = 20;

  private Writes() {}

  static EntityId id(int number) {
    return EntityId.named("followed/" + number);
  }

  /** Writes one transaction to up to three entities. */
  static long one(EntityStore store, Random random) {
    return store.write(
        tx -> {
          for (int i = random.nextInt(3); i >= 0; i--) {
            EntityId id = id(random.nextInt(ENTITIES));
            if (!tx.contains(id)) {
              tx.create(EntityDraft.of(id).tag("type:followed").text("name", id.name()));
            }
            tx.setTag(id, "value:" + random.nextInt(1_000));
            if (random.nextInt(4) == 0) {
              tx.putContent(id, new byte[random.nextInt(5_000)]);
            }
          }
          if (!tx.contains(id(0))) {
            tx.create(EntityDraft.of(id(0)));
          }
        });
  }
}
