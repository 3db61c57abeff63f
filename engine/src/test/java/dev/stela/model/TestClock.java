package dev.stela.model;

import java.util.Random;
import org.agrona.concurrent.EpochNanoClock;

/** A clock that stands still unless told: it then goes on, jumps ahead or goes back. */
final class TestClock implements EpochNanoClock {
  private volatile long nanos;

  TestClock(long nanos) {
    this.nanos = nanos;
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  /** Moves to a random time near this one, now and then an earlier one. */
  void move(Random random) {
    nanos +=
        switch (random.nextInt(40)) {
          case 0 -> -random.nextLong(5_000_000_000L);
          case 1 -> random.nextLong(60_000_000_000L);
          case 2, 3, 4, 5, 6, 7, 8 -> random.nextInt(3);
          case 9, 10, 11, 12, 13 -> 0;
          default -> random.nextInt(100_000);
        };
  }
}
