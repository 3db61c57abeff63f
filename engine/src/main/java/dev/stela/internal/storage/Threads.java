package dev.stela.internal.storage;

import java.util.concurrent.locks.LockSupport;

/** What all threads of a store have in common. */
public final class Threads {
  private Threads() {}

  /**
   * Wakes a thread that has been told to end, and waits until it has. An interrupt of the caller
   * meanwhile does not shorten the wait, and is not lost.
   */
  public static void end(Thread thread) {
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
