package dev.stela.temporal;

import dev.stela.Durability;
import dev.stela.EntityStore;
import dev.stela.StoreConfig;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Random;

/** The process that writes to a store that another one follows. */
public final class FollowChild {
  static final String DONE = "done";

  private FollowChild() {}

  /**
   * Writes, says that it is done, and waits to be killed or, at the end of its input, closes.
   *
   * @param arguments store, durability, seed, number of transactions
   */
  public static void main(String[] arguments) throws Exception {
    Durability durability = Durability.valueOf(arguments[1]);
    Random random = new Random(Long.parseLong(arguments[2]));
    try (EntityStore store = EntityStore.open(Path.of(arguments[0]), config(durability))) {
      for (int i = Integer.parseInt(arguments[3]); i > 0; i--) {
        Writes.one(store, random);
        if (random.nextInt(50) == 0) {
          byte[] bytes = new byte[300_000];
          random.nextBytes(bytes);
          store.putContent(Writes.id(0), new ByteArrayInputStream(bytes));
        }
      }
      System.out.println(DONE + " " + store.lsn());
      while (System.in.read() >= 0) {
        // Until the parent closes it.
      }
    }
  }

  static StoreConfig config(Durability durability) {
    return StoreConfig.builder()
        .durability(durability)
        .segmentBytes(StoreConfig.MIN_SEGMENT_BYTES)
        .build();
  }
}
