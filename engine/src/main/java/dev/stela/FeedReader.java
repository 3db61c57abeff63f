package dev.stela;

import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.read.Version;
import dev.stela.internal.read.VersionFeed;

/** Copies the changes of a whole store out of the log, one after another. One thread at a time. */
final class FeedReader {
  private final VersionFeed feed;
  private final EventAssembler events;
  private final Version version = new Version();

  FeedReader(SegmentTable segments, Dictionary dictionary, long afterLsn) {
    this.feed = new VersionFeed(segments, afterLsn);
    this.events = new EventAssembler(dictionary, null);
  }

  /** Returns the next change up to an LSN; null if there is none. */
  Change next(long limit) {
    try {
      if (!feed.next(limit, version)) {
        return null;
      }
      return events.change(EntityAssembler.id(version), version);
    } catch (IllegalStateException | InternalError e) {
      throw Edge.translate(e);
    }
  }

  /** Returns the LSN up to which every change has been given. */
  long lsn() {
    return feed.lsn();
  }
}
