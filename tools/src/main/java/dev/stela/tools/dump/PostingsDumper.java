package dev.stela.tools.dump;

import dev.stela.internal.format.PostingBlockLayout;
import java.lang.foreign.MemorySegment;

/** Dumps the blocks of the posting lists, with their events. One thread. */
final class PostingsDumper extends ExtentsDumper {
  private static final int DAMAGED = -1;

  PostingsDumper(FileBytes file, DumpRange range, HexPrinter printer) {
    super(file, range, printer);
  }

  @Override
  int unit() {
    return PostingBlockLayout.MIN_BYTES;
  }

  @Override
  int length(MemorySegment extent, long at) {
    if (Fields.isZero(extent, at, PostingBlockLayout.MIN_BYTES)) {
      return 0;
    }
    int capacity = PostingBlockLayout.capacity(extent, at);
    boolean possible =
        capacity >= 1
            && capacity <= PostingBlockLayout.capacity(PostingBlockLayout.MAX_BYTES)
            && PostingBlockLayout.bytes(capacity) % unit() == 0;
    return possible ? PostingBlockLayout.bytes(capacity) : DAMAGED;
  }

  @Override
  void print(Fields fields, long fileOffset) {
    MemorySegment memory = fields.memory();
    long block = fields.start();
    int tag = PostingBlockLayout.tag(memory, block);
    fields.title("block of tag " + tag, 0);
    long base = fields.int64("baseLsn", PostingBlockLayout.BASE_LSN_OFFSET);
    fields.field(
        "previous at 0x%x".formatted(PostingBlockLayout.previous(memory, block)),
        PostingBlockLayout.PREVIOUS_OFFSET,
        Integer.BYTES);
    fields.int32("firstIndex", PostingBlockLayout.FIRST_INDEX_OFFSET);
    int capacity = fields.int32("capacity", PostingBlockLayout.CAPACITY_OFFSET);
    fields.int32("tag", PostingBlockLayout.TAG_OFFSET);
    int events = events(memory, block, capacity);
    for (int i = 0; i < events; i++) {
      long event = PostingBlockLayout.event(memory, block, i);
      fields.field(
          "%s ordinal %d lsn %d"
              .formatted(
                  PostingBlockLayout.isRemoval(event) ? "removed" : "added",
                  PostingBlockLayout.ordinal(event),
                  PostingBlockLayout.lsn(base, event)),
          PostingBlockLayout.EVENTS_OFFSET + (long) i * Long.BYTES,
          Long.BYTES);
    }
    long end = PostingBlockLayout.EVENTS_OFFSET + (long) events * Long.BYTES;
    fields.zeros("free", end, PostingBlockLayout.bytes(capacity) - end);
  }

  /** Only the first event of a block can be a word of zeros; there is always one. */
  private static int events(MemorySegment memory, long block, int capacity) {
    int events = capacity;
    while (events > 1 && PostingBlockLayout.event(memory, block, events - 1) == 0) {
      events--;
    }
    return events;
  }
}
