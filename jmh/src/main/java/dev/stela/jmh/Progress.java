package dev.stela.jmh;

import java.util.Locale;

/** Tells whoever waits, on the standard error stream, what a command is at. One thread. */
final class Progress {
  private static final long EVERY_NANOS = 2_000_000_000L;

  private final long start = System.nanoTime();
  private long countStart = start;
  private long lastTold = start;

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  void say(String what) {
    System.err.printf(Locale.ROOT, "[%4.0f s] %s%n", seconds(), what);
    countStart = System.nanoTime();
    lastTold = countStart;
  }

  /** Tells how many are done of what was last said, every two seconds. */
  void count(String what, long done, long all) {
    long now = System.nanoTime();
    if (now - lastTold >= EVERY_NANOS) {
      lastTold = now;
      double perSecond = done * 1e9 / (now - countStart);
      System.err.printf(
          Locale.ROOT,
          "[%4.0f s]   %,d of %,d %s, %,.0f/s%n",
          seconds(),
          done,
          all,
          what,
          perSecond);
    }
  }
}
