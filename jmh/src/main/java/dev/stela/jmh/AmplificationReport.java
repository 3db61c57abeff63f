package dev.stela.jmh;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/**
 * Measures what a mixed load costs of the device's writes and space, in Stela and in RocksDB, one
 * after the other, each in a process of its own, and prints it as Markdown.
 *
 * <p>Arguments: {@code --minutes}, how long each has the load, 10 by default; {@code --entities} to
 * begin with, and {@code --rate}, the changes a second; {@code --quick} for half a minute.
 */
public final class AmplificationReport {
  private static final String USAGE =
      "--amplification [--minutes 10] [--entities 1000000] [--rate 50000] [--quick]";
  private static final Set<String> OPTIONS = Set.of("--minutes", "--entities", "--rate");
  private static final int MINUTES = 10;
  private static final int ENTITIES = 1_000_000;
  private static final int RATE = 50_000;
  private static final int MINUTE_SECONDS = 60;
  private static final int UNPACED_SECONDS = 20;
  private static final int QUICK_SECONDS = 30;
  private static final int QUICK_UNPACED_SECONDS = 3;

  private AmplificationReport() {}

  /**
   * Measures and prints.
   *
   * @param args see above
   * @throws Exception if a measurement fails
   */
  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    Arguments arguments = new Arguments(USAGE, OPTIONS, Set.of("--quick"), args).noPath();
    boolean quick = arguments.has("--quick");
    int seconds = quick ? QUICK_SECONDS : arguments.number("--minutes", MINUTES) * MINUTE_SECONDS;
    int unpaced = quick ? QUICK_UNPACED_SECONDS : UNPACED_SECONDS;
    run(
        arguments.number("--entities", ENTITIES),
        arguments.number("--rate", RATE),
        seconds,
        unpaced);
  }

  private static void run(int entities, int rate, int seconds, int unpaced)
      throws IOException, InterruptedException {
    Progress progress = new Progress();
    Figures figures = new Figures();
    String machine;
    try (Scratch scratch = new Scratch()) {
      machine = Machine.describe(scratch.folder());
      Machine.doubts(scratch.folder()).forEach(progress::say);
    }
    for (MixedStore.Kind kind : MixedStore.Kind.values()) {
      progress.say(
          "Mixed load: %s, %,d entities, %,d s".formatted(kind.title(), entities, seconds));
      ChildJvm.run(
          figures, kind.jvmFlags(), Amplification.class, kind, entities, rate, seconds, unpaced);
    }
    progress.say("Done.");
    System.out.print(new AmplificationText(figures, entities, rate, seconds).markdown(machine));
  }
}
