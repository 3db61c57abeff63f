package dev.stela.tools.dump;

import dev.stela.internal.format.AppliedLayout;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.LiveHeaderLayout;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Dumps a live header, as it is at this moment. */
final class LiveDumper extends Dumper {
  LiveDumper(FileBytes file, DumpRange range, HexPrinter printer) {
    super(file, range, printer);
  }

  @Override
  long dump() throws IOException {
    long size = file.size();
    if (size != LiveHeaderLayout.SIZE) {
      line("DAMAGED: the file is not as long as a live header");
      damage();
      return size;
    }
    if (!range.wants(0, size)) {
      return size;
    }
    MemorySegment live = file.read(0, size);
    Fields fields = fields(live, 0, 0);
    check(FileHeaderFields.print(fields));
    fields.title("live header", LiveHeaderLayout.GAP_OFFSET);
    fields.zeros(
        "gap",
        LiveHeaderLayout.GAP_OFFSET,
        LiveHeaderLayout.VERSION_OFFSET - FileHeaderLayout.SIZE);
    long version = fields.int64("version", LiveHeaderLayout.VERSION_OFFSET);
    if ((version & 1) != 0) {
      fields.note("odd: the fields were being written, or their writer died while it wrote them");
    }
    fields.int64("visibleLsn", LiveHeaderLayout.VISIBLE_LSN_OFFSET);
    fields.int64("durableLsn", LiveHeaderLayout.DURABLE_LSN_OFFSET);
    fields.int64("segmentNumber", LiveHeaderLayout.SEGMENT_NUMBER_OFFSET);
    fields.int64("logTail", LiveHeaderLayout.LOG_TAIL_OFFSET);
    fields.int64("activeEntities", LiveHeaderLayout.ACTIVE_ENTITIES_OFFSET);
    fields.int64("deletedEntities", LiveHeaderLayout.DELETED_ENTITIES_OFFSET);
    fields.int64("tags", LiveHeaderLayout.TAGS_OFFSET);
    fields.time("clock", LiveHeaderLayout.CLOCK_OFFSET);
    fields.int64("pid", LiveHeaderLayout.PID_OFFSET);
    fields.int64("archivedEntities", LiveHeaderLayout.ARCHIVED_ENTITIES_OFFSET);
    fields.int64("purgedEntities", LiveHeaderLayout.PURGED_ENTITIES_OFFSET);
    fields.zeros(
        "reserved",
        LiveHeaderLayout.RESERVED_OFFSET,
        LiveHeaderLayout.COUNTERS_OFFSET - LiveHeaderLayout.RESERVED_OFFSET);
    counters(fields);
    applied(fields, "applied slot A", LiveHeaderLayout.APPLIED_A_OFFSET);
    applied(fields, "applied slot B", LiveHeaderLayout.APPLIED_B_OFFSET);
    return size;
  }

  private static void applied(Fields fields, String title, int slot) {
    fields.title(title, slot);
    long sequence = fields.int64("sequence", slot + AppliedLayout.SEQUENCE_OFFSET);
    fields.int64("boot", slot + AppliedLayout.BOOT_OFFSET);
    fields.int64("files", slot + AppliedLayout.FILES_OFFSET);
    fields.int64("directoryGeneration", slot + AppliedLayout.DIRECTORY_GENERATION_OFFSET);
    fields.int64("indexGeneration", slot + AppliedLayout.INDEX_GENERATION_OFFSET);
    fields.int64("appliedLsn", slot + AppliedLayout.APPLIED_LSN_OFFSET);
    fields.int64("ordinals", slot + AppliedLayout.ORDINALS_OFFSET);
    fields.int64("deleted", slot + AppliedLayout.DELETED_OFFSET);
    fields.int64("archived", slot + AppliedLayout.ARCHIVED_OFFSET);
    fields.int64("purged", slot + AppliedLayout.PURGED_OFFSET);
    fields.int64("entries", slot + AppliedLayout.ENTRIES_OFFSET);
    fields.int64("dictionaryTail", slot + AppliedLayout.DICTIONARY_TAIL_OFFSET);
    fields.int64("tags", slot + AppliedLayout.TAGS_OFFSET);
    fields.int64("fields", slot + AppliedLayout.FIELDS_OFFSET);
    fields.int64("postingsTail", slot + AppliedLayout.POSTINGS_TAIL_OFFSET);
    for (int i = 0; i < AppliedLayout.FREE_HEADS; i++) {
      fields.int64("freeHead " + i, slot + AppliedLayout.FREE_HEADS_OFFSET + i * Long.BYTES);
    }
    fields.int64("check", slot + AppliedLayout.CHECK_OFFSET);
    if (fields.int64("lastSequence", slot + AppliedLayout.LAST_SEQUENCE_OFFSET) != sequence) {
      fields.note("not the sequence: being written, or given up by a clean close");
    }
    fields.zeros(
        "reserved",
        slot + AppliedLayout.RESERVED_OFFSET,
        AppliedLayout.SIZE - AppliedLayout.RESERVED_OFFSET);
  }

  private static void counters(Fields fields) {
    fields.title("counters, those that are not zero", LiveHeaderLayout.COUNTERS_OFFSET);
    for (int i = 0; i < LiveHeaderLayout.COUNTERS_BYTES; i += Long.BYTES) {
      long offset = LiveHeaderLayout.COUNTERS_OFFSET + (long) i;
      if (fields.memory().get(Layouts.LONG, offset) != 0) {
        fields.int64("counter " + i / Long.BYTES, offset);
      }
    }
  }
}
