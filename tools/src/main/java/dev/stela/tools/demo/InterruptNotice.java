package dev.stela.tools.demo;

import java.nio.file.Path;

/** Says, when the demo is interrupted, that the store need not be worried about. */
final class InterruptNotice implements AutoCloseable {
  private final Thread hook;

  InterruptNotice(Path store) {
    this.hook =
        new Thread(
            () ->
                System.err.printf(
                    "%nstela: interrupted; all that was acknowledged is in the store,"
                        + " which its next opening recovers: store=%s%n",
                    store));
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // Then it is needed.
    }
  }
}
