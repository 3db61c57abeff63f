package dev.stela.power;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A file of the simulated disk, whatever its names: the working image, which is the page cache, and
 * the durable image, which is the disk. Under the disk's lock; mapped memory is the working image.
 */
final class Inode {
  /** What the disk writes as a whole, or tears. */
  static final int UNIT = 512;

  private static final MemorySegment ZERO_PAGE =
      MemorySegment.ofArray(new byte[Pages.PAGE]).asReadOnly();

  final long number;
  private final Pages working = new Pages();
  private final Pages durable = new Pages();

  /** Units that a failed sync took for written, as they were: they reach the disk no more. */
  private final Map<Long, byte[]> given = new HashMap<>();

  private long length;
  private long durableLength;
  private int users;
  private boolean abandoned;
  int sharedLocks;
  boolean lockedExclusively;

  Inode(long number) {
    this.number = number;
  }

  /** Who uses a file keeps its memory, even when the disk is gone. */
  synchronized void use() {
    users++;
  }

  synchronized void release() {
    users--;
    freeIfUnused();
  }

  /** The disk has no more use for it. */
  synchronized void abandon() {
    if (!abandoned) {
      abandoned = true;
      freeIfUnused();
    }
  }

  private void freeIfUnused() {
    if (abandoned && users == 0) {
      working.free();
      durable.free();
    }
  }

  long length() {
    return length;
  }

  /** Writes as to the page cache; zeros to where nothing was written cost nothing. */
  void write(MemorySegment source, long position) {
    long end = position + source.byteSize();
    if (end > Pages.CAPACITY) {
      throw new AssertionError("a simulated file has at most " + Pages.CAPACITY + " bytes");
    }
    // Whatever the bytes are, the kernel takes these pages for changed.
    given.keySet().removeIf(unit -> unit < end && unit + UNIT > position);
    working.look(end);
    long at = position;
    while (at < end) {
      long count = Math.min(end, (at / Pages.PAGE + 1) * Pages.PAGE) - at;
      MemorySegment piece = source.asSlice(at - position, count);
      boolean zeros = MemorySegment.mismatch(piece, 0, count, ZERO_PAGE, 0, count) < 0;
      if (!zeros || working.isUsed(at / Pages.PAGE)) {
        MemorySegment.copy(piece, 0, working.memory(), at, count);
      }
      at += count;
    }
    length = Math.max(length, end);
  }

  void read(MemorySegment target, long position) {
    MemorySegment.copy(working.memory(), position, target, 0, target.byteSize());
  }

  MemorySegment map(long offset, long bytes, boolean writable, Arena arena) {
    use();
    MemorySegment part = working.part(offset, bytes, arena, this::release);
    return writable ? part : part.asReadOnly();
  }

  void truncate(long to) {
    if (to < length) {
      working.clear(to, length);
      length = to;
    }
  }

  /** Makes the durable image like the working one. */
  void sync() {
    for (long page : differing(true)) {
      if (given.isEmpty()) {
        copyPage(working, durable, page);
      } else {
        syncUnits(page);
      }
    }
    durable.clear(length, durableLength);
    durableLength = length;
  }

  private void syncUnits(long page) {
    for (long unit = page * Pages.PAGE; unit < (page + 1) * Pages.PAGE; unit += UNIT) {
      byte[] now = working.memory().asSlice(unit, UNIT).toArray(ValueLayout.JAVA_BYTE);
      byte[] lost = given.get(unit);
      if (lost == null || !java.util.Arrays.equals(lost, now)) {
        given.remove(unit);
        MemorySegment.copy(now, 0, durable.memory(), ValueLayout.JAVA_BYTE, unit, UNIT);
      }
    }
  }

  /** A sync that fails: some units are written, and the kernel takes the others for written too. */
  void failSync(Random random) {
    for (long page : differing(true)) {
      for (long unit = page * Pages.PAGE; unit < (page + 1) * Pages.PAGE; unit += UNIT) {
        if (differs(unit)) {
          if (random.nextBoolean()) {
            MemorySegment.copy(working.memory(), unit, durable.memory(), unit, UNIT);
          } else {
            given.put(unit, working.memory().asSlice(unit, UNIT).toArray(ValueLayout.JAVA_BYTE));
          }
        }
      }
    }
  }

  /** The kernel writes some dirty pages when it likes. */
  void writeBack(Random random) {
    int share = 1 + random.nextInt(4);
    for (long page : differing(true)) {
      if (random.nextInt(4) < share && given.isEmpty()) {
        copyPage(working, durable, page);
      }
    }
    if (random.nextBoolean() && length > durableLength) {
      durableLength = length;
    }
  }

  /** What a power cut leaves. */
  Inode cut(Random random) {
    Inode left = new Inode(number);
    copyAll(durable, left.durable, Math.max(length, durableLength));
    Fate fate = Fate.any(random);
    for (long page : differing(false)) {
      for (long unit = page * Pages.PAGE; unit < (page + 1) * Pages.PAGE; unit += UNIT) {
        if (!given.containsKey(unit) && differs(unit)) {
          keep(left, unit, fate, random);
        }
      }
    }
    left.length = lengthLeft(fate, random);
    left.durable.clear(left.length, Math.max(length, durableLength));
    copyAll(left.durable, left.working, left.length);
    left.durableLength = left.length;
    return left;
  }

  private void keep(Inode left, long unit, Fate fate, Random random) {
    switch (fate.of(random)) {
      case NEW -> MemorySegment.copy(working.memory(), unit, left.durable.memory(), unit, UNIT);
      case TORN -> {
        int torn = 1 + random.nextInt(UNIT - 1);
        if (random.nextBoolean()) {
          MemorySegment.copy(working.memory(), unit, left.durable.memory(), unit, torn);
        } else {
          MemorySegment.copy(
              working.memory(), unit + torn, left.durable.memory(), unit + torn, UNIT - torn);
        }
      }
      default -> {
        // What was there before.
      }
    }
  }

  private long lengthLeft(Fate fate, Random random) {
    if (length == durableLength) {
      return length;
    }
    return switch (fate.of(random)) {
      case NEW -> length;
      case OLD -> durableLength;
      default -> {
        long least = Math.min(length, durableLength);
        long between = Math.max(length, durableLength) - least;
        yield least + (long) (random.nextDouble() * between) / UNIT * UNIT;
      }
    };
  }

  /** What the death of the process leaves: everything. */
  Inode copy() {
    Inode copy = new Inode(number);
    copyAll(working, copy.working, length);
    copyAll(durable, copy.durable, durableLength);
    copy.length = length;
    copy.durableLength = durableLength;
    copy.given.putAll(given);
    return copy;
  }

  /** Whether the working image is what a copy of it holds. */
  boolean isStill(Inode copy) {
    working.look(length);
    copy.working.look(length);
    for (long page = 0; page * Pages.PAGE < length; page++) {
      if ((working.isUsed(page) || copy.working.isUsed(page))
          && mismatch(working, copy.working, page)) {
        return false;
      }
    }
    return length == copy.length;
  }

  byte[] bytes() {
    return working.memory().asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  private List<Long> differing(boolean withinLength) {
    long end = withinLength ? length : Math.max(length, durableLength);
    working.look(end);
    durable.look(end);
    List<Long> pages = new ArrayList<>();
    for (long page = 0; page * Pages.PAGE < end; page++) {
      if ((working.isUsed(page) || durable.isUsed(page)) && mismatch(working, durable, page)) {
        pages.add(page);
      }
    }
    return pages;
  }

  private boolean differs(long unit) {
    return MemorySegment.mismatch(
            working.memory(), unit, unit + UNIT, durable.memory(), unit, unit + UNIT)
        >= 0;
  }

  private static boolean mismatch(Pages one, Pages other, long page) {
    long at = page * Pages.PAGE;
    return MemorySegment.mismatch(
            one.memory(), at, at + Pages.PAGE, other.memory(), at, at + Pages.PAGE)
        >= 0;
  }

  private static void copyAll(Pages from, Pages to, long length) {
    from.look(length);
    for (long page = 0; page * Pages.PAGE < length; page++) {
      if (from.isUsed(page)) {
        copyPage(from, to, page);
      }
    }
  }

  private static void copyPage(Pages from, Pages to, long page) {
    MemorySegment.copy(
        from.memory(), page * Pages.PAGE, to.memory(), page * Pages.PAGE, Pages.PAGE);
  }

  /** How a cut treats what was not synced: often all alike, so that rare mixtures come up too. */
  private record Fate(int olds, int news, int torn) {
    enum Outcome {
      OLD,
      NEW,
      TORN
    }

    static Fate any(Random random) {
      return switch (random.nextInt(8)) {
        case 0 -> new Fate(1, 0, 0);
        case 1 -> new Fate(0, 1, 0);
        case 2 -> new Fate(0, 0, 1);
        case 3 -> new Fate(1, 15, 0);
        case 4 -> new Fate(15, 1, 0);
        case 5 -> new Fate(1, 1, 0);
        case 6 -> new Fate(0, 7, 1);
        default -> new Fate(1, 1, 1);
      };
    }

    Outcome of(Random random) {
      int choice = random.nextInt(olds + news + torn);
      return choice < olds ? Outcome.OLD : choice < olds + news ? Outcome.NEW : Outcome.TORN;
    }
  }
}
