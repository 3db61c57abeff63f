package dev.stela;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Reads entities as of one moment: a store reads now, a {@link Snapshot} reads as of its LSN, a
 * {@link Transaction} reads its own writes on top of now.
 */
public interface EntityReader {
  /**
   * The LSN that reads see.
   *
   * @return 0 for an empty store, else the LSN of the last visible commit
   */
  long lsn();

  /**
   * The state of an active entity.
   *
   * @param id the entity
   * @return the state; empty if there is no such entity, or it is deleted or archived
   */
  Optional<Entity> get(EntityId id);

  /**
   * The state of an entity in whatever state of life.
   *
   * @param id the entity
   * @return the state; empty only if the entity did not exist, or was purged
   */
  Optional<Entity> find(EntityId id);

  /**
   * Whether there is an active entity of that id.
   *
   * @param id the entity
   * @return true if {@link #get} would find it
   */
  boolean contains(EntityId id);

  /**
   * Streams an active entity's content, whatever its length, in constant memory.
   *
   * @param id the entity
   * @return the content from its first byte
   * @throws EntityNotFoundException if there is no such active entity, or it has no content
   */
  InputStream openContent(EntityId id);

  /**
   * Everything that happened to an entity up to this reader's LSN.
   *
   * @param id the entity, in whatever state of life
   * @return the changes, the newest first
   * @throws EntityNotFoundException if the entity did not exist
   */
  default List<Change> history(EntityId id) {
    return history(id, HistoryRange.all());
  }

  /**
   * A part of what happened to an entity up to this reader's LSN. Costs the state before the part
   * once, and its events; the newest changes are found at once, the oldest ones by a walk over all
   * newer ones in the range.
   *
   * @param id the entity, in whatever state of life
   * @param range which changes, and in which order
   * @return the changes; empty if none lies in the range
   * @throws EntityNotFoundException if the entity did not exist at the reader's LSN
   * @throws InvalidArgumentException if the range names an LSN after this reader's, or a time in
   *     the future
   */
  List<Change> history(EntityId id, HistoryRange range);
}
