package dev.stela.tools.demo;

import dev.stela.StoreConfig;

/**
 * How large a demo is. A small one is made up so that it still goes through all that a large one
 * does: several transactions before and after the kill, several segments of the log.
 *
 * @param classes how many classes to load; 0 for all
 * @param batch how many of them in one transaction
 * @param segmentBytes the size of a segment of the log
 * @param durableWrites how many durable writes to measure
 * @param asyncWrites how many writes to measure that are not waited for
 * @param reads how many reads to measure
 */
record DemoSize(
    int classes, int batch, int segmentBytes, int durableWrites, int asyncWrites, int reads) {
  /** With fewer there are not enough transactions to be killed among. */
  static final int LEAST_CLASSES = 100;

  private static final int SMALL = 2000;
  private static final DemoSize FULL = new DemoSize(0, 150, 16 << 20, 20_000, 100_000, 200_000);

  static DemoSize of(int classes) {
    if (classes == 0) {
      return FULL;
    }
    int batch = Math.min(FULL.batch, classes / 20);
    return classes > SMALL
        ? new DemoSize(
            classes, batch, FULL.segmentBytes, FULL.durableWrites, FULL.asyncWrites, FULL.reads)
        : new DemoSize(
            classes, batch, StoreConfig.MIN_SEGMENT_BYTES, 2 * classes, 10 * classes, 20 * classes);
  }

  /** Returns how the demo's stores are created. */
  StoreConfig.Builder storeConfig() {
    return StoreConfig.builder().segmentBytes(segmentBytes);
  }
}
