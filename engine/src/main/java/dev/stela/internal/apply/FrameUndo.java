package dev.stela.internal.apply;

import dev.stela.CorruptionException;
import dev.stela.internal.directory.DirectoryRepair;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.IndexEntryLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.index.entities.EntityTable;
import dev.stela.internal.index.postings.PostingLists;
import dev.stela.internal.index.postings.PostingRepair;
import dev.stela.internal.index.postings.Postings;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentTable;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * The applier backwards, for one frame: takes back what a process that died had done of it, so that
 * it can be applied as if nothing had happened. One thread, once, before the frame is applied.
 *
 * <p>What applying overwrites with the same, whatever is there, is left as it is: the rows of
 * entities, and definitions behind the end of the dictionary. An entry of the directory tells what
 * the entity was, and an event in a list is appended, so these are taken back.
 *
 * <p>Why one frame is enough: a frame is in the log as a whole before anything of it is applied
 * (the fence in {@code Writer.append}), and it is applied as a whole before the next applied slot
 * is (the release in {@code AppliedSlots.write}), and nothing of a later frame is before that (the
 * fence after it). So of the frame behind the newest whole slot anything may have been done, and of
 * the one after it nothing.
 *
 * <p>All that is done here can be done again, should this process die as well.
 */
public final class FrameUndo {
  private final DirectoryRepair directory;
  private final EntityTable entities;
  private final PostingRepair lists;

  // Says of which lists applying changes the ends, so that these are cut, and no others.
  private final PostingIndexer events;

  private final SegmentTable segments;
  private final int ordinals;
  private final long lsn;

  /**
   * Takes frames back in structures that were taken over.
   *
   * @param segments hold all frames before the one that is taken back
   * @param ordinals how many ordinals there are without that frame
   * @param lsn the LSN of the last frame that is to be kept
   */
  public FrameUndo(
      DirectoryRepair directory,
      EntityTable entities,
      PostingLists lists,
      SegmentTable segments,
      int ordinals,
      long lsn) {
    this.directory = directory;
    this.entities = entities;
    PostingRepair repair = new PostingRepair(lists, lsn);
    this.lists = repair;
    this.events = new PostingIndexer((list, ordinal, removed, version) -> repair.cut(list));
    this.segments = segments;
    this.ordinals = ordinals;
    this.lsn = lsn;
  }

  /**
   * Takes back a frame whose checksum is known to be right.
   *
   * @param memory holds the frame at its start
   * @param segment the segment in which it lies
   * @param frame its offset there
   * @throws CorruptionException if what it changed cannot be found
   */
  public void undo(MemorySegment memory, LogSegment segment, long frame) {
    int count = FrameLayout.records(memory, 0);
    long record = FrameLayout.SIZE;
    for (int i = 0; i < count; i++) {
      if (RecordLayout.kind(memory, record) == RecordLayout.KIND_ENTITY) {
        if ((RecordLayout.flags(memory, record) & RecordLayout.FLAG_CREATED) != 0) {
          directory.noteInserted(
              RecordLayout.idHigh(memory, record), RecordLayout.idLow(memory, record));
        } else {
          undoChange(memory, record, segment, frame + record);
        }
        events.index(memory, record, FrameLayout.lsn(memory, 0));
      } else if (RecordLayout.kind(memory, record) == RecordLayout.KIND_PURGE) {
        undoPurge(memory, record);
      }
      record += RecordLayout.length(memory, record);
    }
    directory.removeInserted(ordinals);
    lists.clearBehindTail();
  }

  /** What is erased stays so: it will be erased again. Only what is half-written is completed. */
  private void undoPurge(MemorySegment memory, long record) {
    int ordinal = RecordLayout.ordinal(memory, record);
    lists.cut(Postings.PURGED);
    if (ordinal < ordinals) {
      // While the row has its id, at most one slot is half-written, and it is this entity's.
      directory.completePurge(entities.idHigh(ordinal), entities.idLow(ordinal), ordinal, lsn);
    }
  }

  private void undoChange(MemorySegment memory, long record, LogSegment segment, long place) {
    int ordinal = RecordLayout.ordinal(memory, record);
    long idHigh = RecordLayout.idHigh(memory, record);
    long idLow = RecordLayout.idLow(memory, record);
    long before = RecordLayout.previousLsn(memory, record);
    if (ordinal >= ordinals || before > lsn) {
      throw damage("a frame changes an entity that is not there", segment.path(), place, ordinal);
    }
    if (directory.isChanged(idHigh, idLow, ordinal, lsn)) {
      long inSegment = RecordLayout.previous(memory, record);
      long location =
          inSegment != 0
              ? IndexEntryLayout.location(segment.number(), inSegment)
              : find(before, ordinal);
      MemorySegment older = segments.get(IndexEntryLayout.segmentNumber(location)).memory();
      long version = IndexEntryLayout.offset(location);
      directory.restore(
          idHigh,
          idLow,
          ordinal,
          location,
          before,
          RecordLayout.length(older, version),
          Applier.slotFlags(RecordLayout.flags(older, version)));
    }
  }

  /** Returns the place of an entity's version in an older segment. */
  private long find(long versionLsn, int ordinal) {
    LogSegment segment = segments.require(versionLsn);
    long frame = segment.frameOf(versionLsn);
    long record = RecordLayout.find(segment.memory(), frame, ordinal);
    if (record < 0) {
      throw damage("the version before is not in its frame", segment.path(), frame, ordinal);
    }
    return IndexEntryLayout.location(segment.number(), record);
  }

  private static CorruptionException damage(String what, Path file, long offset, int ordinal) {
    return new CorruptionException(what, file, offset, "ordinal " + ordinal, "none");
  }
}
