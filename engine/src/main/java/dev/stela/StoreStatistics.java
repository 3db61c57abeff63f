package dev.stela;

import java.time.Duration;
import java.time.Instant;

/**
 * What a store holds at a moment.
 *
 * @param visibleLsn the newest LSN that reads see
 * @param durableLsn the newest LSN that no power cut takes back
 * @param lastCommit the time of the newest commit
 * @param activeEntities how many entities are active
 * @param deletedEntities how many entities are deleted
 * @param archivedEntities how many entities are archived
 * @param purgedEntities how many entities were purged
 * @param tags how many distinct tags have ever been used
 * @param textFields how many distinct names of text fields have ever been used
 * @param segments how many log segments are in use
 * @param logBytes how many bytes of them are used
 * @param leases how many snapshots and search results are being read: closed neither by hand, nor
 *     at their end, nor by the garbage collector
 * @param oldestLease the oldest LSN as of which these read; {@code visibleLsn} if there are none
 * @param oldestLeaseAge how long ago the first of them began; zero if there are none
 * @param pinnedBytes how much of the disk waits for them: files that have been replaced
 * @param checkpointLsn the LSN up to which a rebuild reads index parts instead of the log; 0 in a
 *     store that is open for reading only
 * @param checkpointFailures how many attempts of the background to make a checkpoint have failed;
 *     each is made again
 * @param lastCheckpointFailure what the last one failed of; empty if it did not fail
 * @param segmentFileBytes how much of the disk all segments take, with what waits for leases
 * @param spaceAmplification that divided by the bytes of them that are used
 * @param compactionBytesWritten how many bytes merges have written since the store was opened
 * @param compactionFailures how many merges have failed since then; each is made again
 * @param lastCompactionFailure what the last one failed of; empty if it did not fail
 * @param trimFailures how many attempts of the background to trim posting lists have failed, which
 *     costs space and no answer; each is made again
 * @param lastTrimFailure what the last one failed of; empty if it did not fail
 * @param textDocuments how many entities can be found by their texts
 * @param textSegments how many segments the text index has
 * @param textBytes how many bytes they have
 * @param textDeltaBytes how much of the heap texts take that are in no segment yet
 * @param textRefused how many versions of entities, superseded ones included, lack a text in the
 *     index since its analyzer failed on it, or since it was too much; of an index that is being
 *     made, while one is. Their other texts are found. A write of such a text is refused; but an
 *     analyzer that is configured later may refuse what was written before
 * @param lastTextRefusal why the last such text since the store was opened was left out; empty if
 *     none was
 * @param textProgress how much of the log the text index that is wanted has gone through, 0 to 1; 1
 *     if it answers, or none is wanted
 * @param textFailures how many attempts of the background to write to it have failed; each is made
 *     again
 * @param lastTextFailure what the last one failed of; empty if it did not fail
 */
public record StoreStatistics(
    long visibleLsn,
    long durableLsn,
    Instant lastCommit,
    long activeEntities,
    long deletedEntities,
    long archivedEntities,
    long purgedEntities,
    int tags,
    int textFields,
    int segments,
    long logBytes,
    int leases,
    long oldestLease,
    Duration oldestLeaseAge,
    long pinnedBytes,
    long checkpointLsn,
    long checkpointFailures,
    String lastCheckpointFailure,
    long segmentFileBytes,
    double spaceAmplification,
    long compactionBytesWritten,
    long compactionFailures,
    String lastCompactionFailure,
    long trimFailures,
    String lastTrimFailure,
    long textDocuments,
    int textSegments,
    long textBytes,
    long textDeltaBytes,
    long textRefused,
    String lastTextRefusal,
    double textProgress,
    long textFailures,
    String lastTextFailure) {}
