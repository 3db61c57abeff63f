package dev.stela.internal.apply;

import dev.stela.CorruptionException;
import dev.stela.internal.directory.Directory;
import dev.stela.internal.directory.IndexEntry;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.IndexEntryLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.index.entities.EntityTable;
import dev.stela.internal.index.postings.PostingLists;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

/**
 * Brings a commit frame into everything that is derived from the log. A live commit and the replay
 * of an old one run exactly this. Nothing else changes what the directory, the dictionary, the
 * entity table, the posting lists or the counts say of any commit that can be asked for: index
 * parts bring in the same, compaction moves, erases and trims.
 *
 * <p>Deterministic: the same frames in the same order give the same state. Only the thread that
 * holds the writer lock may apply; the counts may be read by any thread when nobody applies.
 */
public final class Applier {
  private final Directory directory;
  private final Dictionary dictionary;
  private final EntityTable entities;
  private final PostingLists postings;
  private final EntityIndexer indexer;
  private final Purges purges;
  private final LoadStates loads;
  private final IndexEntry entry = new IndexEntry();
  private int ordinals;
  private long deleted;
  private long archived;
  private long purged;
  private long records;

  /**
   * Applies to empty structures, or to those that were taken over, with so many entities.
   *
   * @param loads the states of bulk loads as a manifest has them
   */
  public Applier(
      Directory directory,
      Dictionary dictionary,
      EntityTable entities,
      PostingLists postings,
      Counts counts,
      LoadStates loads) {
    this.directory = directory;
    this.dictionary = dictionary;
    this.entities = entities;
    this.postings = postings;
    this.indexer = new EntityIndexer(entities, postings);
    this.purges = new Purges(directory, entities, postings);
    this.loads = loads;
    this.ordinals = counts.ordinals();
    this.deleted = counts.deleted();
    this.archived = counts.archived();
    this.purged = counts.purged();
  }

  /** Returns the directory. */
  public Directory directory() {
    return directory;
  }

  /** Returns the dictionary. */
  public Dictionary dictionary() {
    return dictionary;
  }

  /** Returns the entity table. */
  public EntityTable entities() {
    return entities;
  }

  /** Returns the posting lists. */
  public PostingLists postings() {
    return postings;
  }

  /** Returns the states of bulk loads. */
  public LoadStates loads() {
    return loads;
  }

  /** Returns the number of ordinals given out: the next new entity gets this one. */
  public int ordinals() {
    return ordinals;
  }

  /** Returns the number of active entities. */
  public long active() {
    return ordinals - deleted - archived - purged;
  }

  /** Returns the number of deleted entities. */
  public long deleted() {
    return deleted;
  }

  /** Returns the number of archived entities. */
  public long archived() {
    return archived;
  }

  /** Returns the number of purged entities. */
  public long purged() {
    return purged;
  }

  /** Returns all counts as of the last frame applied. */
  public Counts counts() {
    return new Counts(ordinals, deleted, archived, purged);
  }

  /**
   * Requires that nothing is missing, after the replay of a log: an entity of which compaction left
   * nothing has to have been purged.
   *
   * @param file the log's last segment, for the message
   */
  public void requireComplete(Path file) {
    int hole = purges.firstHole();
    if (hole >= 0) {
      throw damage(
          "an entity is missing in the log that was not purged",
          file,
          0,
          "ordinal " + hole,
          "none");
    }
  }

  /** Returns how many records were applied since this applier was made. */
  public long records() {
    return records;
  }

  /**
   * Applies a frame whose checksum is known to be right.
   *
   * @param memory holds the frame at its start
   * @param segment the number of the segment in which the frame lies
   * @param frame the frame's offset in that segment
   * @param file the segment's file, for messages
   * @throws CorruptionException if the frame does not fit to what was applied before
   */
  public void apply(MemorySegment memory, int segment, long frame, Path file) {
    if (FrameLayout.kind(memory, 0) != FrameLayout.KIND_COMMIT) {
      return;
    }
    long lsn = FrameLayout.lsn(memory, 0);
    int count = FrameLayout.records(memory, 0);
    long record = FrameLayout.SIZE;
    for (int i = 0; i < count; i++) {
      switch (RecordLayout.kind(memory, record)) {
        case RecordLayout.KIND_ENTITY -> applyEntity(memory, record, lsn, segment, frame, file);
        case RecordLayout.KIND_PURGE -> applyPurge(memory, record, lsn);
        case RecordLayout.KIND_LOAD -> loads.apply(memory, record, frame, file);
        case RecordLayout.KIND_TAG, RecordLayout.KIND_FIELD ->
            Definitions.apply(dictionary, memory, record, frame, file);
        default ->
            throw damage(
                "a record is of unknown kind",
                file,
                frame + record,
                "1 to 3, 5 or 6",
                RecordLayout.kind(memory, record));
      }
      record += RecordLayout.length(memory, record);
    }
    records += count;
  }

  private void applyEntity(
      MemorySegment memory, long record, long lsn, int segment, long frame, Path file) {
    long idHigh = RecordLayout.idHigh(memory, record);
    long idLow = RecordLayout.idLow(memory, record);
    int ordinal = RecordLayout.ordinal(memory, record);
    int length = RecordLayout.length(memory, record);
    boolean created = (RecordLayout.flags(memory, record) & RecordLayout.FLAG_CREATED) != 0;
    if (ordinal >= ordinals + (created ? 1 : 0)) {
      addHoles(created ? ordinal : ordinal + 1, lsn);
    }
    if (!created && purges.isHole(ordinal)) {
      // Compaction has left this version for later: its entity was purged.
      return;
    }
    long location = IndexEntryLayout.location(segment, frame + record);
    int flags = slotFlags(RecordLayout.flags(memory, record));
    if (created) {
      if (ordinal != ordinals) {
        throw damage(
            "a new entity has not the next ordinal", file, frame + record, ordinals, ordinal);
      }
      directory.insert(idHigh, idLow, location, lsn, ordinal, length, flags);
      ordinals++;
    } else {
      if (!directory.lookup(idHigh, idLow, entry) || entry.ordinal() != ordinal) {
        throw damage(
            "a change is to an entity that is not there", file, frame + record, ordinal, "none");
      }
      count(entry.flags(), -1);
      directory.update(entry, location, lsn, length, flags);
    }
    count(flags, 1);
    indexer.index(memory, record, lsn);
  }

  private void applyPurge(MemorySegment memory, long record, long lsn) {
    int ordinal = RecordLayout.ordinal(memory, record);
    if (ordinal >= ordinals) {
      addHoles(ordinal + 1, lsn);
    }
    int life = purges.purge(ordinal, RecordLayout.flags(memory, record), lsn);
    count(slotFlags(life), -1);
    purged++;
  }

  /** Takes over entities of which index parts do not have the creation. */
  void addHoles(BitSet holes, List<Purges.Stray> strays) {
    purges.addHoles(holes);
    for (Purges.Stray stray : strays) {
      count(purges.remove(stray), -1);
    }
  }

  private void addHoles(int end, long lsn) {
    purges.addHoles(ordinals, end, lsn);
    ordinals = end;
  }

  /** Counts a state of life, or takes it out of the count. */
  private void count(int slotFlags, int one) {
    if ((slotFlags & IndexEntryLayout.DELETED) != 0) {
      deleted += one;
    } else if ((slotFlags & IndexEntryLayout.ARCHIVED) != 0) {
      archived += one;
    }
  }

  static int slotFlags(int recordFlags) {
    int flags = IndexEntryLayout.USED;
    if ((recordFlags & RecordLayout.FLAG_DELETED) != 0) {
      flags |= IndexEntryLayout.DELETED;
    }
    if ((recordFlags & RecordLayout.FLAG_ARCHIVED) != 0) {
      flags |= IndexEntryLayout.ARCHIVED;
    }
    if ((recordFlags & RecordLayout.FLAG_NAMED) != 0) {
      flags |= IndexEntryLayout.NAMED;
    }
    return flags;
  }

  private static CorruptionException damage(
      String what, Path file, long offset, Object expected, Object actual) {
    return new CorruptionException(what, file, offset, expected, actual);
  }
}
