package dev.stela.jmh;

import dev.stela.Durability;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.EntityView;
import dev.stela.RecoveryReport;
import java.nio.file.Path;

/**
 * How long until a store that was closed cleanly answers its first read, in a JVM that has just
 * started, and in one that has opened it before? The files are in the page cache.
 *
 * <p>Arguments: {@code write} or {@code open}, and the folder.
 */
public final class CleanOpen {
  private CleanOpen() {}

  /**
   * Writes, or opens.
   *
   * @param args see above
   */
  public static void main(String[] args) {
    Path folder = Path.of(args[1]);
    if (args[0].equals("write")) {
      try (EntityStore store = StelaStore.open(folder, Durability.ASYNC)) {
        StelaStore.load(store, Workload.ids());
      }
    } else {
      open(folder, "open");
      // Again, now that the JVM has loaded and linked what opening needs.
      open(folder, "reopen");
    }
  }

  private static void open(Path folder, String figure) {
    int entity = Workload.ENTITIES / 2;
    EntityId id = Workload.id(entity);
    byte[] content = new byte[Workload.CONTENT_BYTES];
    EntityView view = new EntityView();
    long before = System.nanoTime();
    try (EntityStore store = StelaStore.open(folder, Durability.SYNC)) {
      boolean found = store.read(id, view);
      double millis = (System.nanoTime() - before) / 1e6;
      view.getContent(content, 0);
      Workload.checkAll(content, entity, 0);
      long entities = store.statistics().activeEntities();
      if (!found || entities != Workload.ENTITIES) {
        throw new WrongResultException("wrong count: actual=" + entities);
      }
      if (store.recovery().kind() != RecoveryReport.Kind.CLEAN) {
        throw new WrongResultException("not closed cleanly: " + store.recovery());
      }
      Figures figures = new Figures();
      figures.add(figure, millis);
      figures.print(System.out);
    }
  }
}
