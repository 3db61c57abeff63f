package dev.stela.jmh;

import dev.stela.EntityStore;
import java.io.IOException;
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
 * What does counting the entities with two tags cost when it is asked of the past, with a million
 * changes of tags since? Every answer is checked.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AsOfBenchmark {
  private TagData data;
  private EntityStore store;
  private AsOfWork work;

  /**
   * Opens the store and changes it.
   *
   * @throws IOException if its files cannot be made
   */
  @Setup
  public void open() throws IOException {
    TagModel model = new TagModel();
    data = TagData.own(QueryStore.Kind.STELA, model);
    StelaQueries queries = new StelaQueries(data.folder());
    queries.check(model);
    store = queries.store();
    work = new AsOfWork(store, model);
  }

  /**
   * Asks of the present.
   *
   * @return the count
   */
  @Benchmark
  public long now() {
    return work.now(store);
  }

  /**
   * Asks of the moment before all changes.
   *
   * @return the count
   */
  @Benchmark
  public long before() {
    return work.before(store);
  }

  /**
   * Asks of random moments among the changes, another one each time.
   *
   * @return the count
   */
  @Benchmark
  public long between() {
    return work.between(store);
  }

  /**
   * Removes the store.
   *
   * @throws IOException if its files cannot be removed
   */
  @TearDown
  public void remove() throws IOException {
    store.close();
    data.close();
  }
}
