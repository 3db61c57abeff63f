package dev.stela.internal.integrity;

import dev.stela.internal.apply.EntityIndexer;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.index.entities.EntityTable;
import dev.stela.internal.index.postings.PostingLists;
import dev.stela.internal.index.postings.Postings;
import dev.stela.internal.storage.CheckedExtents;
import dev.stela.internal.storage.MemoryExtents;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * The entity table and the posting lists as the log says they are, made in memory beside those of
 * the store. One thread.
 */
final class IndexImage implements AutoCloseable {
  private final EntityTable entities;
  private final PostingLists lists;
  private final EntityIndexer indexer;

  IndexImage(StoreId storeId) {
    entities = EntityTable.create(extents("entities"), storeId, 0);
    lists = PostingLists.create(extents("posting heads"), extents("posting blocks"), storeId, 0);
    indexer = new EntityIndexer(entities, lists);
  }

  /** Enters the next version of an entity. */
  void index(MemorySegment memory, long record, long lsn) {
    indexer.index(memory, record, lsn);
  }

  /** Enters an ordinal whose entity has no creation in the log. */
  void addHole(long lsn) {
    entities.add(0, 0, lsn);
  }

  /** Enters that an entity was purged. */
  void purge(int ordinal, long lsn) {
    lists.append(Postings.PURGED, ordinal, false, lsn);
    entities.erase(ordinal);
  }

  EntityTable entities() {
    return entities;
  }

  PostingLists lists() {
    return lists;
  }

  @Override
  public void close() {
    try (entities) {
      lists.close();
    }
  }

  private static MemoryExtents extents(String name) {
    return new MemoryExtents(Path.of(name), CheckedExtents.EXTENT_BYTES);
  }
}
