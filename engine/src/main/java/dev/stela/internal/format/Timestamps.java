package dev.stela.internal.format;

import dev.stela.InvalidArgumentException;
import java.time.Instant;

/** Times as the log has them: in nanoseconds since the epoch. Stateless, for any thread. */
public final class Timestamps {
  private static final long NANOS = 1_000_000_000L;

  private Timestamps() {}

  /** Returns the time. */
  public static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }

  /**
   * Returns the nanoseconds.
   *
   * @throws InvalidArgumentException if a long cannot say them
   */
  public static long nanos(Instant time) {
    try {
      return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano());
    } catch (ArithmeticException e) {
      throw new InvalidArgumentException(
          "a time has to be between the years 1678 and 2262: time=" + time, e);
    }
  }

  /** Returns the nanoseconds, or the nearest that a long can say. */
  public static long nearestNanos(Instant time) {
    try {
      return nanos(time);
    } catch (InvalidArgumentException e) {
      return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
