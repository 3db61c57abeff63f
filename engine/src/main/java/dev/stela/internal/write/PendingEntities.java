package dev.stela.internal.write;

import dev.stela.internal.format.IdHash;
import dev.stela.internal.index.entities.EntityTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The entities that a transaction has touched, in the order of the first touch, found by id. The
 * objects are used again by the next transaction. One thread at a time.
 */
final class PendingEntities {
  private static final int SCANNED = 8;
  private static final int FIRST_SLOTS = 64;
  private static final int KEPT_SLOTS = 1 << 14;

  private final List<PendingEntity> pool = new ArrayList<>();
  private int[] slots = new int[FIRST_SLOTS];
  private int size;

  int size() {
    return size;
  }

  PendingEntity get(int index) {
    return pool.get(index);
  }

  void clear() {
    if (slots.length > KEPT_SLOTS) {
      // One large transaction must not make every later one clear its table.
      slots = new int[FIRST_SLOTS];
      pool.subList(KEPT_SLOTS / 2, Math.max(KEPT_SLOTS / 2, pool.size())).clear();
    } else if (size > SCANNED) {
      Arrays.fill(slots, 0);
    }
    size = 0;
  }

  /** Returns the touched entity of that id, or null. A few are scanned, many are hashed. */
  PendingEntity find(long idHigh, long idLow) {
    if (size <= SCANNED) {
      for (int i = 0; i < size; i++) {
        PendingEntity entity = pool.get(i);
        if (entity.idHigh == idHigh && entity.idLow == idLow) {
          return entity;
        }
      }
      return null;
    }
    int mask = slots.length - 1;
    for (int i = (int) IdHash.hash(idHigh, idLow) & mask; slots[i] != 0; i = i + 1 & mask) {
      PendingEntity entity = pool.get(slots[i] - 1);
      if (entity.idHigh == idHigh && entity.idLow == idLow) {
        return entity;
      }
    }
    return null;
  }

  /** Adds an entity that is not there yet. */
  PendingEntity add(long idHigh, long idLow, boolean named) {
    if (size == pool.size()) {
      pool.add(new PendingEntity());
    }
    PendingEntity entity = pool.get(size);
    entity.reset(idHigh, idLow, named);
    size++;
    if (size == SCANNED + 1 || size > SCANNED && size * 2 > slots.length) {
      hashAll();
    } else if (size > SCANNED) {
      hash(size - 1);
    }
    return entity;
  }

  /** Tells whether any entity was changed. */
  boolean isAnyChanged() {
    for (int i = 0; i < size; i++) {
      if (pool.get(i).isChanged()) {
        return true;
      }
    }
    return false;
  }

  /** Tells whether any entity was taken away again. */
  boolean isAnyTaken() {
    for (int i = 0; i < size; i++) {
      if (pool.get(i).taken) {
        return true;
      }
    }
    return false;
  }

  /** Makes sure that the changes of entities that were there before can be noted in the table. */
  void reserveUpdates(EntityTable table) {
    for (int i = 0; i < size; i++) {
      PendingEntity entity = pool.get(i);
      if (!entity.created && entity.isChanged()) {
        table.reserveUpdate(entity.ordinal);
      }
      if (entity.isPurged()) {
        table.reserveUpdate(entity.purged);
      }
    }
  }

  private void hashAll() {
    if (size * 2 > slots.length) {
      slots = new int[slots.length * 2];
    }
    for (int i = 0; i < size; i++) {
      hash(i);
    }
  }

  private void hash(int index) {
    PendingEntity entity = pool.get(index);
    int mask = slots.length - 1;
    int i = (int) IdHash.hash(entity.idHigh, entity.idLow) & mask;
    while (slots[i] != 0) {
      i = i + 1 & mask;
    }
    slots[i] = index + 1;
  }
}
