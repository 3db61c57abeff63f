package dev.stela.internal.text;

import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.index.text.DocumentTokens;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.read.TextSet;
import dev.stela.internal.read.Version;
import java.lang.foreign.MemorySegment;
import java.util.function.IntPredicate;

/**
 * Brings what the log says into a text index, frame by frame, as live commits do. Purged entities
 * are passed over but for the purge itself. One thread.
 */
final class TextFeed {
  private final SegmentTable segments;
  private final IntPredicate purged;
  private final DocumentMaker maker;
  private final TextParts parts;
  private final VersionTexts versionTexts;
  private final TextRule rule = new TextRule();
  private final Version version = new Version();
  private final TextSet texts = new TextSet();
  private final DocumentTokens tokens = new DocumentTokens();
  private LogSegment segment;
  private long next;
  private long lsn;
  private long commits;

  /** Begins behind an LSN. */
  TextFeed(TextEnvironment environment, TextParts parts, long afterLsn) {
    this.segments = environment.segments();
    this.purged = environment.purged()::contains;
    this.maker = new DocumentMaker(parts.schema(), environment.dictionary());
    this.parts = parts;
    this.versionTexts = new VersionTexts(segments);
    this.lsn = afterLsn;
  }

  /** Returns the LSN up to which all has been brought in. */
  long lsn() {
    return lsn;
  }

  /** Returns how many commits have been brought in. */
  long commits() {
    return commits;
  }

  /**
   * Brings in what there is up to an LSN.
   *
   * @param limit all frames up to it are in the log and applied
   * @param most so many frames at most
   */
  void advance(long limit, int most) {
    for (int i = 0; i < most && lsn < limit; i++) {
      if (!findNext(limit)) {
        lsn = limit;
        return;
      }
      MemorySegment memory = segment.memory();
      long frame = next;
      long frameLsn = FrameLayout.lsn(memory, frame);
      if (FrameLayout.kind(memory, frame) == FrameLayout.KIND_COMMIT) {
        take(memory, frame, frameLsn);
        commits++;
      }
      next = frame + FrameLayout.length(memory, frame);
      lsn = frameLsn;
    }
  }

  /** Finds the next frame up to the limit; those that compaction has left out are passed. */
  private boolean findNext(long limit) {
    if (segment == null || next >= segment.end() || segments.get(segment.number()) != segment) {
      segment = segments.ceiling(lsn + 1);
      if (segment == null) {
        return false;
      }
      next = segment.ceiling(lsn + 1);
    } else {
      segment.checkFrame(next);
    }
    return FrameLayout.lsn(segment.memory(), next) <= limit;
  }

  private void take(MemorySegment memory, long frame, long frameLsn) {
    long record = frame + FrameLayout.SIZE;
    for (int i = FrameLayout.records(memory, frame); i > 0; i--) {
      int kind = RecordLayout.kind(memory, record);
      int ordinal = RecordLayout.ordinal(memory, record);
      if (kind == RecordLayout.KIND_PURGE) {
        parts.purge(ordinal, frameLsn);
      } else if (kind == RecordLayout.KIND_ENTITY && !purged.test(ordinal)) {
        takeVersion(memory, record, ordinal, frameLsn);
      }
      record += RecordLayout.length(memory, record);
    }
  }

  private void takeVersion(MemorySegment memory, long record, int ordinal, long frameLsn) {
    version.point(segments, segment, record);
    boolean created = version.isCreation();
    boolean active = version.isActive();
    rule.begin(created);
    long end = RecordLayout.eventsEnd(memory, record);
    for (long event = record + RecordLayout.SIZE;
        event < end;
        event = EventLayout.next(memory, event)) {
      int type = EventLayout.type(memory, event);
      rule.event(
          type,
          TextRule.concernsText(type) && maker.isIndexed(EventLayout.argument(memory, event)));
    }
    boolean replaces = rule.replaces(active);
    boolean retires = rule.retires(active);
    if (replaces) {
      versionTexts.load(version, texts);
      // It is in the log: what cannot be indexed must not keep the rest from being.
      RefusedText refused = maker.makeOfWhatPasses(texts, version, field -> false, tokens);
      if (refused != null) {
        parts.refused(refused);
      }
    }
    if (replaces || retires) {
      parts.change(ordinal, created, replaces, retires, tokens, frameLsn);
    }
  }
}
