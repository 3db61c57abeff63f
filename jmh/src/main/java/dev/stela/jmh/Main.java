package dev.stela.jmh;

import java.util.Arrays;

/**
 * Main class of the benchmarks' jar: {@code --report} first makes the {@link SpeedReport}, {@code
 * --tags} the {@link TagReport}, anything else goes to JMH.
 */
public final class Main {
  private Main() {}

  /**
   * Runs.
   *
   * @param args {@code --report} or {@code --tags} and the report's, or JMH's
   * @throws Exception if a measurement fails
   */
  public static void main(String[] args) throws Exception {
    switch (args.length > 0 ? args[0] : "") {
      case "--report" -> SpeedReport.main(Arrays.copyOfRange(args, 1, args.length));
      case "--tags" -> TagReport.main(Arrays.copyOfRange(args, 1, args.length));
      default -> org.openjdk.jmh.Main.main(args);
    }
  }
}
