package dev.stela.jmh;

import dev.stela.EntityId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The work every store gets alike: entities with random 16-byte ids and 128 bytes of content, all
 * of them computed from the entity's number. A content says whose it is and which version, so that
 * every read can be checked for the price of three loads. Stateless; any thread.
 */
final class Workload {
  /** The system property for fewer entities, only to try a benchmark out. */
  static final String ENTITIES_PROPERTY = "stela.jmh.entities";

  /** How many entities a store holds. */
  static final int ENTITIES = Integer.getInteger(ENTITIES_PROPERTY, 1_000_000);

  /** The size of a content. */
  static final int CONTENT_BYTES = 128;

  /** How many entities are loaded in one transaction. */
  static final int BATCH = 1_000;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int ENTITY_OFFSET = 0;
  private static final int VERSION_OFFSET = ENTITY_OFFSET + Long.BYTES;
  private static final int FILL_OFFSET = VERSION_OFFSET + Long.BYTES;
  private static final int END_OFFSET = CONTENT_BYTES - Long.BYTES;

  private Workload() {}

  static EntityId id(int entity) {
    return EntityId.of(mix(2L * entity + 1), mix(2L * entity + 2));
  }

  /** The ids of all entities, made beforehand so that no measurement makes any. */
  static EntityId[] ids() {
    EntityId[] ids = new EntityId[ENTITIES];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = id(i);
    }
    return ids;
  }

  /** All entities in a random order. */
  static int[] order(SplittableRandom random) {
    int[] order = new int[ENTITIES];
    for (int i = 1; i < order.length; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }

  /**
   * The ids of entities, one after the other in memory: only the stores' own cache misses count.
   */
  static EntityId[] ids(int[] order) {
    EntityId[] ids = new EntityId[order.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = id(order[i]);
    }
    return ids;
  }

  /** A content to be stamped before each write. */
  static byte[] content() {
    byte[] content = new byte[CONTENT_BYTES];
    for (int i = FILL_OFFSET; i < END_OFFSET; i += Long.BYTES) {
      LONG.set(content, i, mix(i));
    }
    return content;
  }

  static void stamp(byte[] content, int entity, long version) {
    LONG.set(content, ENTITY_OFFSET, (long) entity);
    LONG.set(content, VERSION_OFFSET, version);
    LONG.set(content, END_OFFSET, entity ^ version);
  }

  /** The version of a content that was read, which must be the entity's. */
  static long check(byte[] content, int entity) {
    long found = (long) LONG.get(content, ENTITY_OFFSET);
    long version = (long) LONG.get(content, VERSION_OFFSET);
    if (found != entity || (long) LONG.get(content, END_OFFSET) != (entity ^ version)) {
      throw new WrongResultException("wrong content: expected=" + entity + " actual=" + found);
    }
    return version;
  }

  /** As {@link #check}, and byte for byte. */
  static void checkAll(byte[] content, int entity, long version) {
    byte[] expected = content();
    stamp(expected, entity, version);
    int difference = Arrays.mismatch(expected, content);
    if (difference >= 0) {
      throw new WrongResultException("wrong content: entity=" + entity + " at=" + difference);
    }
  }

  /** The finalizer of SplitMix64: distinct numbers become distinct, random-looking ones. */
  static long mix(long number) {
    long z = number * 0x9E37_79B9_7F4A_7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return z ^ (z >>> 31);
  }
}
