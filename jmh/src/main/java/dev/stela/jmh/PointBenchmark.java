package dev.stela.jmh;

import dev.stela.EntityId;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does one random read, and one overwrite that nobody waits to be synced, cost? The same loop
 * for every store, each in a JVM of its own; every read is checked.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public abstract class PointBenchmark {
  private final BenchmarkStore.Kind kind;
  private final int[] order = Workload.order(new SplittableRandom(1));
  private final byte[] content = Workload.content();
  private EntityId[] ids;
  private Scratch scratch;
  private BenchmarkStore store;
  private int turn;
  private int entity;
  private long version;

  private PointBenchmark(BenchmarkStore.Kind kind) {
    this.kind = kind;
  }

  /**
   * Loads the store.
   *
   * @throws IOException if its files cannot be made
   */
  @Setup
  public void load() throws IOException {
    ids = Workload.ids(order);
    scratch = new Scratch();
    store = kind.open(scratch.folder(), false);
    store.load(Workload.ids());
  }

  /**
   * Reads the content of a random entity into an array.
   *
   * @return a part of it
   */
  @Benchmark
  public long read() {
    next();
    store.read(ids[turn], content);
    return version = Workload.check(content, entity);
  }

  /** Overwrites the content of a random entity. */
  @Benchmark
  public void overwrite() {
    next();
    Workload.stamp(content, entity, ++version);
    store.put(ids[turn], content);
  }

  private void next() {
    turn = turn + 1 == order.length ? 0 : turn + 1;
    entity = order[turn];
  }

  /** Checks the last entity, whether it was read or written, byte for byte. */
  @TearDown(Level.Iteration)
  public void check() {
    store.read(ids[turn], content);
    Workload.checkAll(content, entity, version);
  }

  /**
   * Removes the store.
   *
   * @throws IOException if its files cannot be removed
   */
  @TearDown
  public void remove() throws IOException {
    store.close();
    scratch.close();
  }

  /** Stela, which needs no JVM flag. */
  public static class Stela extends PointBenchmark {
    /** Called by JMH. */
    public Stela() {
      super(BenchmarkStore.Kind.STELA);
    }
  }

  /** Chronicle Map, which needs all of these flags. */
  @Fork(
      value = 1,
      jvmArgsAppend = {
        "-Dchronicle.analytics.disable=true",
        "-Dchronicle.announcer.disable=true",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
        "--add-opens=java.base/java.nio=ALL-UNNAMED",
        "--add-opens=java.base/java.io=ALL-UNNAMED",
        "--add-opens=java.base/java.util=ALL-UNNAMED",
        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
        "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
        "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
        "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
        "--add-opens=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
        "--add-exports=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
        "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED"
      })
  public static class ChronicleMap extends PointBenchmark {
    /** Called by JMH. */
    public ChronicleMap() {
      super(BenchmarkStore.Kind.CHRONICLE_MAP);
    }
  }

  /** LMDB with its binding's fastest buffers, for which these flags are. */
  @Fork(
      value = 1,
      jvmArgsAppend = {
        "-Dlmdbjava.disable.checks=true",
        "-Dagrona.disable.bounds.checks=true",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "--add-opens=java.base/java.nio=ALL-UNNAMED",
        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"
      })
  public static class Lmdb extends PointBenchmark {
    /** Called by JMH. */
    public Lmdb() {
      super(BenchmarkStore.Kind.LMDB);
    }
  }
}
