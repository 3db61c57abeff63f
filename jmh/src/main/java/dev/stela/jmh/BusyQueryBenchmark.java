package dev.stela.jmh;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does counting the entities with two tags cost while another thread changes these and other
 * tags? Beside it the same without the other thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BusyQueryBenchmark {
  /** Nobody writes. */
  static final int QUIET = 0;

  /** How many tags a second the other thread changes. */
  static final int BUSY = 50_000;

  /** How many tags a second the other thread changes, if there is one. */
  @Param({"" + QUIET, "" + BUSY})
  public int changesPerSecond;

  private final TagModel model = new TagModel();
  private TagData data;
  private StelaQueries store;
  private PacedWriter writer;
  private long most;

  /**
   * Opens the store and lets the writer start.
   *
   * @throws IOException if its files cannot be made
   */
  @Setup
  public void open() throws IOException {
    data = TagData.own(QueryStore.Kind.STELA, model);
    store = new StelaQueries(data.folder());
    store.check(model);
    TagChanges changes = new TagChanges(model, 7);
    most = model.entities();
    if (changesPerSecond > QUIET) {
      writer = new PacedWriter(store.store(), changes, changesPerSecond);
      writer.start();
    }
  }

  /** What the writer got done in an iteration. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Writer {
    private BusyQueryBenchmark benchmark;
    private long startNanos;
    private long startDone;

    /**
     * Remembers how far the writer has come.
     *
     * @param own the benchmark with the writer
     */
    @Setup(Level.Iteration)
    public void start(BusyQueryBenchmark own) {
      benchmark = own;
      startDone = done();
      startNanos = System.nanoTime();
    }

    /**
     * The rate which the writer has reached.
     *
     * @return changes per second
     */
    public double changed() {
      return (done() - startDone) * 1e9 / (System.nanoTime() - startNanos);
    }

    private long done() {
      return benchmark.writer == null ? 0 : benchmark.writer.done();
    }
  }

  /**
   * Counts the entities with {@code tenth:yes} and {@code hundredth:yes}.
   *
   * @param counted the writer's counter
   * @return how many
   */
  @Benchmark
  public long countBoth(Writer counted) {
    long count = store.countBoth();
    if (count <= 0 || count > most) {
      throw new WrongResultException("impossible count: actual=" + count);
    }
    return count;
  }

  /**
   * Stops the writer, compares the count with the model's, and removes the store.
   *
   * @throws IOException if its files cannot be removed
   */
  @TearDown
  public void close() throws IOException {
    if (writer != null) {
      writer.stop();
    }
    QueryStore.require("countBoth", (long) model.both(), store.countBoth());
    store.close();
    data.close();
  }
}
