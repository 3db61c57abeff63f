package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;

/**
 * The live header. Stateless, for any thread; the order of accesses is the caller's.
 *
 * <pre>
 *     0
 *    +--------------------------------------------------------------------+
 *    | file header (64), zero (64)                                        |
 *    +----------------+----------------+----------------+-----------------+
 * 128| version (8)    | visible LSN (8)| durable LSN (8)| segment no. (8) |
 *    +----------------+----------------+----------------+-----------------+
 * 160| log tail (8)   | active (8)     | deleted (8)    | tags (8)        |
 *    +----------------+----------------+----------------+-----------------+
 * 192| clock (8)      | pid (8)        | archived (8)   | purged (8)      |
 *    +----------------+----------------+----------------+-----------------+
 * 224| zero (32)                                                          |
 *    +--------------------------------------------------------------------+
 * 256| counters (3328)                                                    |
 *    +--------------------------------------------------------------------+
 * 3584| applied slot A (256), see {@link AppliedLayout}                     |
 *    +--------------------------------------------------------------------+
 * 3840| applied slot B (256)                                               |
 *    +--------------------------------------------------------------------+
 * </pre>
 */
public final class LiveHeaderLayout {
  /** Size of the file: one page. */
  public static final int SIZE = 4096;

  /** Offset of the bytes between file header and version, which are zero. */
  public static final int GAP_OFFSET = FileHeaderLayout.SIZE;

  /**
   * Offset of the version. It begins a pair of cache lines, which processors fetch together, so
   * that neither the file header nor the counters share them.
   */
  public static final int VERSION_OFFSET = 2 * FileHeaderLayout.SIZE;

  /** Offset of the newest log sequence number that readers may see. */
  public static final int VISIBLE_LSN_OFFSET = VERSION_OFFSET + Long.BYTES;

  /** Offset of the newest log sequence number known to be durable. */
  public static final int DURABLE_LSN_OFFSET = VISIBLE_LSN_OFFSET + Long.BYTES;

  /** Offset of the number of the active log segment. */
  public static final int SEGMENT_NUMBER_OFFSET = DURABLE_LSN_OFFSET + Long.BYTES;

  /** Offset of the end of the published part of the active log segment, in bytes. */
  public static final int LOG_TAIL_OFFSET = SEGMENT_NUMBER_OFFSET + Long.BYTES;

  /** Offset of the number of active entities. */
  public static final int ACTIVE_ENTITIES_OFFSET = LOG_TAIL_OFFSET + Long.BYTES;

  /** Offset of the number of deleted entities. */
  public static final int DELETED_ENTITIES_OFFSET = ACTIVE_ENTITIES_OFFSET + Long.BYTES;

  /** Offset of the number of distinct tags. */
  public static final int TAGS_OFFSET = DELETED_ENTITIES_OFFSET + Long.BYTES;

  /** Offset of the newest commit timestamp, in nanoseconds. */
  public static final int CLOCK_OFFSET = TAGS_OFFSET + Long.BYTES;

  /** Offset of the process id of the writer. */
  public static final int PID_OFFSET = CLOCK_OFFSET + Long.BYTES;

  /** Offset of the number of archived entities. */
  public static final int ARCHIVED_ENTITIES_OFFSET = PID_OFFSET + Long.BYTES;

  /** Offset of the number of purged entities. */
  public static final int PURGED_ENTITIES_OFFSET = ARCHIVED_ENTITIES_OFFSET + Long.BYTES;

  /** Offset of the reserved bytes, which are zero. */
  public static final int RESERVED_OFFSET = PURGED_ENTITIES_OFFSET + Long.BYTES;

  /** Offset of the counters, on cache lines of their own. */
  public static final int COUNTERS_OFFSET = VERSION_OFFSET + 2 * FileHeaderLayout.SIZE;

  /** Size of the area of the counters. */
  public static final int COUNTERS_BYTES = 3328;

  /** Offset of the first applied slot. */
  public static final int APPLIED_A_OFFSET = COUNTERS_OFFSET + COUNTERS_BYTES;

  /** Offset of the second applied slot. */
  public static final int APPLIED_B_OFFSET = APPLIED_A_OFFSET + AppliedLayout.SIZE;

  private LiveHeaderLayout() {}

  /** Returns the version with plain access. */
  public static long version(MemorySegment live) {
    return live.get(Layouts.LONG, VERSION_OFFSET);
  }

  /** Stores the version with plain access. */
  public static void version(MemorySegment live, long value) {
    live.set(Layouts.LONG, VERSION_OFFSET, value);
  }

  /** Returns the version; no later read is done before. */
  public static long versionAcquire(MemorySegment live) {
    return (long) Layouts.LONG_HANDLE.getAcquire(live, (long) VERSION_OFFSET);
  }

  /** Stores the version after every earlier store. */
  public static void versionRelease(MemorySegment live, long value) {
    Layouts.LONG_HANDLE.setRelease(live, (long) VERSION_OFFSET, value);
  }

  /** Returns the newest visible log sequence number. */
  public static long visibleLsn(MemorySegment live) {
    return live.get(Layouts.LONG, VISIBLE_LSN_OFFSET);
  }

  /** Stores the newest visible log sequence number. */
  public static void visibleLsn(MemorySegment live, long value) {
    live.set(Layouts.LONG, VISIBLE_LSN_OFFSET, value);
  }

  /** Returns the newest durable log sequence number. */
  public static long durableLsn(MemorySegment live) {
    return live.get(Layouts.LONG, DURABLE_LSN_OFFSET);
  }

  /** Stores the newest durable log sequence number. */
  public static void durableLsn(MemorySegment live, long value) {
    live.set(Layouts.LONG, DURABLE_LSN_OFFSET, value);
  }

  /** Returns the number of the active log segment. */
  public static long segmentNumber(MemorySegment live) {
    return live.get(Layouts.LONG, SEGMENT_NUMBER_OFFSET);
  }

  /** Stores the number of the active log segment. */
  public static void segmentNumber(MemorySegment live, long value) {
    live.set(Layouts.LONG, SEGMENT_NUMBER_OFFSET, value);
  }

  /** Returns the published end of the active log segment. */
  public static long logTail(MemorySegment live) {
    return live.get(Layouts.LONG, LOG_TAIL_OFFSET);
  }

  /** Stores the published end of the active log segment. */
  public static void logTail(MemorySegment live, long value) {
    live.set(Layouts.LONG, LOG_TAIL_OFFSET, value);
  }

  /** Returns the number of active entities. */
  public static long activeEntities(MemorySegment live) {
    return live.get(Layouts.LONG, ACTIVE_ENTITIES_OFFSET);
  }

  /** Stores the number of active entities. */
  public static void activeEntities(MemorySegment live, long value) {
    live.set(Layouts.LONG, ACTIVE_ENTITIES_OFFSET, value);
  }

  /** Returns the number of deleted entities. */
  public static long deletedEntities(MemorySegment live) {
    return live.get(Layouts.LONG, DELETED_ENTITIES_OFFSET);
  }

  /** Stores the number of deleted entities. */
  public static void deletedEntities(MemorySegment live, long value) {
    live.set(Layouts.LONG, DELETED_ENTITIES_OFFSET, value);
  }

  /** Returns the number of archived entities. */
  public static long archivedEntities(MemorySegment live) {
    return live.get(Layouts.LONG, ARCHIVED_ENTITIES_OFFSET);
  }

  /** Stores the number of archived entities. */
  public static void archivedEntities(MemorySegment live, long value) {
    live.set(Layouts.LONG, ARCHIVED_ENTITIES_OFFSET, value);
  }

  /** Returns the number of purged entities. */
  public static long purgedEntities(MemorySegment live) {
    return live.get(Layouts.LONG, PURGED_ENTITIES_OFFSET);
  }

  /** Stores the number of purged entities. */
  public static void purgedEntities(MemorySegment live, long value) {
    live.set(Layouts.LONG, PURGED_ENTITIES_OFFSET, value);
  }

  /** Returns the number of distinct tags. */
  public static long tags(MemorySegment live) {
    return live.get(Layouts.LONG, TAGS_OFFSET);
  }

  /** Stores the number of distinct tags. */
  public static void tags(MemorySegment live, long value) {
    live.set(Layouts.LONG, TAGS_OFFSET, value);
  }

  /** Returns the newest commit timestamp. */
  public static long clock(MemorySegment live) {
    return live.get(Layouts.LONG, CLOCK_OFFSET);
  }

  /** Stores the newest commit timestamp. */
  public static void clock(MemorySegment live, long value) {
    live.set(Layouts.LONG, CLOCK_OFFSET, value);
  }

  /** Returns the process id of the writer. */
  public static long pid(MemorySegment live) {
    return live.get(Layouts.LONG, PID_OFFSET);
  }

  /** Stores the process id of the writer. */
  public static void pid(MemorySegment live, long value) {
    live.set(Layouts.LONG, PID_OFFSET, value);
  }
}
