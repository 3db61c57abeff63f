package dev.stela.tools;

/**
 * Lets an interrupt end the process with {@link ExitCode#OK}: for commands that go on until then.
 * What is being printed is printed whole.
 */
final class InterruptedEnd implements AutoCloseable {
  private final Object printing = new Object();
  private final Thread hook;

  InterruptedEnd() {
    this.hook =
        new Thread(
            () -> {
              synchronized (printing) {
                Runtime.getRuntime().halt(ExitCode.OK);
              }
            });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Prints something that is not to be torn. */
  void print(Runnable whole) {
    synchronized (printing) {
      whole.run();
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The process ends by the interrupt.
    }
  }
}
