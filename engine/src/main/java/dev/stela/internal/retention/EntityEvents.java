package dev.stela.internal.retention;

import dev.stela.internal.format.EventLayout;
import java.util.Arrays;

/**
 * The events of one entity from the oldest to the newest, for {@link Rules} to say which may go.
 * Filled again for one entity after another; one thread.
 *
 * <p>Whoever rewrites a part of the log, the run, gives all events of the entity in it. Of the tags
 * that the entity had before the run, one addition each is given as an event outside it, before the
 * others; where that is not known, {@code clear(false)} says so. Newer events, outside the run, may
 * be left out: then more is kept than need be.
 */
public final class EntityEvents {
  /** In place of a policy: the event is kept. */
  static final int KEPT = -1;

  private static final int MIN_CAPACITY = 16;

  private long[] lsns = new long[MIN_CAPACITY];
  private long[] timestamps = new long[MIN_CAPACITY];
  private int[] types = new int[MIN_CAPACITY];
  private int[] arguments = new int[MIN_CAPACITY];
  private long[] bytes = new long[MIN_CAPACITY];
  private boolean[] inRun = new boolean[MIN_CAPACITY];
  private int[] droppedBy = new int[MIN_CAPACITY];
  private boolean complete;
  private int size;

  /** Creates an empty list. */
  public EntityEvents() {}

  /**
   * Begins with another entity.
   *
   * @param startKnown whether what the entity had before the first event in the run is known: it
   *     was created there, or the tags it had are given as additions outside the run
   */
  public void clear(boolean startKnown) {
    complete = startKnown;
    size = 0;
  }

  /**
   * Adds the next event. A creation's tags are additions of its commit.
   *
   * @param type as in {@link EventLayout}
   * @param argument the tag's number, for events of tags
   * @param eventBytes what is freed if the event goes: its own size and that of its content
   * @param belongsToRun whether the event lies in what is being rewritten, so that it may be
   *     dropped
   */
  public void add(
      long lsn, long timestamp, int type, int argument, long eventBytes, boolean belongsToRun) {
    if (size == lsns.length) {
      grow();
    }
    lsns[size] = lsn;
    timestamps[size] = timestamp;
    types[size] = type;
    arguments[size] = argument;
    bytes[size] = eventBytes;
    inRun[size] = belongsToRun;
    droppedBy[size] = KEPT;
    size++;
  }

  /** Returns the number of events. */
  public int size() {
    return size;
  }

  /** Returns the LSN of an event's commit. */
  public long lsn(int index) {
    return lsns[index];
  }

  /** Returns the time of an event's commit. */
  public long timestamp(int index) {
    return timestamps[index];
  }

  /** Returns an event's type. */
  public int type(int index) {
    return types[index];
  }

  /** Returns the number of an event's tag. */
  public int argument(int index) {
    return arguments[index];
  }

  /** Returns what is freed if an event goes. */
  public long bytes(int index) {
    return bytes[index];
  }

  /** Tells whether an event lies in what is being rewritten. */
  public boolean isInRun(int index) {
    return inRun[index];
  }

  /** Tells whether an event may go. */
  public boolean isDropped(int index) {
    return droppedBy[index] != KEPT;
  }

  /** Returns the index of the policy that lets an event go. */
  public int policy(int index) {
    return droppedBy[index];
  }

  /** Returns how many events may go. */
  public int dropped() {
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += isDropped(i) ? 1 : 0;
    }
    return count;
  }

  boolean isStartKnown() {
    return complete;
  }

  boolean isTag(int index) {
    return types[index] == EventLayout.TAG_ADD || types[index] == EventLayout.TAG_REMOVE;
  }

  boolean isContent(int index) {
    return types[index] == EventLayout.CONTENT_PUT || types[index] == EventLayout.CONTENT_REMOVE;
  }

  void drop(int index, int policy) {
    droppedBy[index] = policy;
  }

  private void grow() {
    int capacity = size * 2;
    lsns = Arrays.copyOf(lsns, capacity);
    timestamps = Arrays.copyOf(timestamps, capacity);
    types = Arrays.copyOf(types, capacity);
    arguments = Arrays.copyOf(arguments, capacity);
    bytes = Arrays.copyOf(bytes, capacity);
    inRun = Arrays.copyOf(inRun, capacity);
    droppedBy = Arrays.copyOf(droppedBy, capacity);
  }
}
