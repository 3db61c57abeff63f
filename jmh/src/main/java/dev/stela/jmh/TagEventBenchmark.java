package dev.stela.jmh;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * What does adding a known tag cost that nobody waits to be synced, indexes and all: to any of all
 * entities, and to a few that stay in the processor's caches?
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TagEventBenchmark {
  /** All entities have turns. */
  static final String ANY = "any";

  /** {@link TagEvents#FEW} have turns. */
  static final String FEW = "few";

  /** To which entities the tags are added. */
  @Param({ANY, FEW})
  public String entities;

  private TagEvents events;

  /** Of how many entities one of the parameter's values speaks. */
  static int count(String entities) {
    return entities.equals(ANY) ? Workload.ENTITIES : TagEvents.FEW;
  }

  /**
   * Opens the store.
   *
   * @throws IOException if its files cannot be made
   */
  @Setup
  public void open() throws IOException {
    events = new TagEvents(count(entities));
  }

  /**
   * Adds.
   *
   * @return the LSN
   */
  @Benchmark
  public long addTag() {
    return events.add();
  }

  /**
   * Checks the last tag and removes the store.
   *
   * @throws IOException if its files cannot be removed
   */
  @TearDown
  public void remove() throws IOException {
    events.check();
    events.close();
  }
}
