package dev.stela.tools;

/**
 * Lets an interrupt end the process with {@link ExitCode#OK}: for commands that go on until then.
 * What is being printed is printed whole.
 */
final class InterruptedEnd implements AutoCloseable {
  private final Object printing = new Object();
  private final ShutdownHook hook = new ShutdownHook(this::end);

  /** Prints something that is not to be torn. */
  void print(Runnable whole) {
    synchronized (printing) {
      whole.run();
    }
  }

  private void end() {
    synchronized (printing) {
      Runtime.getRuntime().halt(ExitCode.OK);
    }
  }

  @Override
  public void close() {
    hook.close();
  }
}
