package dev.stela.kill;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Called once a second, ends a child that neither ends nor is killed, and has it print its stacks
 * before. It counts the calls instead of asking a clock: a machine that stood still for a minute is
 * not a child that hung.
 */
final class ChildWatchdog implements Runnable {
  private static final int SECONDS = 60;
  private static final long PRINTING_SECONDS = 2;

  private final Process child;
  private int seconds;
  private volatile boolean hung;

  ChildWatchdog(Process child) {
    this.child = child;
  }

  /** Tells whether the child was ended by this. */
  boolean hung() {
    return hung;
  }

  @Override
  public void run() {
    seconds++;
    if (seconds == SECONDS) {
      hung = true;
      try {
        new ProcessBuilder("kill", "-QUIT", Long.toString(child.pid())).start().waitFor();
        TimeUnit.SECONDS.sleep(PRINTING_SECONDS);
      } catch (IOException | InterruptedException e) {
        e.printStackTrace();
      }
      child.toHandle().destroyForcibly();
    }
  }
}
