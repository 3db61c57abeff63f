package dev.stela.jmh;

import dev.stela.EntityDraft;
import dev.stela.Tag;
import java.util.List;

/**
 * What the command that makes a store puts into it: the workload's ids and contents, and one tag of
 * each of some namespaces. A namespace's name tells how many values it has, so that whoever opens
 * the store can ask for them. One thread.
 */
final class LoadModel {
  /** What a namespace's name begins with; the number of its values follows. */
  static final String NAMESPACE = "of";

  private final byte[] content = Workload.content();
  private final Tag[][] tags;

  LoadModel(List<Integer> values) {
    tags = values.stream().map(LoadModel::tags).toArray(Tag[][]::new);
  }

  /** Every tag of a namespace. */
  static Tag[] tags(int values) {
    Tag[] tags = new Tag[values];
    for (int i = 0; i < values; i++) {
      tags[i] = Tag.of(NAMESPACE + values, Integer.toString(i));
    }
    return tags;
  }

  /** An entity as it is first stored. */
  EntityDraft draft(int entity) {
    Workload.stamp(content, entity, 0);
    EntityDraft draft = EntityDraft.of(Workload.id(entity)).content(content);
    for (int i = 0; i < tags.length; i++) {
      long drawn = Workload.mix(~((long) entity * tags.length + i));
      draft.tag(tags[i][(int) Long.remainderUnsigned(drawn, tags[i].length)]);
    }
    return draft;
  }
}
