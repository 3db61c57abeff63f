package dev.stela.internal.compaction;

import java.util.Arrays;

/** The events of one entity, oldest first. Used again for one entity after another; one thread. */
public final class EntityEvents {
  private long[] lsns = new long[64];
  private long[] timestamps = new long[64];
  private int[] types = new int[64];
  private int[] arguments = new int[64];
  private boolean[] inRun = new boolean[64];
  private boolean[] dropped = new boolean[64];
  private int size;

  public void clear() {
    size = 0;
  }

  public void add(long lsn, long timestamp, int type, int argument, boolean isInRun) {
    if (size == lsns.length) {
      int length = size * 2;
      lsns = Arrays.copyOf(lsns, length);
      timestamps = Arrays.copyOf(timestamps, length);
      types = Arrays.copyOf(types, length);
      arguments = Arrays.copyOf(arguments, length);
      inRun = Arrays.copyOf(inRun, length);
      dropped = Arrays.copyOf(dropped, length);
    }
    lsns[size] = lsn;
    timestamps[size] = timestamp;
    types[size] = type;
    arguments[size] = argument;
    inRun[size] = isInRun;
    dropped[size] = false;
    size++;
  }

  public int size() {
    return size;
  }

  public long lsn(int index) {
    return lsns[index];
  }

  public long timestamp(int index) {
    return timestamps[index];
  }

  public int type(int index) {
    return types[index];
  }

  public int argument(int index) {
    return arguments[index];
  }

  public boolean isInRun(int index) {
    return inRun[index];
  }

  public boolean isDropped(int index) {
    return dropped[index];
  }

  public void drop(int index, boolean value) {
    dropped[index] = value;
  }
}
