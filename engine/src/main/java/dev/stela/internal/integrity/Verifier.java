package dev.stela.internal.integrity;

import dev.stela.CorruptionException;
import dev.stela.internal.checkpoint.SealedSegment;
import dev.stela.internal.directory.IndexEntry;
import dev.stela.internal.format.IndexEntryLayout;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.recovery.OpenStore;
import dev.stela.internal.retention.TagHorizons;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Checks all of a store that is open for reading only: every frame and record of the log, and
 * whether directory, dictionary, entity table, posting lists, text index and counts are what the
 * log says. One use, one thread.
 */
public final class Verifier implements AutoCloseable {
  private final OpenStore store;
  private final Findings findings;
  private final Consumer<String> notes;
  private final LogImage image;
  private final IndexImage indexes;
  private final SegmentVerifier segments;
  private boolean logComplete = true;

  /**
   * Prepares a verification.
   *
   * @param notes gets what is no damage but worth knowing
   */
  public Verifier(OpenStore store, Findings findings, Consumer<String> notes) {
    this.store = store;
    this.findings = findings;
    this.notes = notes;
    this.image = new LogImage();
    this.indexes = new IndexImage(store.superblock().storeId());
    this.segments = new SegmentVerifier(store, image, indexes, findings);
  }

  /** Returns the number of frames checked. */
  public long frames() {
    return segments.frames();
  }

  /** Returns the number of records checked. */
  public long records() {
    return segments.records();
  }

  /** Returns the number of entities found in the log, purged ones not included. */
  public long entities() {
    return image.entities() - image.purged();
  }

  /**
   * Checks everything.
   *
   * @param progress gets the number of bytes of each segment when it has been checked
   */
  public void verify(LongConsumer progress) {
    LogSegment[] all = store.segments().all();
    LogSegment last = all[all.length - 1];
    for (LogSegment segment : all) {
      boolean torn = segment == last && store.recovery().cutBytes() > 0;
      logComplete &= segments.verify(segment, torn);
      progress.accept(segment.memory().byteSize());
    }
    if (store.recovery().cutBytes() == 0) {
      for (LogSegment segment : store.unusedSegments()) {
        segments.verifyFreeSpace(segment, LogSegmentLayout.FRAMES_OFFSET);
      }
    }
    boolean logSound = findings.count() == 0;
    if (logSound) {
      verifyParts();
    }
    verifyDirectory();
    verifyIndexes(logSound);
    if (logSound) {
      new TextVerifier(store, findings, notes).verify();
    }
    if (logComplete) {
      verifyCounts();
    }
  }

  private void verifyParts() {
    PartVerifier parts = new PartVerifier(store.segmentFiles(), findings);
    for (SealedSegment sealed : store.openedManifest().segments()) {
      parts.verify(store.segments().get(sealed.number()), sealed);
    }
  }

  private void verifyDirectory() {
    Path file = store.directory().path();
    try {
      store
          .directory()
          .verify(
              (what, offset, expected, actual) ->
                  findings.add(what, file, offset, expected, actual));
      store.directory().forEach(this::verifyEntry);
    } catch (CorruptionException e) {
      findings.add(e);
    }
  }

  private void verifyEntry(IndexEntry entry) {
    int ordinal = entry.ordinal();
    if (!image.knows(ordinal)) {
      if (logComplete) {
        damagedEntry("the log knows no such entity", entry, "an ordinal", ordinal);
      }
      return;
    }
    if (image.isPurged(ordinal)) {
      damagedEntry("an entry is of a purged entity", entry, "none", ordinal);
      return;
    }
    if (image.idHigh(ordinal) != entry.idHigh() || image.idLow(ordinal) != entry.idLow()) {
      damagedEntry("an entry has not the id of its entity", entry, ordinal, entry);
    }
    boolean newest = image.place(ordinal) == entry.location() || isToBeRepointed(entry);
    if (!newest && logComplete) {
      damagedEntry(
          "an entry does not point to its entity's newest version",
          entry,
          image.place(ordinal),
          entry.location());
    }
    if (newest
        && (image.lsn(ordinal) != entry.lsn()
            || image.isDeleted(ordinal) != ((entry.flags() & IndexEntryLayout.DELETED) != 0)
            || image.isArchived(ordinal) != ((entry.flags() & IndexEntryLayout.ARCHIVED) != 0))) {
      damagedEntry("an entry does not say what its version says", entry, image.lsn(ordinal), entry);
    }
  }

  /**
   * Entries are repointed in steps after a merge, which go on at the next open: until then they
   * lead to the same version in a segment that is no longer in force.
   */
  private boolean isToBeRepointed(IndexEntry entry) {
    LogSegment segment = store.segments().get(entry.segmentNumber());
    if (segment == null
        || List.of(store.segments().all()).contains(segment)
        || !segment.canHold(entry.offset())) {
      return false;
    }
    segment.check(entry.offset());
    return RecordLayout.ordinal(segment.memory(), entry.offset()) == entry.ordinal()
        && RecordLayout.lsn(segment.memory(), entry.offset()) == image.lsn(entry.ordinal());
  }

  /** The content of a file whose checksums do not match is not compared: it says nothing more. */
  private void verifyIndexes(boolean logSound) {
    boolean entities = store.entities().verifyExtents(findings::add);
    boolean lists = store.lists().verifyExtents(findings::add);
    if (logSound && entities) {
      store.entities().compare(indexes.entities(), image::isPurged, findings::add);
    }
    if (logSound && lists) {
      // The list of deletions has the number 0.
      store
          .lists()
          .compare(
              indexes.lists(),
              segments.tags() + 1,
              new TagHorizons(store.dictionary(), store.kept().horizons()),
              image.purgedSet(),
              findings::add);
    }
  }

  @Override
  public void close() {
    indexes.close();
  }

  private void damagedEntry(String what, IndexEntry entry, Object expected, Object actual) {
    findings.add(what + ": " + entry, store.directory().path(), 0, expected, actual);
  }

  private void verifyCounts() {
    if (image.firstHole() >= 0) {
      findings.add(
          "an entity is missing in the log that was not purged",
          store.path(),
          0,
          "ordinal " + image.firstHole(),
          "none");
    }
    if (!Arrays.equals(segments.loads().toBytes(), store.loads().toBytes())) {
      findings.add(
          "the states of bulk loads are not what the log says",
          store.path(),
          0,
          segments.loads().sorted(Long.MAX_VALUE),
          store.loads().sorted(Long.MAX_VALUE));
    }
    expect("number of entities", entities(), store.directory().size());
    expect("number of ordinals", image.entities(), store.applier().ordinals());
    expect("number of deleted entities", image.deleted(), store.applier().deleted());
    expect("number of archived entities", image.archived(), store.applier().archived());
    expect("number of purged entities", image.purged(), store.applier().purged());
    expect("number of tags", segments.tags(), store.dictionary().tags());
    expect("number of text fields", segments.fields(), store.dictionary().fields());
  }

  private void expect(String what, long expected, long actual) {
    if (expected != actual) {
      findings.add(what + " is not what the log says", store.path(), 0, expected, actual);
    }
  }
}
