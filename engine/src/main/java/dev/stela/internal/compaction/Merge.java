package dev.stela.internal.compaction;

import dev.stela.internal.format.DefinitionLayout;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.log.DataSegmentWriter;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.read.Lookup;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.agrona.collections.LongHashSet;

/**
 * Turns a run of adjacent sealed segments into one data segment, which is in force only when the
 * caller puts it there. Nothing of the store changes before. One use, one thread.
 */
public final class Merge {
  private final SegmentTable segments;
  private final List<LogSegment> run;
  private final Decisions decisions;
  private final Pacer pacer;
  private final RunVersions versions;
  private final Plan plan;
  private OutputChains chains;

  /**
   * Decides what is kept.
   *
   * @param run adjacent segments to which nothing is appended any more, all of it durable
   * @param endLsn nothing is dropped because of what comes later: neither a power cut nor a backup
   *     is without what comes before
   * @param stagedLsn pieces of streamed content from here on may be waiting to be put
   */
  public Merge(
      SegmentTable segments,
      Lookup lookup,
      List<LogSegment> run,
      Decisions decisions,
      Pacer pacer,
      long endLsn,
      long stagedLsn) {
    this.segments = segments;
    this.run = run;
    this.decisions = decisions;
    this.pacer = pacer;
    this.versions = new RunVersions(run, pacer);
    this.plan =
        new Planner(versions, decisions, new EntityPast(segments, lookup, endLsn), pacer).plan();
    keepChunks(stagedLsn);
  }

  /** Returns how many events go. */
  public long droppedEvents() {
    return plan.droppedEvents();
  }

  /** Returns how many purged entities' versions go. */
  public long purgedEntities() {
    return plan.purgedEntities();
  }

  /** Tells whether the run would be written again as it is. */
  boolean dropsNothing() {
    return plan.droppedEvents() == 0
        && plan.purgedEntities() == 0
        && plan.chunks().containsAll(versions.chunks())
        && !definesErased();
  }

  /** Tells whether a definition in the run has a text that is to go. */
  private boolean definesErased() {
    for (LogSegment segment : run) {
      MemorySegment memory = segment.memory();
      long frame = LogSegmentLayout.FRAMES_OFFSET;
      for (int end = segment.end(); frame < end; frame += FrameLayout.length(memory, frame)) {
        long record = frame + FrameLayout.SIZE;
        for (int i = FrameLayout.records(memory, frame); i > 0; i--) {
          if (RecordLayout.kind(memory, record) == RecordLayout.KIND_TAG
              && DefinitionLayout.bytes(memory, record) > 0
              && decisions.isErased(DefinitionLayout.number(memory, record))) {
            return true;
          }
          record += RecordLayout.length(memory, record);
        }
      }
    }
    return false;
  }

  /** Writes the data segment; the caller finishes it. */
  public void write(DataSegmentWriter out) {
    Rewriter rewriter = new Rewriter(segments, run, versions, plan, decisions, out, pacer);
    rewriter.write();
    chains = rewriter.chains();
  }

  /** Receives where the run's newest version of each entity was and is. */
  interface Moves {
    void moved(long idHigh, long idLow, LogSegment from, long fromRecord, long toRecord);
  }

  /** Returns the number of entities in the run. */
  int entities() {
    return versions.entityCount();
  }

  /** Tells where the newest version of one of them has gone; nothing of a purged one. */
  void move(int entity, Moves moves) {
    int last = versions.last(entity);
    if (plan.keeps(last)) {
      LogSegment from = versions.segment(last);
      MemorySegment memory = from.memory();
      long record = versions.record(last);
      moves.moved(
          RecordLayout.idHigh(memory, record),
          RecordLayout.idLow(memory, record),
          from,
          record,
          chains.last(entity));
    }
  }

  private void keepChunks(long stagedLsn) {
    LongHashSet kept = plan.chunks();
    boolean unclear = false;
    LongHashSet.LongIterator all = versions.chunks().iterator();
    while (all.hasNext()) {
      long lsn = all.nextValue();
      if (lsn >= stagedLsn) {
        kept.add(lsn);
      }
      unclear |= !kept.contains(lsn);
    }
    if (unclear) {
      ChunkUse use = new ChunkUse(decisions::isPurged, pacer);
      long last = run.getLast().firstLsn();
      for (LogSegment segment : segments.all()) {
        if (segment.firstLsn() > last) {
          use.addUsed(segment, kept);
        }
      }
    }
  }
}
