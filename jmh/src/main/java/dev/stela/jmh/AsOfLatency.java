package dev.stela.jmh;

import dev.stela.EntityStore;
import java.io.IOException;

/**
 * How long do the first counts of entities with two tags take after a store has been opened: of the
 * present, of the moment before a million changes of tags, and of a moment between? And how are the
 * times of later ones distributed? Prints nanoseconds.
 *
 * <p>Argument: the seconds of each measurement.
 */
public final class AsOfLatency {
  private AsOfLatency() {}

  /**
   * Measures.
   *
   * @param args see above
   * @throws IOException if the store's files cannot be made
   */
  public static void main(String[] args) throws IOException {
    double seconds = Double.parseDouble(args[0]);
    TagModel model = new TagModel();
    Figures figures = new Figures();
    try (TagData data = TagData.own(QueryStore.Kind.STELA, model)) {
      AsOfWork work;
      try (StelaQueries queries = new StelaQueries(data.folder())) {
        work = new AsOfWork(queries.store(), model);
        // The classes are loaded now; what is first below is the opened store's first.
        work.between(queries.store());
        work.now(queries.store());
      }
      first(figures, "first.before", data, work::before);
      first(figures, "first.between", data, work::between);
      first(figures, "first.now", data, work::now);
      try (StelaQueries queries = new StelaQueries(data.folder())) {
        EntityStore store = queries.store();
        figures.add("latency.now", QueryLatency.measure(() -> work.now(store), seconds));
        figures.add("latency.before", QueryLatency.measure(() -> work.before(store), seconds));
        figures.add("latency.between", QueryLatency.measure(() -> work.between(store), seconds));
      }
    }
    figures.print(System.out);
  }

  private interface Asked {
    long ask(EntityStore store);
  }

  private static void first(Figures figures, String name, TagData data, Asked query) {
    try (StelaQueries queries = new StelaQueries(data.folder())) {
      long before = System.nanoTime();
      query.ask(queries.store());
      figures.add(name, System.nanoTime() - before);
    }
  }
}
