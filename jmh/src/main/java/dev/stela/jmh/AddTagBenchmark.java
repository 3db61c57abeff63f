package dev.stela.jmh;

import dev.stela.Durability;
import dev.stela.EntityId;
import dev.stela.EntityStore;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Does adding a tag cost the same however much has happened to the entity? A shot adds 20,000
 * distinct tags, each known to the store already: ten to each of 2,000 entities that have ten, or
 * all of them to one entity that has 100,000. Every shot has fresh entities, made beforehand.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 30)
@Fork(1)
public class AddTagBenchmark {
  private static final int ADDED = 20_000;
  private static final int ADDED_TO_FEW = 10;

  /** How many tags the entity has, each by an event of its own. */
  @Param({"" + TagWorkload.FEW, "" + TagWorkload.MANY})
  public int events;

  private Scratch scratch;
  private EntityStore store;
  private TagWorkload work;
  private EntityId[][] shots;
  private int shot = -1;

  /**
   * Makes the entities of all shots.
   *
   * @param params how many shots there will be
   * @throws IOException if the store's files cannot be made
   */
  @Setup
  public void load(BenchmarkParams params) throws IOException {
    scratch = new Scratch();
    store = StelaStore.open(scratch.folder(), Durability.ASYNC);
    work = new TagWorkload(store, ADDED);
    shots = new EntityId[params.getWarmup().getCount() + params.getMeasurement().getCount()][];
    for (int i = 0; i < shots.length; i++) {
      shots[i] = work.entities(events == TagWorkload.FEW ? ADDED / ADDED_TO_FEW : 1, events);
    }
  }

  /** Takes the next shot's entities. */
  @Setup(Level.Iteration)
  public void next() {
    shot++;
  }

  /** Adds. */
  @Benchmark
  @OperationsPerInvocation(ADDED)
  public void addTag() {
    EntityId[] entities = shots[shot];
    for (int i = 0; i < ADDED; i++) {
      store.addTag(entities[i % entities.length], work.tag(events + i / entities.length));
    }
  }

  /**
   * Checks that the entities have all their tags, and removes the store. Not after each shot, for
   * what that allocates would count as the shot's.
   *
   * @throws IOException if its files cannot be removed
   */
  @TearDown
  public void remove() throws IOException {
    for (int i = 0; i <= shot; i++) {
      EntityId[] entities = shots[i];
      work.check(entities[entities.length - 1], events + ADDED / entities.length);
    }
    store.close();
    scratch.close();
  }
}
