package dev.stela.internal.index.entities;

import dev.stela.CorruptionException;
import dev.stela.internal.format.EntityRowLayout;
import dev.stela.internal.format.FileHeader;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.FileKind;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.CheckedExtents;
import dev.stela.internal.storage.ExtentSource;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * The entities by ordinal, which is the order of their creation: id, LSN of the creation and of the
 * newest change. One thread writes; any thread reads, without a lock.
 */
public final class EntityTable implements AutoCloseable {
  private final CheckedExtents extents;
  private volatile int size;

  private EntityTable(CheckedExtents extents) {
    this.extents = extents;
  }

  /** Starts an empty table in a source that has no extents yet. */
  public static EntityTable create(ExtentSource source, StoreId storeId, long generation) {
    CheckedExtents extents = CheckedExtents.create(source);
    FileHeader.write(extents.add(), FileKind.ENTITIES, storeId, 0, generation);
    return new EntityTable(extents);
  }

  /**
   * Takes over the table of a clean close.
   *
   * @param size the number of entities
   * @throws CorruptionException if the file is not what was closed
   */
  public static EntityTable open(
      ExtentSource source, StoreId storeId, long generation, int[] sums, int size) {
    CheckedExtents extents =
        CheckedExtents.open(source, FileKind.ENTITIES, storeId, generation, sums);
    EntityTable table = new EntityTable(extents);
    table.size = size;
    return table;
  }

  /**
   * Takes over the table of a process that died.
   *
   * @param size the number of entities as of the last frame that was applied as a whole
   * @param lsn the LSN of that frame
   * @throws CorruptionException if the file is another, or does not go so far
   */
  public static EntityTable takeOver(
      ExtentSource source, StoreId storeId, long generation, int size, long lsn) {
    EntityTable table =
        new EntityTable(
            CheckedExtents.takeOver(
                source, FileKind.ENTITIES, storeId, generation, place(Math.max(size, 0))));
    table.size = size;
    if (size < 0 || size > 0 && table.createdLsn(size - 1) > lsn) {
      throw new CorruptionException(
          "number of entities in the table that is to be taken over",
          table.path(),
          place(Math.max(size - 1, 0)),
          "one created up to " + lsn,
          size);
    }
    return table;
  }

  /**
   * Makes room for further entities, so that adding them cannot fail: neither for want of it nor
   * for damage.
   *
   * @throws CorruptionException if the part of the file in which they will be is damaged
   */
  public void reserve(int entities) {
    if (entities > 0) {
      extents.reserve(place(size), place(size + entities));
    }
  }

  /**
   * Makes sure that noting a change of an entity cannot fail.
   *
   * @throws CorruptionException if the part of the file in which its row is is damaged
   */
  public void reserveUpdate(int ordinal) {
    extent(ordinal);
  }

  /** Adds the next entity; the lists of the same commit are published after it. */
  public void add(long idHigh, long idLow, long lsn) {
    int ordinal = size;
    reserve(1);
    EntityRowLayout.write(changed(ordinal), offset(ordinal), idHigh, idLow, lsn);
    // Volatile store: whoever sees the new size sees the row.
    size = ordinal + 1;
  }

  /** Makes room for so many entities in all, of an empty table that is being loaded. */
  public void beginLoad(int entities) {
    extents.growTo(place(entities));
  }

  /** Stores the row of an entity while the table is being loaded, in any order. */
  public void load(int ordinal, long idHigh, long idLow, long createdLsn, long updatedLsn) {
    MemorySegment extent = changed(ordinal);
    long row = offset(ordinal);
    EntityRowLayout.write(extent, row, idHigh, idLow, createdLsn);
    EntityRowLayout.updatedLsn(extent, row, updatedLsn);
  }

  /** Lets the rows be seen: all of them were loaded. */
  public void endLoad(int entities) {
    size = entities;
  }

  /** Notes the newest change of an entity. */
  public void update(int ordinal, long lsn) {
    EntityRowLayout.updatedLsn(changed(ordinal), offset(ordinal), lsn);
  }

  /**
   * Overwrites the id of a purged entity. Called after the purge was entered into the posting
   * lists: whoever reads an id, and after that finds its entity not purged, has read it whole.
   */
  public void erase(int ordinal) {
    MemorySegment extent = changed(ordinal);
    // Partner: the acquire fence of who has read an id. The purge is in the lists.
    VarHandle.releaseFence();
    EntityRowLayout.erase(extent, offset(ordinal));
  }

  /** Returns the number of entities there are, visible or not. */
  public int size() {
    return size;
  }

  /** Returns how many entities had been created up to an LSN: their ordinals are below that. */
  public int countAt(long lsn) {
    int high = size;
    if (high == 0 || createdLsn(high - 1) <= lsn) {
      return high;
    }
    int low = 0;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (createdLsn(middle) <= lsn) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns the upper half of an entity's id. */
  public long idHigh(int ordinal) {
    return EntityRowLayout.idHigh(extent(ordinal), offset(ordinal));
  }

  /** Returns the lower half of an entity's id. */
  public long idLow(int ordinal) {
    return EntityRowLayout.idLow(extent(ordinal), offset(ordinal));
  }

  /** Returns the LSN of an entity's creation; ordinals are in its order. */
  public long createdLsn(int ordinal) {
    return EntityRowLayout.createdLsn(extent(ordinal), offset(ordinal));
  }

  /** Returns the LSN of an entity's newest change: it may be newer than what a reader may see. */
  public long updatedLsn(int ordinal) {
    return EntityRowLayout.updatedLsn(extent(ordinal), offset(ordinal));
  }

  /** Makes the file durable and returns the checksums of its extents. */
  public int[] seal() {
    return extents.seal();
  }

  /**
   * Checks every extent against its checksum; changes nothing.
   *
   * @return whether all are what was closed
   */
  public boolean verifyExtents(Consumer<CorruptionException> findings) {
    return extents.verify(findings);
  }

  /**
   * Reports every row that differs from that of another table; quiescent. When a purged entity was
   * created and changed is not compared: a log may no longer say.
   */
  public void compare(
      EntityTable expected, IntPredicate purged, Consumer<CorruptionException> findings) {
    long end = (long) extents.size() * CheckedExtents.EXTENT_BYTES;
    int rows = size;
    if (rows != expected.size || place(rows) > end) {
      findings.accept(
          new CorruptionException(
              "number of entities in the table is not what the log says",
              path(),
              Math.min(place(rows), end),
              expected.size,
              rows));
      return;
    }
    for (int ordinal = 0; ordinal < rows; ordinal++) {
      if (purged.test(ordinal)) {
        verifyErased(ordinal, findings);
        continue;
      }
      MemorySegment own = extent(ordinal);
      MemorySegment other = expected.extent(ordinal);
      long from = offset(ordinal);
      long to = from + EntityRowLayout.SIZE;
      long difference = MemorySegment.mismatch(own, from, to, other, from, to);
      if (difference >= 0) {
        findings.accept(
            new CorruptionException(
                "row of an entity is not what the log says",
                path(),
                place(ordinal) + difference,
                expected.describe(ordinal),
                describe(ordinal)));
      }
    }
    long dirty = extents.firstNonZero(place(rows), end);
    if (dirty >= 0) {
      findings.accept(
          new CorruptionException("behind the last row are not zeros", path(), dirty, 0, "more"));
    }
  }

  /** Who was created when is found by halving, so that purged entities stay in order. */
  private void verifyErased(int ordinal, Consumer<CorruptionException> findings) {
    boolean ordered = ordinal == 0 || createdLsn(ordinal - 1) <= createdLsn(ordinal);
    if ((idHigh(ordinal) | idLow(ordinal)) != 0 || !ordered) {
      findings.accept(
          new CorruptionException(
              "row of a purged entity is wrong",
              path(),
              place(ordinal),
              "no id, created after the one before",
              describe(ordinal)));
    }
  }

  private String describe(int ordinal) {
    return "ordinal "
        + ordinal
        + " id "
        + Long.toHexString(idHigh(ordinal))
        + " "
        + Long.toHexString(idLow(ordinal))
        + " created "
        + createdLsn(ordinal)
        + " updated "
        + updatedLsn(ordinal);
  }

  /** Returns the file behind, for messages. */
  public Path path() {
    return extents.path();
  }

  @Override
  public void close() {
    extents.close();
  }

  private MemorySegment extent(int ordinal) {
    return extents.get((int) (place(ordinal) / CheckedExtents.EXTENT_BYTES));
  }

  private MemorySegment changed(int ordinal) {
    return extents.change((int) (place(ordinal) / CheckedExtents.EXTENT_BYTES));
  }

  private static long offset(int ordinal) {
    return place(ordinal) % CheckedExtents.EXTENT_BYTES;
  }

  private static long place(int ordinal) {
    return FileHeaderLayout.SIZE + (long) ordinal * EntityRowLayout.SIZE;
  }
}
