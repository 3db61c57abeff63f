package dev.stela.jmh;

import dev.stela.RecoveryReport;
import java.nio.file.Path;

/**
 * How long does opening the store of all entities and their tags take, that was closed cleanly, in
 * a JVM that has just started, and the first count of two tags after it? Prints milliseconds. The
 * files are in the page cache.
 *
 * <p>Argument: the folder.
 */
public final class QueryOpen {
  private QueryOpen() {}

  /**
   * Measures.
   *
   * @param args see above
   */
  public static void main(String[] args) {
    Figures figures = new Figures();
    long start = System.nanoTime();
    try (StelaQueries queries = new StelaQueries(Path.of(args[0]))) {
      long opened = System.nanoTime();
      long first = queries.countBoth();
      long counted = System.nanoTime();
      long second = queries.countBoth();
      figures.add("tags.again", (System.nanoTime() - counted) / 1e6);
      figures.add("tags.first", (counted - opened) / 1e6);
      figures.add("tags.open", (opened - start) / 1e6);
      QueryStore.require("countBoth", (long) new TagModel().both(), first);
      QueryStore.require("countBoth", first, second);
      if (queries.store().recovery().kind() != RecoveryReport.Kind.CLEAN) {
        throw new WrongResultException("not closed cleanly: " + queries.store().recovery());
      }
    }
    figures.print(System.out);
  }
}
