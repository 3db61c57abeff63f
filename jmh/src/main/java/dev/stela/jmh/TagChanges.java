package dev.stela.jmh;

import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Tag;
import dev.stela.jmh.TagModel.Namespace;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * An endless series of changes to entities' tags, each the removal of a tag that an entity has or
 * the adding of one that it has not, in a transaction of its own. Half of the series moves {@code
 * tenth:yes} and {@code hundredth:yes} from one entity to another, so that as many have them as
 * before; the other half gives random entities another facet, type or half. No tag is new, and
 * nothing is allocated here. The same seed makes the same series. One thread.
 */
final class TagChanges {
  private static final int LONGEST = 4;
  private static final Namespace[] MOVED = {Namespace.TENTH, Namespace.HUNDREDTH};
  private static final Namespace[] REDRAWN = {Namespace.FACET, Namespace.TYPE, Namespace.HALF};

  private final TagModel model;
  private final SplittableRandom random;
  private final int[][] holders = new int[MOVED.length][];

  // What is left of what was begun, the next last.
  private final int[] entities = new int[LONGEST];
  private final Namespace[] namespaces = new Namespace[LONGEST];
  private final int[] values = new int[LONGEST];
  private final boolean[] adds = new boolean[LONGEST];
  private int left;

  TagChanges(TagModel model, long seed) {
    this.model = model;
    random = new SplittableRandom(seed);
    for (int i = 0; i < MOVED.length; i++) {
      holders[i] = holders(model, MOVED[i]);
    }
  }

  TagModel model() {
    return model;
  }

  /** Makes the next change in a store and in the model; returns its LSN. */
  long apply(EntityStore store) {
    if (left == 0) {
      begin();
    }
    left--;
    int entity = entities[left];
    Namespace namespace = namespaces[left];
    EntityId id = model.id(entity);
    Tag tag = namespace.tag(values[left]);
    if (adds[left]) {
      model.set(namespace, entity, values[left]);
      return store.addTag(id, tag);
    }
    model.remove(namespace, entity);
    return store.removeTag(id, tag);
  }

  private void begin() {
    // A move is four changes, a redrawing two: a third of the choices makes half of the changes.
    if (random.nextInt(3) == 0) {
      int which = random.nextInt(MOVED.length);
      move(MOVED[which], holders[which]);
    } else {
      Namespace namespace = REDRAWN[random.nextInt(REDRAWN.length)];
      int entity = random.nextInt(model.entities());
      replace(entity, namespace, another(namespace, model.value(namespace, entity)));
    }
  }

  private void move(Namespace namespace, int[] holders) {
    int place = random.nextInt(holders.length);
    int to;
    do {
      to = random.nextInt(model.entities());
    } while (model.is(namespace, to));
    replace(to, namespace, 0);
    replace(holders[place], namespace, 1);
    holders[place] = to;
  }

  private int another(Namespace namespace, int value) {
    int drawn = random.nextInt(namespace.size() - 1);
    return drawn < value ? drawn : drawn + 1;
  }

  /** Puts a removal and an adding before what is left. */
  private void replace(int entity, Namespace namespace, int value) {
    put(entity, namespace, value, true);
    put(entity, namespace, model.value(namespace, entity), false);
  }

  private void put(int entity, Namespace namespace, int value, boolean add) {
    entities[left] = entity;
    namespaces[left] = namespace;
    values[left] = value;
    adds[left] = add;
    left++;
  }

  private static int[] holders(TagModel model, Namespace namespace) {
    int[] found = new int[model.entities()];
    int count = 0;
    for (int entity = 0; entity < found.length; entity++) {
      if (model.is(namespace, entity)) {
        found[count++] = entity;
      }
    }
    return Arrays.copyOf(found, count);
  }
}
