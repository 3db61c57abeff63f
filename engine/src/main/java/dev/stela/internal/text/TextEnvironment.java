package dev.stela.internal.text;

import dev.stela.internal.checkpoint.Catalog;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.index.postings.PurgedSet;
import dev.stela.internal.log.GroupCommit;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.Leases;
import java.nio.file.Path;

/**
 * The parts of a store that its text index needs. Immutable; any thread.
 *
 * @param files the way to the file system
 * @param path the store's folder
 * @param storeId the store's id
 * @param catalog what is in force; null in a store that is open for reading only
 * @param segments the log
 * @param dictionary the names of text fields
 * @param purged which entities have been purged
 * @param commits how far the log is appended and durable
 * @param leases keep the log's memory open while it is read
 * @param bufferBytes how large a delta becomes
 */
public record TextEnvironment(
    FileOps files,
    Path path,
    StoreId storeId,
    Catalog catalog,
    SegmentTable segments,
    Dictionary dictionary,
    PurgedSet purged,
    GroupCommit commits,
    Leases leases,
    long bufferBytes) {}
