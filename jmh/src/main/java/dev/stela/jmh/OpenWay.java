package dev.stela.jmh;

import dev.stela.Durability;
import dev.stela.EntityStore;
import dev.stela.EntityView;
import dev.stela.Opening;
import dev.stela.Query;
import dev.stela.RecoveryReport;
import dev.stela.StoreConfig;
import java.nio.file.Path;

/**
 * How long does opening a store that {@link MakeStore} has made take in one way, and what it is
 * asked for first after that? Prints milliseconds, what was replayed, and the {@link OpenState}.
 * The files are in the page cache.
 *
 * <p>Arguments: the store; how to open it; which kind of opening that has to be, or {@link #ANY};
 * the figures' name; the name of the state it is in; and where the classes are to be loaded
 * beforehand, a small store to be opened first in the same way.
 */
public final class OpenWay {
  /** Stands for any kind of opening. */
  static final String ANY = "ANY";

  private OpenWay() {}

  /**
   * Measures.
   *
   * @param args see above
   */
  public static void main(String[] args) {
    Opening opening = Opening.valueOf(args[1]);
    if (args.length > 5) {
      open(Path.of(args[5]), opening, args[2], "rehearsal", "rehearsal");
    }
    open(Path.of(args[0]), opening, args[2], args[3], args[4]).print(System.out);
  }

  private static Figures open(Path path, Opening opening, String kind, String name, String state) {
    StoreConfig config =
        StoreConfig.builder()
            .durability(Durability.ASYNC)
            .createIfMissing(false)
            .opening(opening)
            .build();
    Figures figures = new Figures();
    EntityView view = new EntityView();
    long start = System.nanoTime();
    try (EntityStore store = EntityStore.open(path, config)) {
      long opened = System.nanoTime();
      if (!store.read(Workload.id(0), view)) {
        throw new WrongResultException("not found: path=" + path + " entity=0");
      }
      long read = System.nanoTime();
      Query query = OpenState.query(store);
      long asked = System.nanoTime();
      long first = store.search(query).count();
      long counted = System.nanoTime();
      long second = store.search(query).count();
      figures.add(name + ".again", (System.nanoTime() - counted) / 1e6);
      figures.add(name + ".count", (counted - asked) / 1e6);
      figures.add(name + ".read", (read - opened) / 1e6);
      figures.add(name, (opened - start) / 1e6);
      QueryStore.require(query.toString(), first, second);
      recovery(figures, name, store.recovery(), kind);
      figures.add("entities." + state, store.statistics().activeEntities());
      figures.add("lsn." + state, store.lsn());
      figures.add("digest." + state, OpenState.digest(store));
    }
    return figures;
  }

  private static void recovery(
      Figures figures, String name, RecoveryReport report, String expectedKind) {
    if (!expectedKind.equals(ANY) && !report.kind().name().equals(expectedKind)) {
      throw new WrongResultException(
          "opened in another way: expected=" + expectedKind + " actual=" + report);
    }
    figures.add(name + ".frames", report.frames());
    figures.add(name + ".records", report.records());
  }
}
