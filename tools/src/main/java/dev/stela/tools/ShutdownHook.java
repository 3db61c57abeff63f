package dev.stela.tools;

/** Something to be done when the process is interrupted, until this is closed. */
public final class ShutdownHook implements AutoCloseable {
  private final Thread thread;

  /**
   * Adds the hook.
   *
   * @param action run by a thread of its own when the process ends before this is closed
   */
  public ShutdownHook(Runnable action) {
    this.thread = new Thread(action);
    Runtime.getRuntime().addShutdownHook(thread);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException shuttingDown) {
      // Then it runs, or has run.
    }
  }
}
