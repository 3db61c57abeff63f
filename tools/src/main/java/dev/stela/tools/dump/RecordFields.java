package dev.stela.tools.dump;

import dev.stela.internal.format.BlockLayout;
import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.format.StateLayout;
import java.lang.foreign.MemorySegment;

/** Prints the record of an entity's version: header, events, and the full state if there is one. */
final class RecordFields {
  private RecordFields() {}

  static void print(Fields fields) {
    MemorySegment memory = fields.memory();
    long record = fields.start();
    int flags = RecordLayout.flags(memory, record);
    fields.title("entity record " + flagNames(flags), 0);
    header(fields, flags);
    long event = record + RecordLayout.SIZE;
    long eventsEnd = RecordLayout.eventsEnd(memory, record);
    while (event + EventLayout.SIZE <= eventsEnd) {
      event(fields.at(event));
      event = EventLayout.next(memory, event);
    }
    if (RecordLayout.state(memory, record) != 0) {
      state(fields.at(eventsEnd), record + RecordLayout.length(memory, record));
    }
  }

  private static void header(Fields fields, int flags) {
    fields.int32("length", RecordLayout.LENGTH_OFFSET);
    fields.int8("kind", RecordLayout.KIND_OFFSET);
    fields.named("flags", RecordLayout.FLAGS_OFFSET, Byte.BYTES, flags, flagNames(flags));
    fields.zeros("reserved", RecordLayout.BYTES_OFFSET, Short.BYTES);
    fields.int32("ordinal", RecordLayout.ORDINAL_OFFSET);
    place(fields, "frameDistance", RecordLayout.FRAME_DISTANCE_OFFSET);
    fields.int64("lsn", RecordLayout.LSN_OFFSET);
    fields.int64("previousLsn", RecordLayout.PREVIOUS_LSN_OFFSET);
    fields.uuid("id", RecordLayout.ID_HIGH_OFFSET);
    place(fields, "previous", RecordLayout.PREVIOUS_OFFSET);
    place(fields, "jump", RecordLayout.JUMP_OFFSET);
    place(fields, "base", RecordLayout.BASE_OFFSET);
    fields.int32("depth", RecordLayout.DEPTH_OFFSET);
    place(fields, "content", RecordLayout.CONTENT_OFFSET);
    fields.int32("chainLength", RecordLayout.CHAIN_LENGTH_OFFSET);
    fields.int32("state", RecordLayout.STATE_OFFSET);
    fields.int32("changes", RecordLayout.CHANGES_OFFSET);
  }

  private static void event(Fields fields) {
    int type = EventLayout.type(fields.memory(), fields.start());
    fields.named("event", EventLayout.TYPE_OFFSET, Integer.BYTES, type, eventName(type));
    fields.int32("argument", EventLayout.ARGUMENT_OFFSET);
    if (EventLayout.hasBlock(type)) {
      block(fields.at(fields.start() + EventLayout.SIZE));
    }
  }

  private static void block(Fields fields) {
    MemorySegment memory = fields.memory();
    int kind = BlockLayout.kind(memory, fields.start());
    fields.named("block", BlockLayout.KIND_OFFSET, Integer.BYTES, kind, blockName(kind));
    int chunks = fields.int32("chunks", BlockLayout.CHUNKS_OFFSET);
    long length = fields.int64("length", BlockLayout.LENGTH_OFFSET);
    fields.int64("lsn", BlockLayout.LSN_OFFSET);
    if (kind == BlockLayout.INLINE) {
      fields.text("bytes", BlockLayout.SIZE, length);
      fields.zeros("padding", BlockLayout.SIZE + length, BlockLayout.align(length) - length);
    } else if (kind == BlockLayout.CHUNKED) {
      for (int i = 0; i < chunks; i++) {
        fields.int64("chunk " + i + " lsn", BlockLayout.SIZE + (long) i * Long.BYTES);
      }
    }
  }

  private static void state(Fields fields, long end) {
    long state = fields.start();
    fields.note("full state");
    fields.int64("createdLsn", StateLayout.CREATED_LSN_OFFSET);
    fields.time("createdTimestamp", StateLayout.CREATED_TIMESTAMP_OFFSET);
    int nameBytes = fields.int32("nameBytes", StateLayout.NAME_BYTES_OFFSET);
    int tags = fields.int32("tags", StateLayout.TAGS_OFFSET);
    int texts = fields.int32("texts", StateLayout.TEXTS_OFFSET);
    fields.zeros("reserved", StateLayout.RESERVED_OFFSET, Integer.BYTES);
    fields.text("name", StateLayout.nameStart(0), nameBytes);
    long nameEnd = StateLayout.nameStart(0) + nameBytes;
    fields.zeros("padding", nameEnd, StateLayout.tagTimesStart(0, nameBytes) - nameEnd);
    long times = StateLayout.tagTimesStart(0, nameBytes);
    long numbers = StateLayout.tagNumbersStart(0, nameBytes, tags);
    for (int i = 0; i < tags; i++) {
      fields.time("tag " + i + " since", times + (long) i * Long.BYTES);
    }
    for (int i = 0; i < tags; i++) {
      fields.int32("tag " + i + " number", numbers + (long) i * Integer.BYTES);
    }
    long entries = StateLayout.textsStart(0, nameBytes, tags);
    long numbersEnd = numbers + (long) tags * Integer.BYTES;
    fields.zeros("padding", numbersEnd, entries - numbersEnd);
    for (int i = 0; i < texts; i++) {
      long entry = entries + (long) i * StateLayout.TEXT_ENTRY_BYTES;
      fields.int32("text " + i + " field", entry);
      place(fields, "text " + i + " block", entry + Integer.BYTES);
    }
    references(fields, state + StateLayout.referencesStart(0, nameBytes, tags, texts), end);
  }

  private static void references(Fields fields, long from, long end) {
    long at = from;
    while (at + BlockLayout.SIZE <= end) {
      block(fields.at(at));
      at += BlockLayout.size(fields.memory(), at);
    }
    fields.at(at).zeros("padding", 0, end - at);
  }

  /** A place in the segment, which is stored in words of 8 bytes. */
  private static void place(Fields fields, String name, long offset) {
    long words = Integer.toUnsignedLong(fields.memory().get(Layouts.INT, fields.start() + offset));
    fields.named(
        name,
        offset,
        Integer.BYTES,
        words,
        words == 0 ? "(none)" : "words, 0x%x".formatted(words * Long.BYTES));
  }

  private static String flagNames(int flags) {
    StringBuilder names = new StringBuilder();
    names.append((flags & RecordLayout.FLAG_FULL) != 0 ? "FULL" : "DELTA");
    names.append((flags & RecordLayout.FLAG_CREATED) != 0 ? "|CREATED" : "");
    names.append((flags & RecordLayout.FLAG_NAMED) != 0 ? "|NAMED" : "");
    names.append((flags & RecordLayout.FLAG_DELETED) != 0 ? "|DELETED" : "");
    names.append((flags & RecordLayout.FLAG_ARCHIVED) != 0 ? "|ARCHIVED" : "");
    names.append((flags & RecordLayout.FLAG_CUT) != 0 ? "|CUT" : "");
    return names.toString();
  }

  private static String eventName(int type) {
    return switch (type) {
      case EventLayout.TAG_ADD -> "TAG_ADD";
      case EventLayout.TAG_REMOVE -> "TAG_REMOVE";
      case EventLayout.CONTENT_PUT -> "CONTENT_PUT";
      case EventLayout.CONTENT_REMOVE -> "CONTENT_REMOVE";
      case EventLayout.TEXT_PUT -> "TEXT_PUT";
      case EventLayout.TEXT_REMOVE -> "TEXT_REMOVE";
      case EventLayout.DELETE -> "DELETE";
      case EventLayout.RESTORE -> "RESTORE";
      case EventLayout.ARCHIVE -> "ARCHIVE";
      default -> "UNKNOWN";
    };
  }

  private static String blockName(int kind) {
    return switch (kind) {
      case BlockLayout.INLINE -> "INLINE";
      case BlockLayout.CHUNKED -> "CHUNKED";
      case BlockLayout.REFERENCE -> "REFERENCE";
      default -> "UNKNOWN";
    };
  }
}
