package dev.stela.jcstress;

import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;

/**
 * Runs the stress tests. The harness throws, and so exits with 1, when a test fails; but it exits
 * with 0 when it had nothing to run, which this class turns into a failure as well.
 */
public final class Main {
  private Main() {}

  /**
   * Takes the options of jcstress.
   *
   * @param args for instance {@code -m quick -t LogTail}
   * @throws Exception what the harness throws
   */
  public static void main(String[] args) throws Exception {
    Options options = new Options(args);
    if (!options.parse()) {
      System.exit(1);
    }
    JCStress harness = new JCStress(options);
    if (options.shouldList()) {
      harness.getTests().forEach(System.out::println);
    } else if (options.shouldParse()) {
      harness.parseResults();
    } else {
      harness.run();
      if (!Files.exists(Path.of(options.getResultFile()))) {
        System.err.println("No test ran.");
        System.exit(1);
      }
    }
  }
}
