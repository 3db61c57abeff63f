package dev.stela.jmh;

import java.util.Arrays;

/**
 * Main class of the benchmarks' jar: {@code --report} first makes the {@link SpeedReport}, {@code
 * --tags} the {@link TagReport}, {@code --make-store} a store with {@link MakeStore}, {@code
 * --make-documents} lines to import with {@link MakeDocuments}, {@code --open} the {@link
 * OpenReport}, {@code --years} the {@link YearsReport}, {@code --text} the {@link TextReport},
 * {@code --amplification} the {@link AmplificationReport}; anything else goes to JMH.
 */
public final class Main {
  private Main() {}

  /**
   * Runs.
   *
   * @param args one of the names above and its arguments, or JMH's
   * @throws Exception if a measurement fails
   */
  public static void main(String[] args) throws Exception {
    String[] rest = Arrays.copyOfRange(args, Math.min(1, args.length), args.length);
    switch (args.length > 0 ? args[0] : "") {
      case "--report" -> SpeedReport.main(rest);
      case "--tags" -> TagReport.main(rest);
      case "--make-store" -> MakeStore.main(rest);
      case "--make-documents" -> MakeDocuments.main(rest);
      case "--open" -> OpenReport.main(rest);
      case "--years" -> YearsReport.main(rest);
      case "--text" -> TextReport.main(rest);
      case "--amplification" -> AmplificationReport.main(rest);
      default -> org.openjdk.jmh.Main.main(args);
    }
  }
}
