package dev.stela.internal.header;

/**
 * All fields of the {@link LiveHeader} as of one publication; belongs to the thread that reads into
 * it.
 */
public final class LiveSnapshot {
  long version;
  long visibleLsn;
  long durableLsn;
  long segmentNumber;
  long logTail;
  long activeEntities;
  long deletedEntities;
  long archivedEntities;
  long purgedEntities;
  long tags;
  long clock;
  long pid;

  /** Returns the number of the publication: it changes with each one, and with each new writer. */
  public long version() {
    return version;
  }

  /** Returns the newest log sequence number that readers may see. */
  public long visibleLsn() {
    return visibleLsn;
  }

  /** Returns the newest log sequence number known to be durable. */
  public long durableLsn() {
    return durableLsn;
  }

  /** Returns the number of the active log segment. */
  public long segmentNumber() {
    return segmentNumber;
  }

  /** Returns the end of the published part of the active log segment, in bytes. */
  public long logTail() {
    return logTail;
  }

  /** Returns the number of active entities. */
  public long activeEntities() {
    return activeEntities;
  }

  /** Returns the number of deleted entities. */
  public long deletedEntities() {
    return deletedEntities;
  }

  /** Returns the number of archived entities. */
  public long archivedEntities() {
    return archivedEntities;
  }

  /** Returns the number of purged entities. */
  public long purgedEntities() {
    return purgedEntities;
  }

  /** Returns the number of distinct tags. */
  public long tags() {
    return tags;
  }

  /** Returns the newest commit timestamp, in nanoseconds. */
  public long clock() {
    return clock;
  }

  /** Returns the process id of the writer. */
  public long pid() {
    return pid;
  }
}
