package dev.stela.kill;

import dev.stela.Entity;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityReader;
import dev.stela.EntityStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.collections.LongArrayList;

/**
 * What one writing thread does, operation by operation, and what its entities look like then. Both
 * follow from seed and thread alone, so the process that was killed and the one that checks agree
 * without having talked. One thread.
 */
final class KillScript {
  private static final int FAVOURITES = 16;
  private static final int MIN_ACTIVE = 4;
  private static final int OPENING_AMOUNT = 1000;
  private static final int MAX_INLINE_BYTES = 64 * 1024;

  private final int thread;
  private final SplittableRandom random;
  private final List<ExpectedEntity> entities = new ArrayList<>();
  private final List<ExpectedEntity> touched = new ArrayList<>();
  private final LongArrayList lsns = new LongArrayList();
  private int steps;
  private int deleted;

  /** An operation, to be run in a store. */
  interface Operation {
    /** Returns the commit's LSN. */
    long run(EntityStore store) throws IOException;
  }

  private static final class RollbackException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  KillScript(long seed, int thread) {
    this.thread = thread;
    this.random = new SplittableRandom(seed * 31 + thread);
  }

  /** Returns how many operations have been taken. */
  int steps() {
    return steps;
  }

  /** Returns the LSN that operation {@code step}, counted from 1, was committed with. */
  long lsn(int step) {
    return lsns.getLong(step - 1);
  }

  /** Returns the ids of all entities so far, deleted ones included. */
  List<EntityId> ids() {
    return entities.stream().map(entity -> entity.id).toList();
  }

  int active() {
    return entities.size() - deleted;
  }

  int deleted() {
    return deleted;
  }

  /** Takes the next operation: the entities are expected to be as after it from now on. */
  Operation next() {
    steps++;
    touched.clear();
    if (active() < MIN_ACTIVE) {
      return create();
    }
    return switch (random.nextInt(32)) {
      case 0, 1 -> create();
      case 2 -> delete();
      case 3, 4 -> restore();
      case 5, 6, 7, 8 -> addTag();
      case 9, 10, 11 -> removeTag();
      case 12, 13, 14 -> setTag();
      case 15, 16, 17, 18, 19 -> putContent(random.nextInt(2000));
      case 20 -> putContent(largeLength());
      case 21 -> removeContent();
      case 22, 23 -> putText();
      default -> move();
    };
  }

  /** Notes the LSN of the operation taken last. */
  void committed(long lsn) {
    lsns.addLong(lsn);
    for (ExpectedEntity entity : touched) {
      entity.lsns.addLong(lsn);
    }
  }

  /** Returns the LSN that a store shows for what the operation taken last has changed. */
  long lsnIn(EntityReader reader) {
    return reader.find(touched.getFirst().id).map(Entity::lsn).orElse(0L);
  }

  /** Compares all entities, their contents and histories; null if they are as expected. */
  String difference(EntityReader reader) {
    for (ExpectedEntity entity : entities) {
      String difference = entity.difference(reader);
      if (difference != null) {
        return difference;
      }
    }
    return reader
        .find(nextId())
        .map(entity -> "an entity is there too early: " + entity)
        .orElse(null);
  }

  /** Returns content that no other operation writes. */
  static byte[] content(int thread, int step, int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(((long) thread << Integer.SIZE) + step).nextBytes(bytes);
    return bytes;
  }

  private Operation create() {
    ExpectedEntity entity = touch(new ExpectedEntity(nextId(), thread));
    entities.add(entity);
    int length = random.nextInt(8) == 0 ? largeLength() : random.nextInt(500);
    entity.content(steps, length);
    entity.texts.put("title", text());
    entity.setTag("amount:" + OPENING_AMOUNT);
    entity.amount = OPENING_AMOUNT;
    byte[] bytes = content(thread, steps, length);
    EntityDraft draft =
        EntityDraft.of(entity.id).tag("amount:" + OPENING_AMOUNT).text("title", text());
    return length > MAX_INLINE_BYTES
        ? store -> store.create(draft.content(store.stage(new ByteArrayInputStream(bytes))))
        : store -> store.create(draft.content(bytes));
  }

  private Operation delete() {
    ExpectedEntity entity = touch(active(null));
    entity.deleted = true;
    deleted++;
    return store -> store.delete(entity.id);
  }

  private Operation restore() {
    ExpectedEntity entity = entities.get(random.nextInt(entities.size()));
    if (!entity.deleted) {
      return move();
    }
    touch(entity).deleted = false;
    deleted--;
    return store -> store.restore(entity.id);
  }

  private Operation addTag() {
    ExpectedEntity entity = touch(active(null));
    String tag = "größe:" + random.nextInt(40);
    entity.tags.add(tag);
    return store -> store.addTag(entity.id, tag);
  }

  private Operation removeTag() {
    ExpectedEntity entity = active(null);
    String tag = entity.tags.last();
    if (tag.startsWith("amount:")) {
      return addTag();
    }
    touch(entity).tags.remove(tag);
    return store -> store.removeTag(entity.id, tag);
  }

  private Operation setTag() {
    ExpectedEntity entity = touch(active(null));
    String tag = "state:" + random.nextInt(1000);
    entity.setTag(tag);
    return store -> store.setTag(entity.id, tag);
  }

  private Operation putContent(int length) {
    ExpectedEntity entity = touch(active(null));
    entity.content(steps, length);
    int step = steps;
    return length > MAX_INLINE_BYTES
        ? store ->
            store.putContent(entity.id, new ByteArrayInputStream(content(thread, step, length)))
        : store -> store.putContent(entity.id, content(thread, step, length));
  }

  private Operation removeContent() {
    ExpectedEntity entity = active(null);
    if (entity.contentLength < 0) {
      return addTag();
    }
    touch(entity).content(0, -1);
    return store -> store.removeContent(entity.id);
  }

  private Operation putText() {
    ExpectedEntity entity = touch(active(null));
    String field = "field " + random.nextInt(5);
    String text = text();
    entity.texts.put(field, text);
    return store -> store.putText(entity.id, field, text);
  }

  /**
   * Moves an amount from one entity to another, sometimes with new contents for both, sometimes
   * after a transaction that changes its mind.
   */
  private Operation move() {
    ExpectedEntity from = touch(active(null));
    ExpectedEntity to = touch(active(from));
    int moved = random.nextInt(1, 10);
    from.amount -= moved;
    to.amount += moved;
    String left = "amount:" + from.amount;
    String received = "amount:" + to.amount;
    from.setTag(left);
    to.setTag(received);
    byte[] bytes = random.nextInt(4) == 0 ? content(thread, steps, random.nextInt(5000)) : null;
    if (bytes != null) {
      from.content(steps, bytes.length);
      to.content(steps, bytes.length);
    }
    boolean hesitates = random.nextInt(4) == 0;
    return store -> {
      if (hesitates) {
        rollBack(store, from.id, to.id);
      }
      return store.write(
          transaction -> {
            transaction.setTag(from.id, left);
            transaction.setTag(to.id, received);
            if (bytes != null) {
              transaction.putContent(from.id, bytes);
              transaction.putContent(to.id, bytes);
            }
          });
    };
  }

  private static void rollBack(EntityStore store, EntityId from, EntityId to) {
    try {
      store.write(
          transaction -> {
            transaction.setTag(from, "amount:lost");
            transaction.delete(to);
            throw new RollbackException();
          });
    } catch (RollbackException expected) {
      // None of this may ever be seen.
    }
  }

  private String text() {
    return "written by " + thread + " as " + steps + ": " + "äöü".repeat(steps % 50);
  }

  /** Long enough for a large frame, or for several chunks. */
  private int largeLength() {
    return random.nextInt(4) == 0
        ? random.nextInt(MAX_INLINE_BYTES + 1, 5 * MAX_INLINE_BYTES)
        : random.nextInt(MAX_INLINE_BYTES + 1);
  }

  private EntityId nextId() {
    int number = entities.size() + 1;
    return number % 2 == 0
        ? EntityId.of(thread + 1L, number)
        : EntityId.named("entity " + number + " of " + thread);
  }

  /** Picks an active entity, half of the time one of a few, whose histories become long. */
  private ExpectedEntity active(ExpectedEntity except) {
    while (true) {
      int among = random.nextBoolean() ? Math.min(FAVOURITES, entities.size()) : entities.size();
      ExpectedEntity entity = entities.get(random.nextInt(among));
      if (!entity.deleted && entity != except) {
        return entity;
      }
    }
  }

  private ExpectedEntity touch(ExpectedEntity entity) {
    touched.add(entity);
    return entity;
  }
}
