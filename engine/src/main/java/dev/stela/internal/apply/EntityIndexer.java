package dev.stela.internal.apply;

import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.index.entities.EntityTable;
import dev.stela.internal.index.postings.PostingLists;
import java.lang.foreign.MemorySegment;

/**
 * Enters entities' versions into the entity table and the posting lists. One thread, in the order
 * of the log.
 */
public final class EntityIndexer {
  private final EntityTable entities;
  private final PostingIndexer lists;

  /** Enters into a table and lists. */
  public EntityIndexer(EntityTable entities, PostingLists lists) {
    this.entities = entities;
    this.lists = new PostingIndexer(lists);
  }

  /** Enters one version, whose entity is new or known. */
  public void index(MemorySegment memory, long record, long lsn) {
    int ordinal = RecordLayout.ordinal(memory, record);
    if ((RecordLayout.flags(memory, record) & RecordLayout.FLAG_CREATED) != 0) {
      entities.add(RecordLayout.idHigh(memory, record), RecordLayout.idLow(memory, record), lsn);
    } else {
      entities.update(ordinal, lsn);
    }
    lists.index(memory, record, lsn);
  }
}
