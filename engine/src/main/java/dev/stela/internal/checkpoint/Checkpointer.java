package dev.stela.internal.checkpoint;

import dev.stela.StelaException;
import dev.stela.StoreClosedException;
import dev.stela.internal.apply.LoadStates;
import dev.stela.internal.log.GroupCommit;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentFiles;
import dev.stela.internal.log.SegmentTable;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Gives sealed segments of the log their index parts and puts them in force: the log is replayed
 * from behind them. Neither readers nor writers wait for it. Any thread; one works at a time.
 */
public final class Checkpointer implements AutoCloseable {
  private final Catalog catalog;
  private final SegmentTable segments;
  private final SegmentFiles files;
  private final GroupCommit commits;

  /** Segments in force whose index part was found missing or damaged. */
  private final Queue<SealedSegment> damaged = new ArrayDeque<>();

  private boolean closed;
  private volatile Done done = new Done(0, 0);

  /**
   * What was done since the store was opened.
   *
   * @param segments how many segments were given their index part
   * @param indexBytes how many bytes these parts have
   */
  public record Done(int segments, long indexBytes) {
    private Done plus(SealedSegment sealed) {
      return new Done(segments + 1, indexBytes + sealed.indexBytes());
    }
  }

  /**
   * Goes on behind what is in force.
   *
   * @param damaged segments in force whose index part is to be made anew
   */
  public Checkpointer(
      Catalog catalog,
      SegmentTable segments,
      SegmentFiles files,
      GroupCommit commits,
      List<SealedSegment> damaged) {
    this.catalog = catalog;
    this.segments = segments;
    this.files = files;
    this.commits = commits;
    this.damaged.addAll(damaged);
  }

  /** Returns what was done since the store was opened. */
  public Done done() {
    return done;
  }

  /**
   * Makes the index parts of all segments that are sealed by now and have none, and puts these in
   * force one by one. What writers seal meanwhile waits, or this might never end.
   *
   * @throws StelaException if that fails; what was done until then stays, the rest waits for the
   *     next call
   */
  public void checkpoint() {
    checkpoint(commits.appendedLsn());
  }

  private synchronized void checkpoint(long lastLsn) {
    if (closed) {
      throw new StoreClosedException("the store is closed");
    }
    for (LogSegment segment = next();
        segment != null && segment.firstLsn() <= lastLsn;
        segment = next()) {
      // In force only what no power cut takes back: nobody replays it any more.
      commits.awaitDurable(segment.sealedLsn());
      // As of the segment's last LSN: what the applier has may be of later commits, which a power
      // cut may take back. Nobody else changes what the manifest says of loads.
      Manifest before = catalog.current();
      LoadStates loads = LoadStates.of(before.loads().toBytes(), before.lsn(), segment.path());
      SealedSegment sealed = IndexParts.write(files, segment, LsnRange.of(segment), loads);
      Section states = Section.of(loads.toBytes());
      catalog.publish(manifest -> manifest.withSealed(sealed).withLoads(states));
      done = done.plus(sealed);
    }
    while (!damaged.isEmpty()) {
      repair(damaged.peek());
      damaged.remove();
    }
  }

  /** Waits for what is under way and refuses everything after it. */
  @Override
  public synchronized void close() {
    closed = true;
  }

  /** The same frames give the same part, so that nothing has to be published. */
  private void repair(SealedSegment sealed) {
    LogSegment segment = segments.get(sealed.number());
    if (segment != null && catalog.current().segments().contains(sealed)) {
      done = done.plus(IndexParts.write(files, segment, sealed.range()));
      if (!catalog.current().segments().contains(sealed)) {
        // Compaction has replaced the segment meanwhile: what it may have erased must not come
        // back.
        files.deletePart(sealed.number());
      }
    }
  }

  private LogSegment next() {
    LogSegment segment = segments.get(catalog.current().nextLog());
    return segment != null && segment.sealedLsn() != 0 ? segment : null;
  }
}
