package dev.stela.internal.log;

import static dev.stela.internal.format.IndexPartLayout.BODY_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.DEFINITIONS_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.DEFINITION_BYTES_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.END_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.ENTITIES_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.EVENTS_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.FIRST_LSN_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.LAST_LSN_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.LISTS_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.SALT_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.STEPS_OFFSET;

import dev.stela.CorruptionException;
import dev.stela.internal.format.FileFooter;
import dev.stela.internal.format.FileHeader;
import dev.stela.internal.format.FileKind;
import dev.stela.internal.format.IndexPartLayout;
import dev.stela.internal.format.PartEntityLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.FileOps.OpenMode;
import dev.stela.internal.storage.StoreFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * The index part of one sealed segment, see {@link IndexPartLayout}: mapped from its file, all of
 * it checked, or just built in memory. Any thread reads; one closes.
 */
public final class IndexPart implements AutoCloseable {
  private final int number;
  private final Path path;
  private final MemorySegment memory;
  private final Arena arena;

  /**
   * Takes over memory that holds a part.
   *
   * @param number that of the segment
   * @param path the file, or the name that stands for it in messages
   * @param arena closed with the part
   */
  public IndexPart(int number, Path path, MemorySegment memory, Arena arena) {
    this.number = number;
    this.path = path;
    this.memory = memory;
    this.arena = arena;
  }

  /**
   * Opens a part and checks that it is whole, and that of this very segment.
   *
   * @throws CorruptionException if it is not, or missing
   */
  static IndexPart open(FileOps files, Path path, StoreId storeId, LogSegment segment) {
    if (!files.exists(path)) {
      throw new CorruptionException(
          "the index part of a segment is missing", path, 0, path.getFileName(), "none");
    }
    Arena arena = Arena.ofShared();
    try (StoreFile file = files.open(path, OpenMode.READ)) {
      long size = file.size();
      if (size < BODY_OFFSET + FileFooter.SIZE) {
        throw new CorruptionException(
            "an index part is too short", path, size, BODY_OFFSET + FileFooter.SIZE, size);
      }
      MemorySegment memory = file.map(0, size, false, arena);
      FileHeader header = FileHeader.check(memory, FileKind.INDEX, storeId, path, 0);
      FileFooter.check(memory, path);
      IndexPart part = new IndexPart(segment.number(), path, memory, arena);
      part.expect("number of the segment", 0, segment.number(), header.number());
      part.expect("salt of the segment", SALT_OFFSET, segment.salt(), part.intAt(SALT_OFFSET));
      part.expect("length", 0, part.fileBytes(), size);
      return part;
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  private void expect(String what, long offset, long expected, long actual) {
    if (expected != actual) {
      throw new CorruptionException(
          what + " is not the one of the index part", path, offset, expected, actual);
    }
  }

  private long fileBytes() {
    return IndexPartLayout.fileBytes(
        entities(), lists(), events(), longAt(DEFINITION_BYTES_OFFSET), steps());
  }

  /** Returns the number of the segment. */
  public int number() {
    return number;
  }

  /** Returns the file, or the name that stands for it in messages. */
  public Path path() {
    return path;
  }

  /** Returns the bytes of the part. */
  public MemorySegment memory() {
    return memory;
  }

  /** Returns the first LSN that the segment covers. */
  public long firstLsn() {
    return longAt(FIRST_LSN_OFFSET);
  }

  /** Returns the last LSN that the segment covers. */
  public long lastLsn() {
    return longAt(LAST_LSN_OFFSET);
  }

  /** Returns the offset after the segment's last frame. */
  public int end() {
    return intAt(END_OFFSET);
  }

  /** Returns the number of entities. */
  public int entities() {
    return intAt(ENTITIES_OFFSET);
  }

  /** Returns the number of lists. */
  public int lists() {
    return intAt(LISTS_OFFSET);
  }

  /** Returns the number of events in all lists. */
  public long events() {
    return longAt(EVENTS_OFFSET);
  }

  /** Returns the number of definitions. */
  public int definitions() {
    return intAt(DEFINITIONS_OFFSET);
  }

  /** Returns the number of steps. */
  public int steps() {
    return intAt(STEPS_OFFSET);
  }

  /** Returns where an entity is. */
  public long entity(int index) {
    return BODY_OFFSET + (long) index * PartEntityLayout.SIZE;
  }

  /** Returns where a list is. */
  public long list(int index) {
    return entity(entities()) + (long) index * IndexPartLayout.LIST_BYTES;
  }

  /** Returns where the events begin, those of one list behind those of the one before. */
  public long eventsStart() {
    return list(lists());
  }

  /** Returns where the definitions begin. */
  public long definitionsStart() {
    return eventsStart() + events() * IndexPartLayout.EVENT_BYTES;
  }

  /** Returns where a step is. */
  public long step(int index) {
    return definitionsStart()
        + longAt(DEFINITION_BYTES_OFFSET)
        + (long) index * IndexPartLayout.STEP_BYTES;
  }

  private long longAt(int offset) {
    return IndexPartLayout.longAt(memory, offset);
  }

  private int intAt(int offset) {
    return IndexPartLayout.intAt(memory, offset);
  }

  @Override
  public void close() {
    arena.close();
  }
}
