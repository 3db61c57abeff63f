package dev.stela.internal.index.text;

import java.util.Arrays;

/**
 * The fields of a delta in the order of their numbers. Immutable, so that a reader has all or
 * nothing of a new one; any thread.
 *
 * @param numbers the fields' numbers, not to be changed
 */
record DeltaFields(int[] numbers, DeltaField[] all) {
  static final DeltaFields NONE = new DeltaFields(new int[0], new DeltaField[0]);

  /** Returns a field; null if there is none. */
  DeltaField find(int field) {
    int at = Arrays.binarySearch(numbers, field);
    return at < 0 ? null : all[at];
  }

  /** Returns these fields and a new one. */
  DeltaFields with(DeltaField field) {
    int place = -1 - Arrays.binarySearch(numbers, field.field());
    int[] moreNumbers = Arrays.copyOf(numbers, numbers.length + 1);
    DeltaField[] more = Arrays.copyOf(all, all.length + 1);
    System.arraycopy(numbers, place, moreNumbers, place + 1, numbers.length - place);
    System.arraycopy(all, place, more, place + 1, all.length - place);
    moreNumbers[place] = field.field();
    more[place] = field;
    return new DeltaFields(moreNumbers, more);
  }
}
