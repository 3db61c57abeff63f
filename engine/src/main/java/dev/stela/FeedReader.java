package dev.stela;

import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.read.Version;
import dev.stela.internal.read.VersionFeed;
import java.util.function.IntPredicate;

/** Copies the changes of a whole store out of the log, one after another. One thread at a time. */
final class FeedReader {
  private final VersionFeed feed;
  private final EventAssembler events;
  private final Version version = new Version();

  // The version is still to be given, for copying it has failed, and what was given before it.
  private boolean pending;
  private long given;

  FeedReader(SegmentTable segments, Dictionary dictionary, IntPredicate purged, long afterLsn) {
    this.feed = new VersionFeed(segments, purged, afterLsn);
    this.events = new EventAssembler(dictionary, null);
  }

  /**
   * Returns the next change up to an LSN, the same again after a failure; null if none is there.
   */
  Change next(long limit) {
    try {
      if (!pending) {
        given = feed.lsn();
        pending = feed.next(limit, version);
      }
      if (!pending) {
        return null;
      }
      Change change = events.change(EntityAssembler.id(version), version);
      pending = false;
      return change;
    } catch (IllegalStateException | InternalError e) {
      throw Edge.translate(e);
    }
  }

  /** Returns the LSN up to which every change has been given. */
  long lsn() {
    return pending ? given : feed.lsn();
  }
}
