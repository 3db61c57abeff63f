package dev.stela.jmh;

import dev.stela.Opening;
import dev.stela.RecoveryReport.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Measures how long a store takes to open that {@link MakeStore} has made, and prints it as
 * Markdown: closed cleanly, after the process that wrote to it was killed, rebuilt, and replayed.
 * All ways have to find the same. Changes the store: what the killed processes write stays.
 *
 * <p>Arguments: the store, and {@code --quick} for fewer openings.
 */
public final class OpenReport {
  private static final String CLOSED = "open.closed";
  private static final String KILLED = "open.killed";
  private static final int REHEARSED = 1_000;

  private final Figures figures = new Figures();
  private final Progress progress = new Progress();
  private final Path store;
  private final Scale scale;
  private int states;
  private long acknowledged;

  private OpenReport(Path store, Scale scale) {
    this.store = store;
    this.scale = scale;
  }

  /** How often each way is taken, and how many operations a killed process has made. */
  private record Scale(int closed, int killed, int rebuilt, int replayed, int operations) {
    static final Scale FULL = new Scale(9, 5, 3, 1, 500_000);
    static final Scale QUICK = new Scale(3, 2, 1, 1, 20_000);
  }

  /**
   * Measures and prints.
   *
   * @param args see above
   * @throws Exception if a measurement fails
   */
  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    Arguments arguments = new Arguments("--open PATH [--quick]", Set.of(), Set.of("--quick"), args);
    Scale scale = arguments.has("--quick") ? Scale.QUICK : Scale.FULL;
    new OpenReport(Path.of(arguments.path()), scale).run();
  }

  private void run() throws IOException, InterruptedException {
    String machine = Machine.describe(store);
    Machine.doubts(store).forEach(progress::say);
    progress.say("First opening, after whatever came before");
    cache();
    way(Opening.AUTO, OpenWay.ANY, "open.first");
    try (Scratch scratch = new Scratch()) {
      Path small = scratch.folder().resolve("small");
      ChildJvm.run(figures, List.of(), MakeStore.class, small, "--entities", REHEARSED);
      closedAndKilled(small);
    }
    progress.say("Killed, rebuilt");
    kill(store, scale.operations);
    for (int i = 0; i < scale.rebuilt; i++) {
      way(Opening.REBUILD, Kind.REBUILT, "open.rebuilt");
    }
    progress.say("Replayed");
    for (int i = 0; i < scale.replayed; i++) {
      way(Opening.REPLAY, Kind.REPLAYED, "open.replayed");
    }
    way(Opening.AUTO, Kind.CLEAN, CLOSED);
    progress.say("Done.");
    System.out.print(new OpenText(figures, state()).markdown(machine, DiskUse.byKind(store)));
  }

  private void closedAndKilled(Path small) throws IOException, InterruptedException {
    progress.say("Closed cleanly");
    for (int i = 0; i < scale.closed; i++) {
      way(Opening.AUTO, Kind.CLEAN, CLOSED);
      rehearsed(Kind.CLEAN, CLOSED, small);
    }
    for (int i = 1; i <= scale.killed; i++) {
      progress.say("Killed: %d of %d".formatted(i, scale.killed));
      kill(store, scale.operations);
      way(Opening.AUTO, Kind.TAKEN_OVER, KILLED);
      kill(store, scale.operations);
      kill(small, REHEARSED);
      rehearsed(Kind.TAKEN_OVER, KILLED, small);
    }
  }

  /** Brings the files into the page cache. */
  private void cache() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(store)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Files.copy(file, OutputStream.nullOutputStream());
    }
  }

  private void way(Opening opening, Object kind, String name)
      throws IOException, InterruptedException {
    ChildJvm.run(figures, List.of(), OpenWay.class, store, opening, kind, name, state());
    same();
  }

  /** With the classes loaded, by opening a small store in the same way beforehand. */
  private void rehearsed(Kind kind, String name, Path small)
      throws IOException, InterruptedException {
    ChildJvm.run(
        figures,
        List.of(),
        OpenWay.class,
        store,
        Opening.AUTO,
        kind,
        name + ".loaded",
        state(),
        small);
    same();
  }

  /** Kills a process that writes, which makes another state of the store. */
  private void kill(Path path, int operations) throws IOException, InterruptedException {
    long[] last = new long[2];
    ChildJvm.kill(
        line -> {
          String[] words = line.split(" ");
          last[0] = Long.parseLong(words[1]);
          last[1] = Long.parseLong(words[2]);
        },
        line -> last[0] >= operations,
        KilledWriter.class,
        path);
    if (path == store) {
      acknowledged = last[1];
      states++;
    }
  }

  private String state() {
    return "state" + states;
  }

  /** Fails if two ways have found different things, or what was acknowledged is not there. */
  private void same() {
    for (String name : List.of("entities.", "lsn.", "digest.")) {
      double least = figures.least(name + state());
      double greatest = figures.greatest(name + state());
      if (least != greatest) {
        throw new WrongResultException(
            "two ways of opening differ: figure=%s%s one=%.0f other=%.0f"
                .formatted(name, state(), least, greatest));
      }
    }
    double lsn = figures.get("lsn." + state());
    if (lsn < acknowledged) {
      throw new WrongResultException(
          "acknowledged, but lost: lsn=%.0f acknowledged=%d".formatted(lsn, acknowledged));
    }
  }
}
