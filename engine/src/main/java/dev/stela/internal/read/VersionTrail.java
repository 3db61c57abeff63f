package dev.stela.internal.read;

import dev.stela.internal.format.IndexEntryLayout;
import java.util.Arrays;

/**
 * The places of an entity's versions, gathered on the way back into its past, so that they can be
 * read forward: 8 bytes for each. One thread at a time.
 */
public final class VersionTrail {
  private long[] places = new long[16];
  private int first;
  private int size;

  /** Creates an empty trail. */
  public VersionTrail() {}

  /**
   * Gathers the versions from the one at the cursor back to the first not before {@code minLsn},
   * but for those of which retention has left nothing.
   *
   * @param cursor stands on the newest version wanted; afterwards on the last one looked at
   * @param limit how many to gather
   * @param oldest which ones if there are more: false for the newest, where the walk stops at the
   *     limit, true for the oldest
   * @return true if the cursor stands on the version before the oldest one gathered; false if there
   *     is none
   */
  public boolean gather(Version cursor, long minLsn, int limit, boolean oldest) {
    first = 0;
    size = 0;
    long gathered = 0;
    while (cursor.lsn() >= minLsn && (oldest || gathered < limit)) {
      if (!cursor.isEmptied()) {
        add(IndexEntryLayout.location(cursor.segment().number(), cursor.record()));
        gathered++;
      }
      if (!cursor.toPrevious()) {
        keepOldest(limit);
        return false;
      }
    }
    keepOldest(limit);
    return true;
  }

  /** Returns the number of versions. */
  public int size() {
    return size - first;
  }

  /** Points the cursor at a version, counted from the oldest. */
  public void moveTo(int index, Version cursor) {
    long place = places[size - 1 - index];
    cursor.moveTo(IndexEntryLayout.segmentNumber(place), IndexEntryLayout.offset(place));
  }

  private void keepOldest(int limit) {
    first = Math.max(0, size - limit);
  }

  private void add(long place) {
    if (size == places.length) {
      places = Arrays.copyOf(places, size * 2);
    }
    places[size++] = place;
  }
}
