package dev.stela.internal.text;

import dev.stela.CorruptionException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Whether the text index that is wanted answers, and whether it is being made at all: what cannot
 * be made of a damaged log is not tried for ever. Any thread.
 */
final class Readiness {
  /** A device may read wrongly once; whatever is still damaged then stays so. */
  private static final int MOST_DAMAGES = 3;

  private boolean ready;
  private boolean closed;
  private int damages;
  private volatile CorruptionException damage;

  /** Begins. */
  Readiness(boolean ready) {
    this.ready = ready;
  }

  /** Tells whether the index answers. */
  synchronized boolean isReady() {
    return ready;
  }

  /** Says that the index is to be made, or made anew: also if that was given up. */
  synchronized void unready() {
    ready = false;
    damages = 0;
    damage = null;
  }

  /** Says that the index that answers is damaged: it is to be made anew, unless it is already. */
  synchronized void damaged() {
    if (ready) {
      unready();
    }
  }

  /** Says that it answers. */
  synchronized void ready() {
    ready = true;
    notifyAll();
  }

  /** Says that an attempt to make it met damage. */
  synchronized void met(CorruptionException e) {
    damages++;
    if (damages == MOST_DAMAGES) {
      damage = e;
      notifyAll();
    }
  }

  /** Returns why it is not being made any more; null if it is, or need not be. */
  CorruptionException damage() {
    return damage;
  }

  /**
   * Requires that it is being made, or is.
   *
   * @throws CorruptionException if the log is damaged
   */
  void requireSound() {
    CorruptionException met = damage;
    if (met != null) {
      var failure =
          new CorruptionException(
              "the text index cannot be made, for what it is made of is damaged",
              met.file(),
              met.offset(),
              met.expected(),
              met.actual());
      failure.initCause(met);
      throw failure;
    }
  }

  /** Lets everybody go. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /**
   * Waits until it answers, or the time is over, or the caller is interrupted, which is kept, or
   * nothing more is to be waited for.
   *
   * @return whether it answers
   */
  synchronized boolean await(Duration timeout) {
    long until = System.nanoTime() + timeout.toNanos();
    try {
      for (long rest = timeout.toNanos();
          rest > 0 && !ready && !closed && damage == null;
          rest = until - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, rest);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ready;
  }
}
