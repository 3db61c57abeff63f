package dev.stela.jcstress;

import dev.stela.EntityId;
import dev.stela.internal.compaction.StressRetirement;
import dev.stela.internal.directory.Directory;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.read.Lookup;
import dev.stela.internal.storage.Leases;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A log of which two sealed segments, just taken over, are about to be replaced by one: the
 * production classes that readers and a merge share, without a store, and what a merge and commits
 * do to them, in steps. One thread takes the steps; any thread reads.
 */
final class MergedLog {
  private static final MergedFiles FILES = MergedFiles.get();
  private static final List<EntityId> IDS = List.of(MergedFiles.RESTING, MergedFiles.CHANGING);

  final SegmentTable segments = new SegmentTable();
  final Leases leases = new Leases(Duration.ZERO, System::nanoTime);
  final Lookup lookup;

  private final Directory directory = new HeapExtents().directory(IDS.size());
  private final List<LogSegment> sources =
      FILES.before.segments().stream().map(FILES::open).toList();
  private final LogSegment made = FILES.open(FILES.after.segments().getFirst());
  private final LogSegment next = FILES.segments.open(MergedFiles.LAST);
  private final AtomicLong visible = new AtomicLong(FILES.before.lsn());
  private final StressRetirement retirement;
  private int tail = LogSegmentLayout.FRAMES_OFFSET;

  /** Stands at the end of the second segment. */
  MergedLog() {
    sources.forEach(segments::add);
    lookup = new Lookup(directory, segments);
    for (EntityId id : IDS) {
      MergedFiles.Put last = newest(id, FILES.before.lsn());
      directory.insert(id.high(), id.low(), last.place(), last.lsn(), last.ordinal(), 1, 0);
    }
    retirement =
        new StressRetirement(
            FILES.images,
            FILES.folder,
            FILES.storeId,
            FILES.segments,
            segments,
            leases,
            FILES.after.withSegments(FILES.after.segments(), FILES.before.segments()));
  }

  /** Returns the newest version of an entity that is not after an LSN, as it was written. */
  static MergedFiles.Put newest(EntityId id, long limit) {
    return FILES.newest(id, limit);
  }

  /** Returns all versions, as they were written, in the order of their LSNs. */
  static List<MergedFiles.Put> puts() {
    return FILES.puts;
  }

  /** Returns the newest LSN that may be asked for. */
  long visible() {
    return visible.getAcquire();
  }

  /** Lets the log go on in the next segment, as when one is full. */
  void roll() {
    segments.add(next);
  }

  /** Commits what the next segment has: its frame, the directory's entry, then the LSN. */
  void commit() {
    for (MergedFiles.Put put : FILES.puts) {
      if (put.lsn() > FILES.before.lsn()) {
        tail = MergedFiles.publish(next, tail);
        EntityId id = put.id();
        directory.update(id.high(), id.low(), put.place(), put.lsn(), 1, 0);
        visible.setRelease(put.lsn());
      }
    }
  }

  /** Puts the merged segment in force in the place of those that it was made of. */
  void swap() {
    segments.admit(made);
    segments.replace(sources, List.of(made));
  }

  /** Lets the directory lead to the merged segment. */
  void repoint() {
    for (EntityId id : IDS) {
      MergedFiles.Put last = newest(id, FILES.before.lsn());
      directory.repoint(id.high(), id.low(), last.place(), last.moved());
    }
  }

  /** Takes what was replaced out of use, and closes it as soon as leases allow. */
  void retire() {
    retirement.retire();
    retirement.reap();
  }

  /** Closes what was replaced if leases allow; tells whether it is closed. */
  boolean isClosed() {
    retirement.reap();
    return sources.stream().noneMatch(source -> source.memory().scope().isAlive());
  }
}
