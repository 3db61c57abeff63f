package dev.stela.tools.dump;

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
    fields.zeros(
        "reserved",
        LiveHeaderLayout.RESERVED_OFFSET,
        LiveHeaderLayout.COUNTERS_OFFSET - LiveHeaderLayout.RESERVED_OFFSET);
    counters(fields);
    return size;
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
