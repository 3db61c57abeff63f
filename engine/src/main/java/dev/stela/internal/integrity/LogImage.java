package dev.stela.internal.integrity;

import dev.stela.internal.index.postings.OrdinalSet;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What the log says about each entity, by ordinal: its id, its newest version and its state of
 * life. Of purged entities nothing but the purge may be left; until that comes they are holes. One
 * thread.
 */
final class LogImage {
  private long[] idHighs = new long[1024];
  private long[] idLows = new long[1024];
  private long[] places = new long[1024];
  private long[] lsns = new long[1024];
  private final BitSet deletedOnes = new BitSet();
  private final BitSet archivedOnes = new BitSet();
  private final BitSet purgedOnes = new BitSet();
  private final BitSet holes = new BitSet();
  private int entities;

  /** Returns the number of ordinals. */
  int entities() {
    return entities;
  }

  long deleted() {
    return deletedOnes.cardinality();
  }

  long archived() {
    return archivedOnes.cardinality();
  }

  long purged() {
    return purgedOnes.cardinality();
  }

  boolean knows(int ordinal) {
    return ordinal >= 0 && ordinal < entities;
  }

  long idHigh(int ordinal) {
    return idHighs[ordinal];
  }

  long idLow(int ordinal) {
    return idLows[ordinal];
  }

  long place(int ordinal) {
    return places[ordinal];
  }

  long lsn(int ordinal) {
    return lsns[ordinal];
  }

  boolean isDeleted(int ordinal) {
    return deletedOnes.get(ordinal);
  }

  boolean isArchived(int ordinal) {
    return archivedOnes.get(ordinal);
  }

  boolean isPurged(int ordinal) {
    return purgedOnes.get(ordinal);
  }

  OrdinalSet purgedSet() {
    return OrdinalSet.of(purgedOnes.stream().toArray());
  }

  boolean isHole(int ordinal) {
    return holes.get(ordinal);
  }

  /** Returns the first ordinal of which there is nothing, not even a purge; -1 if none is. */
  int firstHole() {
    return holes.nextSetBit(0);
  }

  void create(long idHigh, long idLow) {
    if (entities == places.length) {
      int length = entities * 2;
      idHighs = Arrays.copyOf(idHighs, length);
      idLows = Arrays.copyOf(idLows, length);
      places = Arrays.copyOf(places, length);
      lsns = Arrays.copyOf(lsns, length);
    }
    idHighs[entities] = idHigh;
    idLows[entities] = idLow;
    entities++;
  }

  /** Enters an ordinal whose entity has no creation in the log. */
  void addHole() {
    holes.set(entities);
    create(0, 0);
  }

  void update(int ordinal, long place, long lsn, boolean deleted, boolean archived) {
    places[ordinal] = place;
    lsns[ordinal] = lsn;
    deletedOnes.set(ordinal, deleted);
    archivedOnes.set(ordinal, archived);
  }

  void purge(int ordinal, long lsn) {
    idHighs[ordinal] = 0;
    idLows[ordinal] = 0;
    update(ordinal, 0, lsn, false, false);
    purgedOnes.set(ordinal);
    holes.clear(ordinal);
  }
}
