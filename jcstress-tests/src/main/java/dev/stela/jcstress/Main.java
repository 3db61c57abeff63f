package dev.stela.jcstress;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;

/**
 * Runs the stress tests: {@code -m quick} in a few minutes, {@code -m default} thoroughly in an
 * hour or two. The harness throws, and so exits with 1, when a test fails; but it exits with 0 when
 * it had nothing to run, which this class turns into a failure as well.
 */
public final class Main {
  private Main() {}

  /**
   * Takes the options of jcstress. A quick run compiles all actors of a test in one way, unless
   * {@code -sc} says otherwise: four runs of each test instead of fourteen.
   *
   * @param args for instance {@code -m quick -t Directory}
   * @throws Exception what the harness throws
   */
  public static void main(String[] args) throws Exception {
    Options options = new Options(withDefaults(args));
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

  private static String[] withDefaults(String[] args) {
    var all = new ArrayList<>(List.of(args));
    int mode = all.indexOf("-m");
    if (mode >= 0 && all.indexOf("quick") == mode + 1 && !all.contains("-sc")) {
      all.addAll(List.of("-sc", "false"));
    }
    return all.toArray(String[]::new);
  }
}
