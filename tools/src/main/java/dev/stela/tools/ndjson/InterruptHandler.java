package dev.stela.tools.ndjson;

import java.io.PrintStream;

/** Sees to it that an interrupted import leaves a closed store, and says how far it got. */
final class InterruptHandler implements AutoCloseable {
  private final Thread hook;

  InterruptHandler(Importer importer, PrintStream err) {
    this.hook =
        new Thread(
            () -> {
              String end = importer.abandon();
              if (end != null) {
                err.printf("%nstela: interrupted: %s%n", end);
              }
            });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // Then it runs, or has run.
    }
  }
}
