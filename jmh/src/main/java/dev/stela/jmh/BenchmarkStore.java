package dev.stela.jmh;

import dev.stela.EntityId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.annotations.Fork;

/** What the stores under comparison are asked to do; one thread. */
interface BenchmarkStore extends AutoCloseable {
  /** The stores. */
  enum Kind {
    STELA("Stela", PointBenchmark.Stela.class) {
      @Override
      BenchmarkStore open(Path folder, boolean durable) {
        return new StelaStore(folder, durable);
      }
    },
    CHRONICLE_MAP("Chronicle Map", PointBenchmark.ChronicleMap.class) {
      @Override
      BenchmarkStore open(Path folder, boolean durable) throws IOException {
        if (durable) {
          throw new IllegalArgumentException("Chronicle Map has no durable put");
        }
        return new ChronicleMapStore(folder);
      }
    },
    LMDB("LMDB", PointBenchmark.Lmdb.class) {
      @Override
      BenchmarkStore open(Path folder, boolean durable) {
        return new LmdbStore(folder, durable);
      }
    };

    private final String title;
    private final Class<? extends PointBenchmark> benchmark;

    Kind(String title, Class<? extends PointBenchmark> benchmark) {
      this.title = title;
      this.benchmark = benchmark;
    }

    /** The name for people. */
    String title() {
      return title;
    }

    /** Measures the store in JMH. */
    Class<? extends PointBenchmark> benchmark() {
      return benchmark;
    }

    /** Opens the store in a folder; a durable one has synced a put when it returns. */
    abstract BenchmarkStore open(Path folder, boolean durable) throws IOException;

    /** The JVM flags which the store needs, as its benchmark's forks have them. */
    List<String> jvmFlags() {
      List<String> flags = List.of(benchmark.getAnnotation(Fork.class).jvmArgsAppend());
      return flags.equals(List.of(Fork.BLANK_ARGS)) ? List.of() : flags;
    }
  }

  /** Stores all entities of the workload, version 0, in batches where the store has any. */
  void load(EntityId[] ids);

  /** Copies an entity's content into an array of its length. */
  void read(EntityId id, byte[] content);

  /** Replaces an entity's content, in a transaction of its own. */
  void put(EntityId id, byte[] content);

  @Override
  void close();
}
