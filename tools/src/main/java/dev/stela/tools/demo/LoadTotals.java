package dev.stela.tools.demo;

/**
 * How much was loaded, and how long it took with reading the classes.
 *
 * @param classes the number of classes
 * @param bytes the bytes of their tags, contents and texts
 * @param nanos the duration
 */
record LoadTotals(long classes, long bytes, long nanos) {
  private static final double NANOS_PER_SECOND = 1e9;

  /** Returns these totals with some more classes, at a later time. */
  LoadTotals plus(long moreClasses, long moreBytes, long nanosNow) {
    return new LoadTotals(classes + moreClasses, bytes + moreBytes, nanosNow);
  }

  /** Returns the classes loaded per second. */
  double classesPerSecond() {
    return classes * NANOS_PER_SECOND / Math.max(nanos, 1);
  }

  /** Returns the MiB of payload loaded per second. */
  double mebibytesPerSecond() {
    return bytes * NANOS_PER_SECOND / (1 << 20) / Math.max(nanos, 1);
  }
}
