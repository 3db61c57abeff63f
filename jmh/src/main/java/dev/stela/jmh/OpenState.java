package dev.stela.jmh;

import dev.stela.Entity;
import dev.stela.EntityReader;
import dev.stela.EntityStore;
import dev.stela.Facet;
import dev.stela.Query;
import dev.stela.QueryReader;
import dev.stela.Snapshot;
import dev.stela.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What a store that {@link MakeStore} has made holds, in one number: the states and the lengths of
 * the histories of random entities, how many entities have each tag, and the same of its past. Two
 * openings of one store that differ have not both been right. Stateless.
 */
final class OpenState {
  private static final int CHECKED = 1_000;
  private static final int CHECKED_BEFORE = 200;

  /** A figure is a double, which holds whole numbers of up to 53 bits. */
  private static final int LOST_BITS = 12;

  private OpenState() {}

  /** The namespaces that the store was made with, those of the fewest values first. */
  static List<String> namespaces(QueryReader store) {
    return store.namespaces().stream()
        .filter(name -> name.matches(LoadModel.NAMESPACE + "\\d+"))
        .sorted((a, b) -> a.length() != b.length() ? a.length() - b.length() : a.compareTo(b))
        .toList();
  }

  /** A search for a value of each of the two namespaces that have the fewest. */
  static Query query(QueryReader store) {
    List<String> two = namespaces(store).stream().limit(2).map(name -> name + ":1").toList();
    return Query.parse(String.join(" AND ", two));
  }

  /** The number, exact as a double. */
  static double digest(EntityStore store) {
    int entities = (int) store.statistics().activeEntities();
    long digest = Workload.mix(store.lsn());
    digest = of(digest, store, entities, CHECKED);
    try (Snapshot middle = store.asOf(store.lsn() / 2)) {
      digest = of(digest, middle, entities, CHECKED_BEFORE);
      digest = add(digest, middle.search(query(store)).count());
    }
    for (String namespace : namespaces(store)) {
      for (Facet facet : store.values(namespace)) {
        digest = add(add(digest, facet.value().hashCode()), facet.count());
      }
    }
    return digest >>> LOST_BITS;
  }

  private static long of(long start, EntityReader reader, int entities, int checked) {
    SplittableRandom random = new SplittableRandom(5);
    long digest = start;
    for (int i = 0; i < checked; i++) {
      int number = random.nextInt(entities);
      Entity entity = reader.get(Workload.id(number)).orElse(null);
      if (entity == null) {
        digest = add(digest, -1);
      } else {
        digest = add(of(digest, entity, number), reader.history(entity.id()).size());
      }
    }
    return digest;
  }

  private static long of(long start, Entity entity, int number) {
    byte[] content = entity.content();
    long version = Workload.check(content, number);
    Workload.checkAll(content, number, version);
    long digest = add(add(add(start, version), entity.lsn()), entity.createdLsn());
    for (Map.Entry<Tag, Instant> tag : entity.tagTimes().entrySet()) {
      digest = add(add(digest, tag.getKey().text().hashCode()), tag.getValue().hashCode());
    }
    return digest;
  }

  private static long add(long digest, long value) {
    return Workload.mix(digest ^ Workload.mix(value));
  }
}
