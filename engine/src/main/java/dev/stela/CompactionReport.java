package dev.stela;

import java.time.Duration;
import java.util.List;

/**
 * What a compaction did, or would do.
 *
 * @param segmentsBefore how many segments were read
 * @param segmentsAfter how many were written in their place
 * @param bytesBefore the size of those read
 * @param bytesAfter the size of those written
 * @param droppedEvents how many events of tags and contents retention let go
 * @param policies what each policy of retention let go, first those of the configuration
 * @param purgedEntities how many purged entities were erased
 * @param dryRun whether nothing was changed
 * @param duration how long it took
 */
public record CompactionReport(
    int segmentsBefore,
    int segmentsAfter,
    long bytesBefore,
    long bytesAfter,
    long droppedEvents,
    List<RetentionReport> policies,
    long purgedEntities,
    boolean dryRun,
    Duration duration) {}
