package dev.stela.jmh;

import dev.stela.EntityId;
import dev.stela.Facet;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What do tag queries cost while nobody writes? The same questions for every store, each in a JVM
 * of its own; before the first is measured, all answers are compared with the model's.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public abstract class QueryBenchmark {
  private final QueryStore.Kind kind;
  private TagData data;
  private QueryStore store;
  private long both;

  private QueryBenchmark(QueryStore.Kind kind) {
    this.kind = kind;
  }

  /**
   * Opens the store and checks its answers.
   *
   * @throws IOException if its files cannot be read
   */
  @Setup
  public void open() throws IOException {
    TagModel model = new TagModel();
    data = TagData.shared(kind, model);
    store = kind.open(data.folder());
    store.check(model);
    both = model.both();
  }

  /**
   * Counts the entities with {@code tenth:yes} and {@code hundredth:yes}.
   *
   * @return how many
   * @throws IOException if the store throws it
   */
  @Benchmark
  public long countBoth() throws IOException {
    long count = store.countBoth();
    if (count != both) {
      throw new WrongResultException("wrong count: expected=" + both + " actual=" + count);
    }
    return count;
  }

  /**
   * Asks for the first of those with {@code tenth:yes} by the facet's value.
   *
   * @return their ids
   * @throws IOException if the store throws it
   */
  @Benchmark
  public List<EntityId> firstByValue() throws IOException {
    return store.firstByValue();
  }

  /**
   * Asks for the newest of those with {@code tenth:yes}.
   *
   * @return their ids
   * @throws IOException if the store throws it
   */
  @Benchmark
  public List<EntityId> firstNewest() throws IOException {
    return store.firstNewest();
  }

  /**
   * Asks for the oldest of those with {@code tenth:yes}.
   *
   * @return their ids
   * @throws IOException if the store throws it
   */
  @Benchmark
  public List<EntityId> firstOldest() throws IOException {
    return store.firstOldest();
  }

  /**
   * Counts the facet's values of those with {@code tenth:yes}.
   *
   * @return the values and their counts
   * @throws IOException if the store throws it
   */
  @Benchmark
  public List<Facet> facetsOfTenth() throws IOException {
    return store.facetsOfTenth();
  }

  /**
   * Counts the facet's values of all entities.
   *
   * @return the values and their counts
   * @throws IOException if the store throws it
   */
  @Benchmark
  public List<Facet> facetsOfAll() throws IOException {
    return store.facetsOfAll();
  }

  /**
   * Closes the store.
   *
   * @throws IOException if its files cannot be removed
   */
  @TearDown
  public void close() throws IOException {
    store.close();
    data.close();
  }

  /** Stela, which needs no JVM flag. */
  public static class Stela extends QueryBenchmark {
    /** Called by JMH. */
    public Stela() {
      super(QueryStore.Kind.STELA);
    }
  }

  /** Lucene with the flags which it asks for to be at its fastest. */
  @Fork(
      value = 1,
      jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
  public static class Lucene extends QueryBenchmark {
    /** Called by JMH. */
    public Lucene() {
      super(QueryStore.Kind.LUCENE);
    }
  }
}
