package dev.stela.internal.checkpoint;

import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.log.LogSegment;

/**
 * The LSNs that a sealed segment covers, and the times of the first and the last. Immutable.
 *
 * @param firstLsn the first one; compaction may have dropped its frame
 * @param lastLsn the last one, likewise
 * @param firstTimestamp the time of the first one
 * @param lastTimestamp the time of the last one
 */
public record LsnRange(long firstLsn, long lastLsn, long firstTimestamp, long lastTimestamp) {
  /** Returns what a segment of the log covers that is sealed. */
  public static LsnRange of(LogSegment sealed) {
    long last = sealed.sealedLsn();
    return new LsnRange(
        sealed.firstLsn(),
        last,
        FrameLayout.timestamp(sealed.memory(), LogSegmentLayout.FRAMES_OFFSET),
        FrameLayout.timestamp(sealed.memory(), sealed.frameOf(last)));
  }
}
