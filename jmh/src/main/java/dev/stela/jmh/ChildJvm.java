package dev.stela.jmh;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Runs a measurement in a JVM of its own, with no more flags than it needs. Stateless. */
final class ChildJvm {
  private static final List<String> OWN_PROPERTIES =
      List.of(Workload.ENTITIES_PROPERTY, Scratch.FOLDER_PROPERTY, TagData.FOLDER_PROPERTY);

  /** What a process ends with that SIGKILL has ended. */
  private static final int KILLED = 128 + 9;

  private ChildJvm() {}

  /** Runs a main class to its end and takes in the figures that it prints. */
  static void run(Figures figures, List<String> jvmFlags, Class<?> main, Object... args)
      throws IOException, InterruptedException {
    finish(start(jvmFlags, main, args), figures::read, 0, main, args);
  }

  /**
   * Runs a main class until it has printed a line that is enough, kills it as it stands, and takes
   * in what it has printed until then.
   */
  static void kill(Consumer<String> lines, Predicate<String> enough, Class<?> main, Object... args)
      throws IOException, InterruptedException {
    Process process = start(List.of(), main, args);
    Consumer<String> killing =
        line -> {
          lines.accept(line);
          if (enough.test(line)) {
            // By the handle: the process itself would also close the stream that is being read.
            process.toHandle().destroyForcibly();
          }
        };
    finish(process, killing, KILLED, main, args);
  }

  private static Process start(List<String> jvmFlags, Class<?> main, Object... args)
      throws IOException {
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
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static void finish(
      Process process, Consumer<String> lines, int expected, Class<?> main, Object... args)
      throws IOException, InterruptedException {
    Thread stop = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(stop);
    try (BufferedReader out = process.inputReader()) {
      out.lines().forEach(lines);
    }
    int exit = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(stop);
    if (exit != expected) {
      throw new IOException(
          "a measurement failed: main=%s args=%s exit=%d"
              .formatted(main.getName(), Arrays.toString(args), exit));
    }
  }
}
