package dev.stela.jmh;

import java.nio.file.Path;

/**
 * How often a store has begun a log segment, published a checkpoint or another manifest, and
 * written a merged segment: told by the greatest numbers in its files' names. Immutable.
 *
 * @param logs the newest log segment
 * @param manifests the newest manifest
 * @param merged how many data segments have been written
 */
record SegmentCounts(long logs, long manifests, long merged) {
  /** Data segments are numbered from here on. */
  private static final long FIRST_MERGED = 1L << 30;

  static SegmentCounts of(Path store) {
    return new SegmentCounts(
        greatest(store.resolve("log"), "0*", "\\.log", 0),
        greatest(store, "manifest-", "", 0),
        greatest(store.resolve("segments"), "0*", "\\.seg", FIRST_MERGED - 1) - FIRST_MERGED + 1);
  }

  SegmentCounts since(SegmentCounts earlier) {
    return new SegmentCounts(
        logs - earlier.logs, manifests - earlier.manifests, merged - earlier.merged);
  }

  private static long greatest(Path folder, String before, String after, long least) {
    String[] names = folder.toFile().list();
    long greatest = least;
    for (String name : names == null ? new String[0] : names) {
      if (name.matches(before + "\\d+" + after)) {
        greatest = Math.max(greatest, Long.parseLong(name.replaceAll("\\D", "")));
      }
    }
    return greatest;
  }
}
