package dev.stela.internal.read;

import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.format.StateLayout;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * An entity's tags in the order of their numbers, each with the time of its last addition. Loaded
 * from a version and changed in place; its arrays are used again. One thread at a time.
 */
public final class TagSet {
  private static final long REMOVED = Long.MIN_VALUE;

  private int[] numbers = new int[16];
  private long[] times = new long[16];
  private int size;

  // The events of a chain, oldest first: sorted by tag, then age.
  private long[] keys = new long[32];
  private long[] eventTimes = new long[32];
  private int events;
  private final RecordChain chain = new RecordChain();
  private int[] baseNumbers = new int[16];
  private long[] baseTimes = new long[16];

  /** Creates an empty set. */
  public TagSet() {}

  /** Returns the number of tags. */
  public int size() {
    return size;
  }

  /** Returns the number of the tag at {@code index}. */
  public int number(int index) {
    return numbers[index];
  }

  /** Returns the time of the tag at {@code index}. */
  public long time(int index) {
    return times[index];
  }

  /** Removes all tags. */
  public void clear() {
    size = 0;
  }

  /** Tells whether the tag is in the set. */
  public boolean contains(int number) {
    return Arrays.binarySearch(numbers, 0, size, number) >= 0;
  }

  /** Adds a tag, or refreshes its time. */
  public void add(int number, long time) {
    int index = Arrays.binarySearch(numbers, 0, size, number);
    if (index < 0) {
      index = -index - 1;
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, size * 2);
        times = Arrays.copyOf(times, size * 2);
      }
      System.arraycopy(numbers, index, numbers, index + 1, size - index);
      System.arraycopy(times, index, times, index + 1, size - index);
      numbers[index] = number;
      size++;
    }
    times[index] = time;
  }

  /** Removes a tag; false if it was not there. */
  public boolean remove(int number) {
    int index = Arrays.binarySearch(numbers, 0, size, number);
    if (index < 0) {
      return false;
    }
    size--;
    System.arraycopy(numbers, index + 1, numbers, index, size - index);
    System.arraycopy(times, index + 1, times, index, size - index);
    return true;
  }

  /** Loads the tags of a version: its base's, changed by the events since. */
  public void load(Version version) {
    MemorySegment memory = version.memory();
    long state = version.baseState();
    int name = StateLayout.nameBytes(memory, state);
    int count = StateLayout.tags(memory, state);
    ensureBase(count);
    MemorySegment.copy(
        memory, Layouts.LONG, StateLayout.tagTimesStart(state, name), baseTimes, 0, count);
    MemorySegment.copy(
        memory,
        Layouts.INT,
        StateLayout.tagNumbersStart(state, name, count),
        baseNumbers,
        0,
        count);
    collectEvents(version);
    merge(count);
  }

  private void collectEvents(Version version) {
    events = 0;
    chain.gather(version);
    for (int i = 0; i < chain.size(); i++) {
      collectEvents(version.memory(), chain.record(i));
    }
    Arrays.sort(keys, 0, events);
  }

  private void collectEvents(MemorySegment memory, long record) {
    long end = RecordLayout.eventsEnd(memory, record);
    for (long event = record + RecordLayout.SIZE;
        event < end;
        event = EventLayout.next(memory, event)) {
      int type = EventLayout.type(memory, event);
      if (type == EventLayout.TAG_ADD || type == EventLayout.TAG_REMOVE) {
        if (events == keys.length) {
          keys = Arrays.copyOf(keys, events * 2);
          eventTimes = Arrays.copyOf(eventTimes, events * 2);
        }
        keys[events] = (long) EventLayout.argument(memory, event) << Integer.SIZE | events;
        eventTimes[events] =
            type == EventLayout.TAG_REMOVE
                ? REMOVED
                : FrameLayout.timestamp(memory, RecordLayout.frame(memory, record));
        events++;
      }
    }
  }

  /** Merges two sorted sequences; of a tag's events the newest, sorted last, counts. */
  private void merge(int baseCount) {
    ensure(baseCount + events);
    size = 0;
    int base = 0;
    for (int i = 0; i < events; i++) {
      int number = (int) (keys[i] >>> Integer.SIZE);
      if (i + 1 < events && (int) (keys[i + 1] >>> Integer.SIZE) == number) {
        continue;
      }
      while (base < baseCount && baseNumbers[base] < number) {
        append(baseNumbers[base], baseTimes[base]);
        base++;
      }
      if (base < baseCount && baseNumbers[base] == number) {
        base++;
      }
      long time = eventTimes[(int) keys[i]];
      if (time != REMOVED) {
        append(number, time);
      }
    }
    System.arraycopy(baseNumbers, base, numbers, size, baseCount - base);
    System.arraycopy(baseTimes, base, times, size, baseCount - base);
    size += baseCount - base;
  }

  private void append(int number, long time) {
    numbers[size] = number;
    times[size] = time;
    size++;
  }

  private void ensure(int capacity) {
    if (numbers.length < capacity) {
      int length = Math.max(capacity, numbers.length * 2);
      numbers = new int[length];
      times = new long[length];
    }
  }

  private void ensureBase(int capacity) {
    if (baseNumbers.length < capacity) {
      int length = Math.max(capacity, baseNumbers.length * 2);
      baseNumbers = new int[length];
      baseTimes = new long[length];
    }
  }
}
