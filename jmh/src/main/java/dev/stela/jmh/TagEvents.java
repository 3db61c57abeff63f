package dev.stela.jmh;

import dev.stela.Durability;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Query;
import dev.stela.Tag;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Adds tags to the entities of a loaded store, whose indexes take part: a hundred tags in turns,
 * known to the store, so that no tag is defined; or one that nobody has had each time. Every entity
 * has its turn before one comes again, with another tag. One thread.
 */
final class TagEvents implements AutoCloseable {
  /** How many entities have turns where there are to be few. */
  static final int FEW = 1_000;

  private static final int TAGS = 100;

  private final Tag[] tags = new Tag[TAGS];
  private final TagData data;
  private final EntityStore store;
  private final EntityId[] ids;
  private int turn = -1;
  private int lap;
  private int defined;
  private Tag last;

  /** Opens a store of all entities, of which so many have turns. */
  TagEvents(int entities) throws IOException {
    TagModel model = new TagModel();
    data = TagData.own(QueryStore.Kind.STELA, model);
    store = StelaStore.open(data.folder(), Durability.ASYNC);
    int[] order = Workload.order(new SplittableRandom(10));
    ids = Workload.ids(Arrays.copyOf(order, Math.min(entities, order.length)));
    EntityDraft knowing = EntityDraft.of(EntityId.random());
    for (int i = 0; i < TAGS; i++) {
      tags[i] = Tag.of("pool", "%02d".formatted(i));
      knowing.tag(tags[i]);
    }
    store.create(knowing);
  }

  /** Makes tags that nobody has had, so that measuring makes none. */
  Tag[] unknown(int count) {
    Tag[] made = new Tag[count];
    for (int i = 0; i < count; i++) {
      made[i] = Tag.of("serial", "%08d".formatted(defined++));
    }
    return made;
  }

  /** Adds a tag that is known. */
  long add() {
    next();
    return add(tags[(turn + lap) % TAGS]);
  }

  /** Adds a given tag. */
  long addUnknown(Tag tag) {
    next();
    return add(tag);
  }

  /** Fails if the last tag was not added, or not indexed. */
  void check() {
    long found =
        store.search(Query.and(Query.ids(List.of(ids[turn])), Query.tag(last.text()))).count();
    if (found != 1 || !store.get(ids[turn]).orElseThrow().tags().contains(last)) {
      throw new WrongResultException("lost: id=" + ids[turn] + " tag=" + last);
    }
  }

  @Override
  public void close() throws IOException {
    store.close();
    data.close();
  }

  private long add(Tag tag) {
    last = tag;
    return store.addTag(ids[turn], tag);
  }

  private void next() {
    if (++turn == ids.length) {
      turn = 0;
      lap++;
    }
  }
}
