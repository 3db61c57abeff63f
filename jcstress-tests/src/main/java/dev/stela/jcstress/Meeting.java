package dev.stela.jcstress;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets both actors of a state begin together, for tests whose actors take so different times that
 * they would seldom be in the same state at once. Gives up soon if the other does not come.
 */
final class Meeting {
  private static final int PATIENCE = 500;

  private final AtomicInteger arrived = new AtomicInteger();

  /** Waits for the other actor. */
  void await() {
    arrived.incrementAndGet();
    for (int i = 0; i < PATIENCE && arrived.get() < 2; i++) {
      Thread.onSpinWait();
    }
  }
}
