package dev.stela.jmh;

import dev.stela.Durability;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import java.io.IOException;
import org.HdrHistogram.Histogram;

/**
 * How are the times of adding one tag distributed, to entities with ten and to one with 100,000?
 * Prints percentiles in nanoseconds.
 */
public final class TagLatency {
  private static final int ADDED = 100_000;
  private static final int ADDED_TO_FEW = 10;

  private TagLatency() {}

  /**
   * Measures.
   *
   * @param args none
   * @throws IOException if the store's files cannot be made
   */
  public static void main(String[] args) throws IOException {
    Figures figures = new Figures();
    try (Scratch scratch = new Scratch();
        EntityStore store = StelaStore.open(scratch.folder(), Durability.ASYNC)) {
      TagWorkload work = new TagWorkload(store, ADDED);
      for (int events : new int[] {TagWorkload.FEW, TagWorkload.MANY}) {
        int entities = events == TagWorkload.FEW ? ADDED / ADDED_TO_FEW : 1;
        measure(store, work, entities, events);
        figures.add("latency.tag." + events, measure(store, work, entities, events));
      }
    }
    figures.print(System.out);
  }

  private static Histogram measure(EntityStore store, TagWorkload work, int count, int events) {
    EntityId[] entities = work.entities(count, events);
    Histogram times = PointLatency.histogram();
    for (int i = 0; i < ADDED; i++) {
      long before = System.nanoTime();
      store.addTag(entities[i % count], work.tag(events + i / count));
      times.recordValue(System.nanoTime() - before);
    }
    work.check(entities[count - 1], events + ADDED / count);
    return times;
  }
}
