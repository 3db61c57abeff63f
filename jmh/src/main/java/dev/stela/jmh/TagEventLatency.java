package dev.stela.jmh;

import dev.stela.Tag;
import java.io.IOException;
import org.HdrHistogram.Histogram;

/**
 * How are the times of adding a tag distributed that nobody waits to be synced: a known one to any
 * entity and to a few, and one that is defined by it? Prints percentiles in nanoseconds.
 *
 * <p>Argument: how many are added of each kind.
 */
public final class TagEventLatency {
  /** As many new ones are added as known ones, divided by this. */
  private static final int UNKNOWN_SHARE = 4;

  private TagEventLatency() {}

  /**
   * Measures.
   *
   * @param args see above
   * @throws IOException if the store's files cannot be made
   */
  public static void main(String[] args) throws IOException {
    int count = Integer.parseInt(args[0]);
    Figures figures = new Figures();
    for (String entities : new String[] {TagEventBenchmark.ANY, TagEventBenchmark.FEW}) {
      try (TagEvents events = new TagEvents(TagEventBenchmark.count(entities))) {
        known(events, count);
        figures.add("latency.event." + entities, known(events, count));
        events.check();
      }
    }
    try (TagEvents events = new TagEvents(Workload.ENTITIES)) {
      unknown(events, count / UNKNOWN_SHARE);
      figures.add("latency.event.new", unknown(events, count / UNKNOWN_SHARE));
      events.check();
    }
    figures.print(System.out);
  }

  private static Histogram known(TagEvents events, int count) {
    Histogram times = PointLatency.histogram();
    for (int i = 0; i < count; i++) {
      long before = System.nanoTime();
      events.add();
      times.recordValue(System.nanoTime() - before);
    }
    return times;
  }

  private static Histogram unknown(TagEvents events, int count) {
    Histogram times = PointLatency.histogram();
    for (Tag tag : events.unknown(count)) {
      long before = System.nanoTime();
      events.addUnknown(tag);
      times.recordValue(System.nanoTime() - before);
    }
    return times;
  }
}
