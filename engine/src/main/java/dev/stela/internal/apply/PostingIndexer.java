package dev.stela.internal.apply;

import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.format.StateLayout;
import dev.stela.internal.index.postings.PostingSink;
import dev.stela.internal.index.postings.Postings;
import java.lang.foreign.MemorySegment;

/**
 * Says which events of posting lists a version of an entity stands for. One thread, in the order of
 * the log.
 */
public final class PostingIndexer {
  private final PostingSink lists;

  /** Enters into lists. */
  public PostingIndexer(PostingSink lists) {
    this.lists = lists;
  }

  /** Enters one version. */
  public void index(MemorySegment memory, long record, long lsn) {
    int ordinal = RecordLayout.ordinal(memory, record);
    if ((RecordLayout.flags(memory, record) & RecordLayout.FLAG_CREATED) != 0) {
      indexState(memory, record, ordinal, lsn);
    }
    indexEvents(memory, record, ordinal, lsn);
  }

  /** A creation's tags are in its state alone. */
  private void indexState(MemorySegment memory, long record, int ordinal, long lsn) {
    long state = record + RecordLayout.state(memory, record);
    int tags = StateLayout.tags(memory, state);
    long numbers = StateLayout.tagNumbersStart(state, StateLayout.nameBytes(memory, state), tags);
    for (int i = 0; i < tags; i++) {
      int tag = memory.get(Layouts.INT, numbers + (long) i * Integer.BYTES);
      lists.append(tag, ordinal, false, lsn);
    }
  }

  private void indexEvents(MemorySegment memory, long record, int ordinal, long lsn) {
    long end = RecordLayout.eventsEnd(memory, record);
    for (long event = record + RecordLayout.SIZE;
        event < end;
        event = EventLayout.next(memory, event)) {
      switch (EventLayout.type(memory, event)) {
        case EventLayout.TAG_ADD ->
            lists.append(EventLayout.argument(memory, event), ordinal, false, lsn);
        case EventLayout.TAG_REMOVE ->
            lists.append(EventLayout.argument(memory, event), ordinal, true, lsn);
        case EventLayout.DELETE -> lists.append(Postings.DELETED, ordinal, false, lsn);
        case EventLayout.ARCHIVE -> lists.append(Postings.ARCHIVED, ordinal, false, lsn);
        case EventLayout.RESTORE ->
            lists.append(
                Postings.restored(EventLayout.argument(memory, event)), ordinal, true, lsn);
        default -> {
          // Contents and texts have no posting lists.
        }
      }
    }
  }
}
