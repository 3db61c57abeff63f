package dev.stela.internal.compaction;

/**
 * What a pass over all segments did. Immutable.
 *
 * @param segmentsRead how many segments were read
 * @param segmentsWritten how many were written in their place
 * @param bytesRead their size
 * @param bytesWritten their size
 * @param droppedEvents how many events retention let go
 * @param purgedEntities how many purged entities were erased
 */
public record CompactionTotals(
    int segmentsRead,
    int segmentsWritten,
    long bytesRead,
    long bytesWritten,
    long droppedEvents,
    long purgedEntities) {
  /** Nothing. */
  public static final CompactionTotals NONE = new CompactionTotals(0, 0, 0, 0, 0, 0);

  CompactionTotals plus(MergeResult result) {
    return new CompactionTotals(
        segmentsRead + result.segmentsRead(),
        segmentsWritten + result.segmentsWritten(),
        bytesRead + result.bytesRead(),
        bytesWritten + result.bytesWritten(),
        droppedEvents + result.droppedEvents(),
        purgedEntities + result.purgedEntities());
  }
}
