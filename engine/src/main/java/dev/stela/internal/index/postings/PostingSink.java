package dev.stela.internal.index.postings;

/** Takes the events of posting lists in the order of the log. */
@FunctionalInterface
public interface PostingSink {
  /**
   * Takes an event of the newest commit. The last of an entity's events in one list and commit
   * counts.
   */
  void append(int list, int ordinal, boolean removed, long lsn);
}
