package dev.stela.jmh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Measures what is promised of text: documents indexed a second, in durable batches and in one go,
 * the times of queries, and the size of the index, beside Lucene with the same analyzer on the same
 * documents, and prints it as Markdown. One measurement runs at a time, each in a JVM of its own;
 * those that are compared take turns, and what is told is the median of their rounds.
 *
 * <p>Arguments: {@code --documents}, 200,000 by default; {@code --quick}, for a run of a minute or
 * two whose figures are less to be relied upon.
 */
public final class TextReport {
  private static final int DOCUMENTS = 200_000;
  private static final int QUICK_DOCUMENTS = 50_000;
  private static final int BATCHES_SHARE = 10;

  /** The heap of a load with little memory; the documents' making takes a part of it. */
  static final String SMALL_HEAP = "-Xmx96m";

  private final Figures figures = new Figures();
  private final Progress progress = new Progress();
  private final int documents;
  private final int rounds;
  private final double seconds;

  private TextReport(int documents, boolean quick) {
    this.documents = documents;
    this.rounds = quick ? 1 : 3;
    this.seconds = quick ? 2 : 5;
  }

  /**
   * Measures and prints.
   *
   * @param args see above
   * @throws Exception if a measurement fails
   */
  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    Arguments arguments =
        new Arguments(
                "--text [--documents N] [--quick]", Set.of("--documents"), Set.of("--quick"), args)
            .noPath();
    boolean quick = arguments.has("--quick");
    int documents = arguments.number("--documents", quick ? QUICK_DOCUMENTS : DOCUMENTS);
    new TextReport(documents, quick).run();
  }

  private void run() throws IOException, InterruptedException {
    try (Scratch scratch = new Scratch()) {
      String machine = Machine.describe(scratch.folder());
      Machine.doubts(scratch.folder()).forEach(progress::say);
      for (int round = 1; round <= rounds; round++) {
        for (TextStore.Kind kind : TextStore.Kind.values()) {
          load(kind, TextLoad.BATCHES, round, documents / BATCHES_SHARE, "-");
        }
        for (TextStore.Kind kind : TextStore.Kind.values()) {
          Object kept = round == 1 ? folder(scratch, kind) : "-";
          load(kind, TextLoad.BULK, round, documents, kept);
        }
        for (TextStore.Kind kind : TextStore.Kind.values()) {
          load(kind, TextLoad.SMALL, round, documents, "-");
        }
      }
      for (int round = 1; round <= rounds; round++) {
        for (TextStore.Kind kind : TextStore.Kind.values()) {
          progress.say("Queries: %s, round %d of %d".formatted(kind.title(), round, rounds));
          ChildJvm.run(
              figures,
              List.of(),
              TextLatency.class,
              kind,
              documents,
              folder(scratch, kind),
              seconds);
        }
      }
      progress.say("Done.");
      System.out.print(new TextReportText(figures, documents).markdown(machine));
    }
  }

  private void load(TextStore.Kind kind, String mode, int round, int count, Object kept)
      throws IOException, InterruptedException {
    progress.say(
        "Load, %s: %s, %,d documents, round %d of %d"
            .formatted(mode, kind.title(), count, round, rounds));
    List<String> flags = mode.equals(TextLoad.SMALL) ? List.of(SMALL_HEAP) : List.of();
    ChildJvm.run(figures, flags, TextLoad.class, kind, mode, count, kept);
  }

  private static Path folder(Scratch scratch, TextStore.Kind kind) {
    return scratch.folder().resolve(kind.name());
  }
}
