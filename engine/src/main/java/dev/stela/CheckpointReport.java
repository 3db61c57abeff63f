package dev.stela;

import java.time.Duration;

/**
 * What a checkpoint did.
 *
 * @param lsn the LSN up to which the log need not be replayed any more
 * @param segments how many segments were given their index part
 * @param indexBytes how many bytes these parts have
 * @param duration how long it took
 */
public record CheckpointReport(long lsn, int segments, long indexBytes, Duration duration) {}
