package dev.stela.jmh;

import java.util.Arrays;

/**
 * Main class of the benchmarks' jar: {@code --report} first makes the {@link SpeedReport}, anything
 * else goes to JMH.
 */
public final class Main {
  private Main() {}

  /**
   * Runs.
   *
   * @param args {@code --report} and the report's, or JMH's
   * @throws Exception if a measurement fails
   */
  public static void main(String[] args) throws Exception {
    if (args.length > 0 && args[0].equals("--report")) {
      SpeedReport.main(Arrays.copyOfRange(args, 1, args.length));
    } else {
      org.openjdk.jmh.Main.main(args);
    }
  }
}
