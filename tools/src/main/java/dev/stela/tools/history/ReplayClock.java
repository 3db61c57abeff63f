package dev.stela.tools.history;

import org.agrona.concurrent.EpochNanoClock;

/**
 * Says what time it was. Set by one thread, read by any: a volatile field is enough, as who writes
 * to the store is the thread that sets it.
 */
final class ReplayClock implements EpochNanoClock {
  private volatile long nanos = Long.MIN_VALUE;

  /** The next commit is to have this time. */
  void set(long time) {
    nanos = time;
  }

  /** What is no commit is to take no time. */
  void stop() {
    nanos = Long.MIN_VALUE;
  }

  @Override
  public long nanoTime() {
    return nanos;
  }
}
