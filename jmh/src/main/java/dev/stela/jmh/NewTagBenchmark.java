package dev.stela.jmh;

import dev.stela.Tag;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What does adding a tag cost that nobody has had before, so that it is defined? A shot adds 20,000
 * of them, made beforehand, to as many entities.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 30)
@Fork(1)
public class NewTagBenchmark {
  private static final int ADDED = 20_000;

  private TagEvents events;
  private Tag[][] shots;
  private int shot = -1;

  /**
   * Opens the store and makes the tags of all shots; made later, they would count as the shots'.
   *
   * @param params how many shots there will be
   * @throws IOException if its files cannot be made
   */
  @Setup
  public void open(BenchmarkParams params) throws IOException {
    events = new TagEvents(Workload.ENTITIES);
    shots = new Tag[params.getWarmup().getCount() + params.getMeasurement().getCount()][];
    for (int i = 0; i < shots.length; i++) {
      shots[i] = events.unknown(ADDED);
    }
  }

  /** Takes the next shot's tags. */
  @Setup(Level.Iteration)
  public void next() {
    shot++;
  }

  /** Adds. */
  @Benchmark
  @OperationsPerInvocation(ADDED)
  public void addTag() {
    for (Tag tag : shots[shot]) {
      events.addUnknown(tag);
    }
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
