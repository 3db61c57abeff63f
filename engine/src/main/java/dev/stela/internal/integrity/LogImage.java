package dev.stela.internal.integrity;

import java.util.Arrays;
import java.util.BitSet;

/** What the log says about each entity, by ordinal: its id and its newest version. One thread. */
final class LogImage {
  private long[] idHighs = new long[1024];
  private long[] idLows = new long[1024];
  private long[] places = new long[1024];
  private long[] lsns = new long[1024];
  private final BitSet deletedOnes = new BitSet();
  private int entities;

  int entities() {
    return entities;
  }

  long deleted() {
    return deletedOnes.cardinality();
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

  void update(int ordinal, long place, long lsn, boolean deleted) {
    places[ordinal] = place;
    lsns[ordinal] = lsn;
    deletedOnes.set(ordinal, deleted);
  }
}
