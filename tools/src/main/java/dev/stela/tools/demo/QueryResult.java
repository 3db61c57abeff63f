package dev.stela.tools.demo;

/**
 * A query and its answer.
 *
 * @param query the text
 * @param asOfLsn the moment asked of
 * @param count how many entities match
 * @param countNanos how long it took to count them: the median of several times
 */
record QueryResult(String query, long asOfLsn, long count, long countNanos) {}
