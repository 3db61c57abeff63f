package dev.stela.internal.checkpoint;

import dev.stela.internal.format.DirectoryLayout;
import dev.stela.internal.format.IdHash;
import dev.stela.internal.format.PartEntityLayout;
import dev.stela.internal.format.RecordLayout;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.agrona.collections.Int2IntHashMap;

/**
 * Collects the entities that have a version in a segment, each with its newest one, and writes them
 * in the order of their buckets. One thread.
 */
final class PartEntities {
  private static final int NONE = -1;

  private final Int2IntHashMap rows = new Int2IntHashMap(NONE);
  private final MemorySegment memory;
  private int[] newest = new int[1024];
  private long[] created = new long[1024];
  private int size;

  /** Collects from a segment whose mapped memory is given. */
  PartEntities(MemorySegment memory) {
    this.memory = memory;
  }

  /** Notes a version, the newest so far. */
  void add(long record) {
    int ordinal = RecordLayout.ordinal(memory, record);
    int row = rows.get(ordinal);
    if (row == NONE) {
      row = size++;
      rows.put(ordinal, row);
      if (row == newest.length) {
        newest = Arrays.copyOf(newest, row * 2);
        created = Arrays.copyOf(created, row * 2);
      }
    }
    newest[row] = (int) (record >>> 3);
    if ((RecordLayout.flags(memory, record) & RecordLayout.FLAG_CREATED) != 0) {
      created[row] = RecordLayout.lsn(memory, record);
    }
  }

  int size() {
    return size;
  }

  /** Writes the entities; returns where they end. */
  long write(MemorySegment target, long start) {
    long[] order = new long[size];
    for (int row = 0; row < size; row++) {
      long record = record(row);
      long hash =
          IdHash.hash(RecordLayout.idHigh(memory, record), RecordLayout.idLow(memory, record));
      order[row] = (long) DirectoryLayout.order(hash) << Integer.SIZE | row;
    }
    Arrays.sort(order);
    long at = start;
    for (long key : order) {
      int row = (int) key;
      long record = record(row);
      PartEntityLayout.write(
          target,
          at,
          RecordLayout.ordinal(memory, record),
          record,
          RecordLayout.idHigh(memory, record),
          RecordLayout.idLow(memory, record),
          RecordLayout.lsn(memory, record),
          created[row],
          RecordLayout.length(memory, record),
          RecordLayout.flags(memory, record));
      at += PartEntityLayout.SIZE;
    }
    return at;
  }

  private long record(int row) {
    return (newest[row] & 0xFFFF_FFFFL) << 3;
  }
}
