package dev.stela.tools.dump;

import dev.stela.internal.format.LoadLayout;
import dev.stela.internal.format.RecordLayout;
import java.lang.foreign.MemorySegment;

/** Prints the record that says how far a bulk load has come. */
final class LoadFields {
  private LoadFields() {}

  /** Returns the record's length; 0 if it is damaged. */
  static long print(Fields fields) {
    MemorySegment memory = fields.memory();
    long record = fields.start();
    fields.title("progress of a bulk load", 0);
    if (memory.byteSize() - record < LoadLayout.TEXTS_OFFSET) {
      fields.note("DAMAGED: there is no room for a load");
      return 0;
    }
    int length = fields.int32("length", RecordLayout.LENGTH_OFFSET);
    fields.int8("kind", RecordLayout.KIND_OFFSET);
    int phase = LoadLayout.phase(memory, record);
    fields.named("phase", LoadLayout.PHASE_OFFSET, Byte.BYTES, phase, phaseName(phase));
    int idBytes = fields.int16("idBytes", LoadLayout.ID_BYTES_OFFSET);
    int errorBytes = fields.int32("errorBytes", LoadLayout.ERROR_BYTES_OFFSET);
    fields.zeros("reserved", LoadLayout.RESERVED_OFFSET, Integer.BYTES);
    fields.int64("nextPosition", LoadLayout.NEXT_POSITION_OFFSET);
    fields.int64("created", LoadLayout.CREATED_OFFSET);
    fields.int64("replaced", LoadLayout.REPLACED_OFFSET);
    fields.int64("unchanged", LoadLayout.UNCHANGED_OFFSET);
    fields.int64("skipped", LoadLayout.SKIPPED_OFFSET);
    fields.int64("rejected", LoadLayout.REJECTED_OFFSET);
    fields.int64("total", LoadLayout.TOTAL_OFFSET);
    fields.int64("errors", LoadLayout.ERRORS_OFFSET);
    fields.int64("retries", LoadLayout.RETRIES_OFFSET);
    fields.int64("activeNanos", LoadLayout.ACTIVE_NANOS_OFFSET);
    fields.time("started", LoadLayout.STARTED_OFFSET);
    if (length > memory.byteSize() - record || !LoadLayout.isSound(memory, record, length)) {
      fields.note("DAMAGED: the texts do not fill the record, or the phase is unknown");
      return 0;
    }
    fields.text("id", LoadLayout.TEXTS_OFFSET, idBytes);
    fields.text("lastError", LoadLayout.TEXTS_OFFSET + (long) idBytes, errorBytes);
    long end = LoadLayout.TEXTS_OFFSET + (long) idBytes + errorBytes;
    fields.zeros("padding", end, length - end);
    return length;
  }

  private static String phaseName(int phase) {
    return switch (phase) {
      case LoadLayout.PHASE_RUNNING -> "RUNNING";
      case LoadLayout.PHASE_PAUSED -> "PAUSED";
      case LoadLayout.PHASE_FINISHED -> "FINISHED";
      case LoadLayout.PHASE_CANCELLED -> "CANCELLED";
      case LoadLayout.PHASE_FORGOTTEN -> "FORGOTTEN";
      default -> "UNKNOWN";
    };
  }
}
