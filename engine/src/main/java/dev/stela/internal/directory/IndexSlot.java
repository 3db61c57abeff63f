package dev.stela.internal.directory;

import dev.stela.StoreFailedException;
import dev.stela.internal.format.IndexEntryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;

/**
 * The seqlock of one slot. {@link #read} for any thread, the rest for the one writer.
 *
 * <p>Writer: odd version; fence; fields; even version. Reader: version; fields; fence; version
 * again. A reader that sees twice the same even version has seen the fields of one write only.
 */
final class IndexSlot {
  /** The slot is empty: the id is not in this bucket. */
  static final int EMPTY = 0;

  /** The slot holds the id; the entry has been filled. */
  static final int FOUND = 1;

  /** The slot holds another id. */
  static final int OTHER = 2;

  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(10);

  private IndexSlot() {}

  /** Compares the slot with an id and, if it is the one, copies all fields as of one moment. */
  static int read(MemorySegment extent, long slot, long idHigh, long idLow, IndexEntry into) {
    // The answer does not matter, the call does: its place has a type profile of its own. From
    // that the compiler learns the one class of all extents. The profile within the access methods
    // is shared with all users of segments, on and off the heap, and would cost virtual calls.
    extent.isNative();
    long waitingSince = 0;
    while (true) {
      // Acquire: pairs with the release of the even version in write() and clear(). The fields
      // read below are at least as new as this version.
      long version = IndexEntryLayout.versionAcquire(extent, slot);
      long high = IndexEntryLayout.idHigh(extent, slot);
      long low = IndexEntryLayout.idLow(extent, slot);
      int flags = IndexEntryLayout.flags(extent, slot);
      if (high == idHigh && low == idLow) {
        long location = IndexEntryLayout.location(extent, slot);
        long lsn = IndexEntryLayout.lsn(extent, slot);
        int ordinal = IndexEntryLayout.ordinal(extent, slot);
        int length = IndexEntryLayout.length(extent, slot);
        if (isUnchanged(extent, slot, version)) {
          into.idHigh = high;
          into.idLow = low;
          into.location = location;
          into.lsn = lsn;
          into.ordinal = ordinal;
          into.length = length;
          into.flags = flags;
          // An empty slot looks like the id of all zeros, and so does a purged one.
          return flags == 0 ? EMPTY : (flags & IndexEntryLayout.PURGED) == 0 ? FOUND : OTHER;
        }
      } else if (isUnchanged(extent, slot, version)) {
        return flags == 0 ? EMPTY : OTHER;
      }
      waitingSince = pause(waitingSince, version);
    }
  }

  private static boolean isUnchanged(MemorySegment extent, long slot, long version) {
    // Acquire fence: pairs with the writer's storeStoreFence. If one of the fields was of a later
    // write, that write's odd version is seen here.
    VarHandle.acquireFence();
    return (version & 1) == 0 && IndexEntryLayout.versionOpaque(extent, slot) == version;
  }

  /** Fills the slot. */
  static void write(
      MemorySegment extent,
      long slot,
      long idHigh,
      long idLow,
      long location,
      long lsn,
      int ordinal,
      int length,
      int flags) {
    long odd = begin(extent, slot);
    IndexEntryLayout.identity(extent, slot, idHigh, idLow, ordinal);
    IndexEntryLayout.state(extent, slot, location, lsn, length, flags);
    commit(extent, slot, odd);
  }

  /** Changes what an update changes. */
  static void update(
      MemorySegment extent, long slot, long location, long lsn, int length, int flags) {
    long odd = begin(extent, slot);
    IndexEntryLayout.state(extent, slot, location, lsn, length, flags);
    commit(extent, slot, odd);
  }

  /**
   * Changes the location alone, to another place with the same state. Either is right, so that the
   * slot's version need not tell of it.
   */
  static void repoint(MemorySegment extent, long slot, long location) {
    // Release: pairs with the acquire fence in isUnchanged(). Who sees the place sees its segment.
    IndexEntryLayout.locationRelease(extent, slot, location);
  }

  /** Erases the id and leaves the slot in use. */
  static void purge(MemorySegment extent, long slot, long lsn, int ordinal) {
    int flags = IndexEntryLayout.USED | IndexEntryLayout.PURGED;
    write(extent, slot, 0, 0, 0, lsn, ordinal, 0, flags);
  }

  /** Empties the slot; its version goes on. */
  static void clear(MemorySegment extent, long slot) {
    write(extent, slot, 0, 0, 0, 0, 0, 0, 0);
  }

  private static long begin(MemorySegment extent, long slot) {
    // "or", not "plus": a writer that failed half-way has left an odd version.
    long odd = IndexEntryLayout.version(extent, slot) | 1;
    IndexEntryLayout.versionOpaque(extent, slot, odd);
    // Pairs with the acquire fence in isUnchanged(): no field is stored before the odd version.
    VarHandle.storeStoreFence();
    return odd;
  }

  private static void commit(MemorySegment extent, long slot, long odd) {
    // Release: pairs with the acquire in read().
    IndexEntryLayout.versionRelease(extent, slot, odd + 1);
  }

  /** Waits a moment; returns when the waiting began. */
  private static long pause(long since, long version) {
    long now = System.nanoTime();
    if (since == 0) {
      Thread.onSpinWait();
      return now == 0 ? 1 : now;
    }
    if (now - since > GIVE_UP_NANOS) {
      // The writer died between the two versions, or the slot is written faster than it is read.
      throw new StoreFailedException(
          "directory slot stays half-written: version=%d, waitedNanos=%d"
              .formatted(version, now - since));
    }
    if (now - since > SPIN_NANOS) {
      Thread.yield();
    } else {
      Thread.onSpinWait();
    }
    return since;
  }
}
