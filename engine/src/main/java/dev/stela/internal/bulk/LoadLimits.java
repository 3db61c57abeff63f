package dev.stela.internal.bulk;

/**
 * What bounds a load. Immutable.
 *
 * @param batchDocuments how many documents a batch has
 * @param batchBytes after how many bytes of documents a batch ends
 * @param windowDocuments by how many positions a document may be ahead of the first missing one
 * @param maxBytes how many bytes of documents are in memory
 * @param threads how many threads prepare documents
 * @param retries how often in a row writing is tried again
 * @param firstPauseNanos how long is waited before that at first
 * @param longestPauseNanos how long at most
 */
public record LoadLimits(
    int batchDocuments,
    long batchBytes,
    int windowDocuments,
    long maxBytes,
    int threads,
    int retries,
    long firstPauseNanos,
    long longestPauseNanos) {}
