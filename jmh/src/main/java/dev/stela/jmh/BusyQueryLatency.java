package dev.stela.jmh;

import java.io.IOException;
import org.HdrHistogram.Histogram;

/**
 * How are the times of counting the entities with two tags distributed while nobody writes, and
 * while another thread changes tags, and how long do its changes take? Both take turns in one
 * process; prints percentiles in nanoseconds, and the rate which the writer has reached.
 *
 * <p>Arguments: the number of rounds, and the seconds of each turn.
 */
public final class BusyQueryLatency {
  private BusyQueryLatency() {}

  /**
   * Measures.
   *
   * @param args see above
   * @throws IOException if the store's files cannot be made
   */
  public static void main(String[] args) throws IOException {
    int rounds = Integer.parseInt(args[0]);
    double seconds = Double.parseDouble(args[1]);
    TagModel model = new TagModel();
    Figures figures = new Figures();
    Histogram quiet = PointLatency.histogram();
    Histogram busy = PointLatency.histogram();
    Histogram changes = PointLatency.histogram();
    try (TagData data = TagData.own(QueryStore.Kind.STELA, model);
        StelaQueries store = new StelaQueries(data.folder())) {
      store.check(model);
      QueryLatency.ask(store::countBoth, seconds);
      TagChanges series = new TagChanges(model, 7);
      // The first round is for the compiler.
      for (int round = 0; round <= rounds; round++) {
        Histogram before = QueryLatency.ask(store::countBoth, seconds);
        PacedWriter writer = new PacedWriter(store.store(), series, BusyQueryBenchmark.BUSY);
        long start = System.nanoTime();
        writer.start();
        Histogram during = QueryLatency.ask(store::countBoth, seconds);
        double rate = writer.done() * 1e9 / (System.nanoTime() - start);
        Histogram made = writer.stop();
        QueryStore.require("countBoth", (long) model.both(), store.countBoth());
        if (round > 0) {
          quiet.add(before);
          busy.add(during);
          changes.add(made);
          figures.add("busy.rate", rate);
        }
      }
    }
    figures.add("latency.quiet", quiet);
    figures.add("latency.busy", busy);
    figures.add("latency.change", changes);
    figures.print(System.out);
  }
}
