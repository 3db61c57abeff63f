package dev.stela.internal.compaction;

import dev.stela.internal.checkpoint.Catalog;
import dev.stela.internal.directory.Directory;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.log.GroupCommit;
import dev.stela.internal.log.SegmentFiles;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.read.Lookup;
import dev.stela.internal.retention.KeptHistory;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.Leases;
import dev.stela.internal.write.Writer;

/**
 * The parts of an open store that compaction works on. Immutable; any thread.
 *
 * @param files how files are reached
 * @param segmentFiles names and opens segments
 * @param storeId the store's identity
 * @param catalog what is in force
 * @param segments the segments in use
 * @param directory leads to the newest versions
 * @param lookup reads through it
 * @param writer whose lock is taken for each step that readers could see
 * @param commits what is durable
 * @param leases who is still reading
 * @param kept what of the past is answered
 */
public record CompactionParts(
    FileOps files,
    SegmentFiles segmentFiles,
    StoreId storeId,
    Catalog catalog,
    SegmentTable segments,
    Directory directory,
    Lookup lookup,
    Writer writer,
    GroupCommit commits,
    Leases leases,
    KeptHistory kept) {}
