package dev.stela.jmh;

import dev.stela.EntityId;
import dev.stela.Facet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.openjdk.jmh.annotations.Fork;

/** What the stores under comparison are asked about tags; one thread. */
interface QueryStore extends AutoCloseable {
  /** The stores. */
  enum Kind {
    STELA("Stela", QueryBenchmark.Stela.class) {
      @Override
      void load(Path folder, TagModel model) {
        StelaQueries.load(folder, model);
      }

      @Override
      QueryStore open(Path folder) {
        return new StelaQueries(folder);
      }
    },
    LUCENE("Lucene", QueryBenchmark.Lucene.class) {
      @Override
      void load(Path folder, TagModel model) throws IOException {
        LuceneQueries.load(folder, model);
      }

      @Override
      QueryStore open(Path folder) throws IOException {
        return new LuceneQueries(folder);
      }
    };

    private final String title;
    private final Class<? extends QueryBenchmark> benchmark;

    Kind(String title, Class<? extends QueryBenchmark> benchmark) {
      this.title = title;
      this.benchmark = benchmark;
    }

    /** The name for people. */
    String title() {
      return title;
    }

    /** Measures the store in JMH. */
    Class<? extends QueryBenchmark> benchmark() {
      return benchmark;
    }

    /** Makes a store in a folder with all entities of the model, in their order. */
    abstract void load(Path folder, TagModel model) throws IOException;

    /** Opens the store that was made in a folder. */
    abstract QueryStore open(Path folder) throws IOException;

    /** The JVM flags which the store is given, as its benchmark's forks have them. */
    List<String> jvmFlags() {
      List<String> flags = List.of(benchmark.getAnnotation(Fork.class).jvmArgsAppend());
      return flags.equals(List.of(Fork.BLANK_ARGS)) ? List.of() : flags;
    }
  }

  /** How many entities have {@code tenth:yes} and {@code hundredth:yes}. */
  long countBoth() throws IOException;

  /** The first of those with {@code tenth:yes} by the facet's value; of equal ones, the oldest. */
  List<EntityId> firstByValue() throws IOException;

  /** Those with {@code tenth:yes} that were created last, the newest first. */
  List<EntityId> firstNewest() throws IOException;

  /** Those with {@code tenth:yes} that were created first, the oldest first. */
  List<EntityId> firstOldest() throws IOException;

  /** How many of those with {@code tenth:yes} have each value of the facet; in any order. */
  List<Facet> facetsOfTenth() throws IOException;

  /** How many entities have each value of the facet; in any order. */
  List<Facet> facetsOfAll() throws IOException;

  @Override
  void close() throws IOException;

  /** Fails unless all answers are the model's. */
  default void check(TagModel model) throws IOException {
    require("countBoth", (long) model.both(), countBoth());
    require("firstByValue", model.firstByValue(), firstByValue());
    require("firstNewest", model.firstNewest(), firstNewest());
    require("firstOldest", model.firstOldest(), firstOldest());
    require("facetsOfTenth", model.facets(false), sorted(facetsOfTenth()));
    require("facetsOfAll", model.facets(true), sorted(facetsOfAll()));
  }

  /** Fails unless an answer is the expected one. */
  static void require(String query, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new WrongResultException(
          "wrong answer: query=" + query + " expected=" + expected + " actual=" + actual);
    }
  }

  private static List<Facet> sorted(List<Facet> facets) {
    return facets.stream().sorted(Comparator.comparing(Facet::value)).toList();
  }
}
