package dev.stela.jmh;

import java.io.IOException;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;

/**
 * How long does it take to find the ten best of each kind of query, and to count all? Asks queries
 * of many different words in turn; prints percentiles in nanoseconds, and a sum over the answers by
 * which two stores are compared.
 *
 * <p>Arguments: the store, how many documents it has, its folder, and the seconds of each
 * measurement.
 */
public final class TextLatency {
  private static final int QUERIES = 1_000;
  private static final int PREFIX = 4;
  private static final double WARM_UP_SECONDS = 3;

  private TextLatency() {}

  /**
   * Measures.
   *
   * @param args see above
   * @throws IOException if the store's files cannot be read
   */
  public static void main(String[] args) throws IOException {
    TextStore.Kind kind = TextStore.Kind.valueOf(args[0]);
    TextModel model = new TextModel(Integer.parseInt(args[1]));
    double seconds = Double.parseDouble(args[3]);
    Figures figures = new Figures();
    try (TextStore store = kind.open(Path.of(args[2]), TextStore.BUFFER_BYTES)) {
      for (TextStore.Asked asked : TextStore.Asked.values()) {
        Object[] queries = queries(store, model, asked);
        String name = "text." + asked + "." + kind;
        check(store, queries, name, figures);
        ask(store, queries, WARM_UP_SECONDS);
        figures.add(name, ask(store, queries, seconds));
      }
      shared(store, kind, seconds, figures);
    }
    figures.print(System.out);
  }

  private static Object[] queries(TextStore store, TextModel model, TextStore.Asked asked) {
    Object[] queries = new Object[QUERIES];
    for (int i = 0; i < QUERIES; i++) {
      String[] words = model.neighbours(i, asked.words());
      if (asked == TextStore.Asked.PREFIX) {
        words[0] = words[0].substring(0, Math.min(PREFIX, words[0].length()));
      }
      queries[i] = store.query(asked, words);
    }
    return queries;
  }

  /** The word that every document has: the first page, and how many there are. */
  private static void shared(TextStore store, TextStore.Kind kind, double seconds, Figures figures)
      throws IOException {
    Object[] one = {store.query(TextStore.Asked.TERM, new String[] {TextModel.SHARED})};
    ask(store, one, 1);
    figures.add("text.SHARED." + kind, ask(store, one, seconds));
    figures.add("text.SHARED.count." + kind, store.count(one[0]));
  }

  /** What is found, in all, and how it scores: to be the same in both stores. */
  private static void check(TextStore store, Object[] queries, String name, Figures figures)
      throws IOException {
    long found = 0;
    double scores = 0;
    for (Object query : queries) {
      found += store.count(query);
      for (float score : store.best(query).scores()) {
        scores += score;
      }
    }
    figures.add(name + ".found", found);
    figures.add(name + ".scores", scores);
  }

  private static Histogram ask(TextStore store, Object[] queries, double seconds)
      throws IOException {
    Histogram times = PointLatency.histogram();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    int next = 0;
    for (long before = System.nanoTime(); before < end; ) {
      store.best(queries[next]);
      next = next + 1 < queries.length ? next + 1 : 0;
      long after = System.nanoTime();
      times.recordValue(after - before);
      before = after;
    }
    return times;
  }
}
