package dev.stela.internal.index.postings;

import java.util.BitSet;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;
import org.roaringbitmap.RoaringBitmap;

/**
 * Those of a list's events that count: all after a horizon, and before it the last addition of each
 * entity that has the tag there. Filled once; one thread.
 */
final class StandingEvents {
  private final LongArrayList lsns = new LongArrayList();
  private final IntArrayList marks = new IntArrayList();
  private final LongArrayList places = new LongArrayList();

  private StandingEvents() {}

  /**
   * Reads a list.
   *
   * @param cursor before its first event
   * @param gone entities that count for nothing
   */
  static StandingEvents read(EventCursor cursor, long horizon, OrdinalSet gone) {
    var all = new StandingEvents();
    int settled = 0;
    while (cursor.next()) {
      settled += cursor.lsn() <= horizon ? 1 : 0;
      all.add(cursor.lsn(), cursor.ordinal() << 1 | (cursor.isRemoval() ? 1 : 0), cursor.place());
    }
    return all.without(all.passed(settled, gone));
  }

  int size() {
    return lsns.size();
  }

  long place(int index) {
    return places.getLong(index);
  }

  String describe(int index) {
    int mark = marks.getInt(index);
    return ((mark & 1) != 0 ? "removal, ordinal " : "ordinal ")
        + (mark >>> 1)
        + " lsn "
        + lsns.getLong(index);
  }

  private void add(long lsn, int mark, long place) {
    lsns.addLong(lsn);
    marks.addInt(mark);
    places.addLong(place);
  }

  private BitSet passed(int settled, OrdinalSet gone) {
    var passed = new BitSet();
    var seen = new RoaringBitmap();
    for (int i = size() - 1; i >= 0; i--) {
      int mark = marks.getInt(i);
      boolean overtaken = i < settled && (!seen.checkedAdd(mark >>> 1) || (mark & 1) != 0);
      if (overtaken || gone.contains(mark >>> 1)) {
        passed.set(i);
      }
    }
    return passed;
  }

  private StandingEvents without(BitSet passed) {
    var rest = new StandingEvents();
    for (int i = passed.nextClearBit(0); i < size(); i = passed.nextClearBit(i + 1)) {
      rest.add(lsns.getLong(i), marks.getInt(i), places.getLong(i));
    }
    return rest;
  }
}
