package dev.stela.jmh;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs a measurement in a JVM of its own, with no more flags than it needs. Stateless. */
final class ChildJvm {
  private static final List<String> OWN_PROPERTIES =
      List.of(Workload.ENTITIES_PROPERTY, Scratch.FOLDER_PROPERTY, TagData.FOLDER_PROPERTY);

  private ChildJvm() {}

  /** Runs a main class to its end and takes in the figures that it prints. */
  static void run(Figures figures, List<String> jvmFlags, Class<?> main, Object... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String property : OWN_PROPERTIES) {
      if (System.getProperty(property) != null) {
        command.add("-D" + property + "=" + System.getProperty(property));
      }
    }
    command.addAll(jvmFlags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    for (Object arg : args) {
      command.add(arg.toString());
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Thread stop = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(stop);
    try (BufferedReader out = process.inputReader()) {
      out.lines().forEach(figures::read);
    }
    int exit = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(stop);
    if (exit != 0) {
      throw new IOException(
          "a measurement failed: main=%s args=%s exit=%d"
              .formatted(main.getName(), Arrays.toString(args), exit));
    }
  }
}
