package dev.stela.jmh;

import dev.stela.Durability;
import dev.stela.EntityStore;
import dev.stela.StoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Makes a store of many entities, in memory that does not grow with their number: 16-byte ids,
 * 128-byte contents, and a tag of each of some namespaces. Prints what it takes on disk, by kind of
 * file, as Markdown.
 */
public final class MakeStore {
  private static final String USAGE =
      "--make-store PATH --entities N [--tags 10,1000,100000] [--batch 500] [--segment-mib 64]"
          + " [--sync]";
  private static final Set<String> OPTIONS =
      Set.of("--entities", "--tags", "--batch", "--segment-mib");
  private static final int ENTITIES = 10_000_000;
  private static final int BATCH = 500;
  private static final int SEGMENT_MIB = 64;
  private static final int MIB_BITS = 20;

  private final Progress progress = new Progress();
  private final Page page = new Page(new Figures());

  private MakeStore() {}

  /**
   * Makes the store.
   *
   * @param args see the usage
   * @throws IOException if the path cannot be looked at
   */
  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.ROOT);
    Arguments arguments = new Arguments(USAGE, OPTIONS, Set.of("--sync"), args);
    Path path = Path.of(arguments.path());
    if (Files.exists(path)) {
      System.err.println("There is something already: " + path);
      System.exit(1);
    }
    StoreConfig config =
        StoreConfig.builder()
            .durability(arguments.has("--sync") ? Durability.SYNC : Durability.ASYNC)
            .segmentBytes(arguments.number("--segment-mib", SEGMENT_MIB) << MIB_BITS)
            .build();
    int entities = arguments.number("--entities", ENTITIES);
    List<Integer> values = arguments.numbers("--tags", "10,1000,100000");
    new MakeStore().make(path, config, entities, values, arguments.number("--batch", BATCH));
  }

  private void make(Path path, StoreConfig config, int entities, List<Integer> values, int batch) {
    progress.say("Load into " + path);
    page.line("# A store of %,d entities".formatted(entities));
    page.line("");
    page.head("step", "seconds", "entities/s");
    double before = progress.seconds();
    EntityStore store = EntityStore.open(path, config);
    try (store) {
      load(store, new LoadModel(values), entities, batch);
      double loaded = progress.seconds() - before;
      step("load, %,d in a transaction".formatted(batch), loaded, entities / loaded);
      progress.say("Checkpoint");
      before = progress.seconds();
      store.maintenance().checkpoint();
      step("checkpoint", progress.seconds() - before, Double.NaN);
      progress.say("Close");
      before = progress.seconds();
    }
    step("close", progress.seconds() - before, Double.NaN);
    page.line("");
    sizes(DiskUse.byKind(path), entities);
    System.out.print(page.text());
  }

  private void load(EntityStore store, LoadModel model, int entities, int batch) {
    for (int from = 0; from < entities; from += batch) {
      int first = from;
      int end = Math.min(from + batch, entities);
      store.write(
          tx -> {
            for (int i = first; i < end; i++) {
              tx.create(model.draft(i));
            }
          });
      progress.count("entities", end, entities);
    }
  }

  private void step(String what, double seconds, double perSecond) {
    page.row(
        what,
        "%.2f".formatted(seconds),
        Double.isNaN(perSecond) ? "–" : "%,.0f".formatted(perSecond));
  }

  private void sizes(Map<String, Long> byKind, int entities) {
    page.head("files", "MB", "bytes per entity");
    long all = 0;
    for (Map.Entry<String, Long> kind : byKind.entrySet()) {
      size("`" + kind.getKey() + "`", kind.getValue(), entities);
      all += kind.getValue();
    }
    size("all", all, entities);
  }

  private void size(String files, long bytes, int entities) {
    page.row(files, "%,.1f".formatted(bytes / 1e6), "%,.1f".formatted((double) bytes / entities));
  }
}
