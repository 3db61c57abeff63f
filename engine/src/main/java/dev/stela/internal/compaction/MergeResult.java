package dev.stela.internal.compaction;

/**
 * What one merge did. Immutable.
 *
 * @param segmentsRead how many segments it read
 * @param segmentsWritten how many it wrote: none if that would have changed nothing
 * @param bytesRead their size
 * @param bytesWritten their size
 * @param droppedEvents how many events retention let go
 * @param purgedEntities how many purged entities it erased
 */
record MergeResult(
    int segmentsRead,
    int segmentsWritten,
    long bytesRead,
    long bytesWritten,
    long droppedEvents,
    long purgedEntities) {}
