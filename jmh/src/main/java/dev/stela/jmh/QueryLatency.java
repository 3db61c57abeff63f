package dev.stela.jmh;

import java.io.IOException;
import org.HdrHistogram.Histogram;

/**
 * How are the times of tag queries distributed while nobody writes? Prints percentiles in
 * nanoseconds.
 *
 * <p>Arguments: the store, and the seconds of each measurement.
 */
public final class QueryLatency {
  private static final double WARM_UP_SECONDS = 1;

  private QueryLatency() {}

  /** A query; what it returns is of no interest here. */
  interface Asked {
    Object ask() throws IOException;
  }

  /**
   * Measures.
   *
   * @param args see above
   * @throws IOException if the store's files cannot be read
   */
  public static void main(String[] args) throws IOException {
    QueryStore.Kind kind = QueryStore.Kind.valueOf(args[0]);
    double seconds = Double.parseDouble(args[1]);
    TagModel model = new TagModel();
    Figures figures = new Figures();
    try (TagData data = TagData.shared(kind, model);
        QueryStore store = kind.open(data.folder())) {
      store.check(model);
      figures.add("latency.countBoth." + kind, measure(store::countBoth, seconds));
      figures.add("latency.firstByValue." + kind, measure(store::firstByValue, seconds));
      figures.add("latency.firstNewest." + kind, measure(store::firstNewest, seconds));
      figures.add("latency.firstOldest." + kind, measure(store::firstOldest, seconds));
      figures.add("latency.facetsOfTenth." + kind, measure(store::facetsOfTenth, seconds));
      figures.add("latency.facetsOfAll." + kind, measure(store::facetsOfAll, seconds));
      store.check(model);
    }
    figures.print(System.out);
  }

  /** Asks for a while, then for as long as told. */
  static Histogram measure(Asked query, double seconds) throws IOException {
    ask(query, WARM_UP_SECONDS);
    return ask(query, seconds);
  }

  /** Asks for as long as told. */
  static Histogram ask(Asked query, double seconds) throws IOException {
    Histogram times = PointLatency.histogram();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    for (long before = System.nanoTime(); before < end; ) {
      query.ask();
      long after = System.nanoTime();
      times.recordValue(after - before);
      before = after;
    }
    return times;
  }
}
