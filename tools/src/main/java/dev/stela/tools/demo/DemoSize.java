package dev.stela.tools.demo;

import dev.stela.Durability;
import dev.stela.StoreConfig;

/**
 * How large a demo is. A small one is made up so that it still goes through all that a large one
 * does: several transactions before and after the kill, several segments of the log.
 *
 * @param classes how many classes to load; 0 for all
 * @param batch how many of them in one transaction
 * @param segmentBytes the size of a segment of the log
 * @param scratchSegmentBytes the same for the store in which writes are measured
 * @param durableWrites how many durable writes to measure
 * @param asyncWrites how many writes to measure that are not waited for
 * @param reads how many reads to measure
 */
record DemoSize(
    int classes,
    int batch,
    int segmentBytes,
    int scratchSegmentBytes,
    int durableWrites,
    int asyncWrites,
    int reads) {
  /** With fewer there are not enough transactions to be killed among. */
  static final int LEAST_CLASSES = 100;

  /** Small, so that texts are written, and merged, while classes are being loaded. */
  private static final int TEXT_BUFFER_BYTES = 4 << 20;

  private static final int SMALL = 2000;
  private static final int LEAST_BATCHES = 20;
  private static final int MOST_PER_BATCH = 150;

  static DemoSize of(int classes) {
    return classes == 0 || classes > SMALL ? large(classes) : small(classes);
  }

  private static DemoSize large(int classes) {
    return new DemoSize(
        classes,
        MOST_PER_BATCH,
        16 << 20,
        StoreConfig.defaults().segmentBytes(),
        20_000,
        100_000,
        200_000);
  }

  private static DemoSize small(int classes) {
    return new DemoSize(
        classes,
        Math.min(MOST_PER_BATCH, classes / LEAST_BATCHES),
        StoreConfig.MIN_SEGMENT_BYTES,
        StoreConfig.MIN_SEGMENT_BYTES,
        2 * classes,
        10 * classes,
        20 * classes);
  }

  /** Returns how the demo's store is created. */
  StoreConfig storeConfig() {
    return StoreConfig.builder()
        .segmentBytes(segmentBytes)
        .textIndexing(DemoSearch.INDEXING)
        .textBufferBytes(TEXT_BUFFER_BYTES)
        .build();
  }

  /** Returns how the store is created in which writes are measured. */
  StoreConfig scratchConfig(Durability durability) {
    return StoreConfig.builder().segmentBytes(scratchSegmentBytes).durability(durability).build();
  }
}
