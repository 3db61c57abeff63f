package dev.stela.jmh;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Tag;

/**
 * Tags for entities that have few and entities that have many. All tags are known to the store, by
 * an entity that has them all, so that adding one to another entity never makes a new tag. One
 * thread.
 */
final class TagWorkload {
  /** What an entity has that little has happened to, each tag by an event of its own. */
  static final int FEW = 10;

  /** What an entity has that much has happened to. */
  static final int MANY = 100_000;

  private final EntityStore store;
  private final Tag[] tags;

  TagWorkload(EntityStore store, int added) {
    this.store = store;
    tags = new Tag[MANY + added];
    for (int i = 0; i < tags.length; i++) {
      tags[i] = Tag.of("pool", "%06d".formatted(i));
    }
    entity(tags.length);
  }

  Tag tag(int index) {
    return tags[index];
  }

  /** Creates entities with the first of the tags. */
  EntityId[] entities(int count, int events) {
    EntityId[] entities = new EntityId[count];
    for (int i = 0; i < count; i++) {
      entities[i] = entity(events);
    }
    return entities;
  }

  /** Fails if the entity has not as many tags as it should. */
  void check(EntityId entity, int expected) {
    int actual = store.get(entity).orElseThrow().tags().size();
    if (actual != expected) {
      throw new WrongResultException("wrong tags: expected=" + expected + " actual=" + actual);
    }
  }

  private EntityId entity(int events) {
    EntityId id = EntityId.random();
    store.create(EntityDraft.of(id));
    for (int i = 0; i < events; i++) {
      store.addTag(id, tags[i]);
    }
    return id;
  }
}
