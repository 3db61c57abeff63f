package dev.stela.jmh;

import dev.stela.Durability;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.EntityView;
import dev.stela.Opening;
import dev.stela.RecoveryReport;
import dev.stela.StoreConfig;
import dev.stela.Tag;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How many operations per second does a store replay when it is opened after its process died, and
 * nothing but the log is to be relied upon? One process writes and dies without closing the store;
 * another, fresh one opens it.
 *
 * <p>Arguments: {@code batches}, {@code singles} or {@code open}, and the folder. {@code batches}
 * creates all entities in batches; {@code singles} creates a tenth of them and then adds a tag to
 * one or overwrites its content, in turns, as often as there are entities, each alone.
 */
public final class Replay {
  private static final int SINGLES_SHARE = 10;
  private static final int TAGS = 1_000;
  private static final int CHECKED = 1_000;

  private Replay() {}

  /**
   * Writes and dies, or opens.
   *
   * @param args see above
   */
  public static void main(String[] args) {
    Path folder = Path.of(args[1]);
    switch (args[0]) {
      case "batches" -> writeBatches(folder);
      case "singles" -> writeSingles(folder);
      default -> open(folder, args[2]);
    }
    // No shutdown, and above all no close.
    Runtime.getRuntime().halt(0);
  }

  private static void writeBatches(Path folder) {
    StelaStore.load(StelaStore.open(folder, Durability.ASYNC), Workload.ids());
  }

  private static void writeSingles(Path folder) {
    EntityStore store = StelaStore.open(folder, Durability.ASYNC);
    EntityId[] ids = Arrays.copyOf(Workload.ids(), Workload.ENTITIES / SINGLES_SHARE);
    StelaStore.load(store, ids);
    Tag[] tags = new Tag[TAGS];
    Arrays.setAll(tags, i -> Tag.of("pool", Integer.toString(i)));
    SplittableRandom random = new SplittableRandom(4);
    byte[] content = Workload.content();
    for (int i = 0; i < Workload.ENTITIES; i++) {
      int entity = random.nextInt(ids.length);
      if (i % 2 == 0) {
        store.addTag(ids[entity], tags[random.nextInt(TAGS)]);
      } else {
        Workload.stamp(content, entity, i);
        store.putContent(ids[entity], content);
      }
    }
  }

  private static void open(Path folder, String figure) {
    long before = System.nanoTime();
    StoreConfig config =
        StoreConfig.builder().durability(Durability.ASYNC).opening(Opening.REPLAY).build();
    EntityStore store = EntityStore.open(folder.resolve("stela"), config);
    double seconds = (System.nanoTime() - before) / 1e9;
    if (store.recovery().kind() != RecoveryReport.Kind.REPLAYED) {
      throw new WrongResultException("nothing was replayed: " + store.recovery());
    }
    long entities = store.statistics().activeEntities();
    boolean batches = figure.equals("batches");
    long expected = batches ? Workload.ENTITIES : Workload.ENTITIES / SINGLES_SHARE;
    if (entities != expected) {
      throw new WrongResultException("wrong count: expected=" + expected + " actual=" + entities);
    }
    check(store, (int) entities);
    long operations = batches ? entities : entities + Workload.ENTITIES;
    Figures figures = new Figures();
    figures.add("replay." + figure, operations / seconds);
    figures.add("replay." + figure + ".seconds", seconds);
    figures.print(System.out);
  }

  private static void check(EntityStore store, int entities) {
    SplittableRandom random = new SplittableRandom(5);
    EntityView view = new EntityView();
    byte[] content = new byte[Workload.CONTENT_BYTES];
    for (int i = 0; i < CHECKED; i++) {
      int entity = random.nextInt(entities);
      if (!store.read(Workload.id(entity), view)) {
        throw new WrongResultException("lost: entity=" + entity);
      }
      view.getContent(content, 0);
      Workload.checkAll(content, entity, Workload.check(content, entity));
    }
  }
}
