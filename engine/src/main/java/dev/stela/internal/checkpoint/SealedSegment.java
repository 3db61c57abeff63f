package dev.stela.internal.checkpoint;

/**
 * A segment that will never change: a full one of the log, or one that compaction has made.
 * Immutable.
 *
 * @param number its number
 * @param end the offset after its last frame; of a data segment also the length of its file
 * @param firstLsn the first LSN of the range that it covers; compaction may have dropped its frame
 * @param lastLsn the last LSN of that range, likewise
 * @param firstTimestamp the time of the first LSN
 * @param lastTimestamp the time of the last LSN
 * @param indexBytes the length of its index part
 */
public record SealedSegment(
    int number,
    int end,
    long firstLsn,
    long lastLsn,
    long firstTimestamp,
    long lastTimestamp,
    long indexBytes) {

  /** Returns what the segment covers. */
  public LsnRange range() {
    return new LsnRange(firstLsn, lastLsn, firstTimestamp, lastTimestamp);
  }
}
