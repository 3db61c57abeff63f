package dev.stela.tools.demo;

import java.util.List;

/**
 * A search in texts and its answer.
 *
 * @param search the text
 * @param asOfLsn the moment asked of
 * @param total how many entities match
 * @param rankedNanos how long it took to find the best: the median of several times
 * @param hits the best, the first first
 */
record SearchResult(
    String search, long asOfLsn, long total, long rankedNanos, List<SearchResult.Hit> hits) {

  /**
   * An entity that was found.
   *
   * @param entity its id
   * @param score how well it fits
   * @param highlights pieces of its texts, with stars around what was found
   */
  record Hit(String entity, float score, List<String> highlights) {}
}
