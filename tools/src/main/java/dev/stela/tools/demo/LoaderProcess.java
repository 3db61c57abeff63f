package dev.stela.tools.demo;

import dev.stela.tools.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Starts {@link LoaderCommand} in a JVM of its own, and kills it. One thread. */
final class LoaderProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;
  private final Thread hook;

  LoaderProcess(Path store, DemoSize size) throws IOException {
    this.process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-Dstdout.encoding=UTF-8",
                    Main.class.getName(),
                    LoaderCommand.NAME,
                    "--classes=" + size.classes(),
                    store.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    this.lines = process.inputReader(StandardCharsets.UTF_8);
    this.hook = new Thread(process::destroyForcibly);
    // An interrupted demo must not leave a process behind that holds the store.
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Waits for the next batch to be acknowledged; empty when the process has ended. */
  Optional<Acknowledgement> next() throws IOException {
    String line;
    while ((line = lines.readLine()) != null) {
      Optional<Acknowledgement> acknowledgement = Acknowledgement.parse(line);
      if (acknowledgement.isPresent()) {
        return acknowledgement;
      }
    }
    return Optional.empty();
  }

  /** Kills the process without warning; what it had acknowledged can still be read. */
  void kill() {
    // The process's own method would close the pipe as well.
    process.toHandle().destroyForcibly();
  }

  /** Waits for the end of the process and returns its exit code. */
  int exitCode() {
    return process.onExit().join().exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // Then the hook runs, and finds nothing to do.
    }
  }
}
