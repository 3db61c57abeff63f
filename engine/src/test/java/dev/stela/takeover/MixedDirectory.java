package dev.stela.takeover;

import dev.stela.internal.format.BucketLayout;
import dev.stela.internal.format.DirectoryLayout;
import dev.stela.internal.format.IndexEntryLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A directory's file as a process may leave it that dies while it applies one frame: of every word
 * that the frame changes what was there before or after, in any combination that the fences of the
 * directory's writer allow. One thread, once.
 */
final class MixedDirectory {
  private static final int BLOCK = BucketLayout.BYTES / Long.BYTES;
  private static final int HEADER = BucketLayout.HEADER_BYTES / Long.BYTES;
  private static final int SLOT = IndexEntryLayout.BYTES / Long.BYTES;
  private static final int COUNT = BucketLayout.COUNT_OFFSET / Long.BYTES;
  private static final int ORDINAL = IndexEntryLayout.ORDINAL_OFFSET / Long.BYTES;
  private static final int FLAGS = IndexEntryLayout.FLAGS_OFFSET / Long.BYTES;

  private record Place(int shard, int depth, int prefix) {
    boolean isBelow(Place other) {
      return shard == other.shard
          && depth > other.depth
          && (prefix & (1 << other.depth) - 1) == other.prefix;
    }
  }

  private final Random random;
  private final long[] before;
  private final long[] after;
  private final long[] mixed;
  private final boolean purgesDone;
  private final Map<Integer, Integer> known = new HashMap<>();
  private final List<Place> unsplit = new ArrayList<>();
  private final Set<Integer> copied = new HashSet<>();
  private boolean recycled;

  /**
   * Mixes.
   *
   * @param purgesDone whether all that is purged is so in the directory: its rows may be erased
   */
  MixedDirectory(Random random, long[] before, long[] after, boolean purgesDone) {
    this.purgesDone = purgesDone;
    this.random = random;
    this.before = before;
    this.after = after;
    this.mixed = before.clone();
  }

  long[] make() {
    int blocks = after.length / BLOCK;
    System.arraycopy(after, 0, mixed, 0, BLOCK);
    for (int block = 1; block < blocks; block++) {
      int old = entry(before, block);
      recycled |= old != 0 && entry(after, block) != 0 && old != entry(after, block);
      if (entry(after, block) == 0) {
        noteCopied(block * BLOCK);
      }
      if (old != 0) {
        noteKnown(block * BLOCK);
        if (entry(after, block) == 0 && !purgesDone && random.nextBoolean()) {
          unsplit.add(place(old));
        }
      }
    }
    for (int block = 1; block < blocks; block++) {
      int at = block * BLOCK;
      if (!DirectoryLayout.holdsTable(block)
          && (entry(before, block) != entry(after, block)
              || !Arrays.equals(before, at, at + BLOCK, after, at, at + BLOCK))) {
        mix(block, at);
      }
    }
    return mixed;
  }

  private void mix(int block, int at) {
    int was = entry(before, block);
    int is = entry(after, block);
    if (was == is && was != 0) {
      mixBucket(at);
    } else if (was != 0 && is == 0 && unsplit.contains(place(was))) {
      mixBucket(at);
      setEntry(block, was);
    } else if (was == 0 && (is == 0 || unsplit.stream().anyMatch(place(is)::isBelow))) {
      mixVoid(block, at, is != 0);
    } else if (is != 0) {
      mixNew(at);
    } else {
      System.arraycopy(after, at, mixed, at, BLOCK);
    }
  }

  /** A bucket that stays where it is. */
  private void mixBucket(int at) {
    mixed[at + COUNT] = either(at + COUNT);
    for (int slot = at + HEADER; slot < at + BLOCK; slot += SLOT) {
      mixSlot(slot, before, slot);
    }
  }

  /** A bucket that a split has made, and that counts. */
  private void mixNew(int at) {
    System.arraycopy(after, at, mixed, at, HEADER);
    int inserted = 0;
    for (int slot = at + HEADER; slot < at + BLOCK; slot += SLOT) {
      Integer from = isUsed(after, slot) ? known.get(ordinal(after, slot)) : null;
      if (from != null) {
        // It was copied by the split and may have been changed after that.
        mixSlot(slot, before, from);
      } else if (recycled
          || copied.contains(ordinal(after, slot))
          || (flags(after, slot) & IndexEntryLayout.REUSED) != 0) {
        // It was there when the split was complete, or what was there in between is not known.
        System.arraycopy(after, slot, mixed, slot, SLOT);
      } else {
        inserted += isUsed(after, slot) ? 1 : 0;
        mixSlot(slot, new long[SLOT], 0);
      }
    }
    // Counted one by one, after the split.
    mixed[at + COUNT] -= (long) random.nextInt(inserted + 1) << Integer.SIZE;
  }

  /** A block that nothing leads to: its bucket is not complete, or its split is not. */
  private void mixVoid(int block, int at, boolean completed) {
    if (completed && random.nextInt(3) == 0) {
      System.arraycopy(after, at, mixed, at, BLOCK);
      return;
    }
    boolean header = random.nextBoolean();
    for (int word = at; word < at + HEADER; word++) {
      mixed[word] = header ? after[word] : either(word);
    }
    setEntry(block, 0);
    if (header) {
      for (int slot = at + HEADER; slot < at + BLOCK; slot += SLOT) {
        mixSlot(slot, before, slot);
      }
    }
  }

  /** All of a slot's change, nothing of it, or an odd version and any word old or new. */
  private void mixSlot(int slot, long[] source, int from) {
    List<long[]> stages = new ArrayList<>();
    stages.add(Arrays.copyOfRange(source, from, from + SLOT));
    boolean purged = isLive(source, from) && ordinal(source, from) != ordinal(after, slot);
    if (purged) {
      stages.add(purged(ordinal(source, from)));
    }
    stages.add(Arrays.copyOfRange(after, slot, slot + SLOT));
    boolean becamePurged = isLive(source, from) && !isLive(after, slot);
    int last = 2 * (stages.size() - 1);
    int first = !purgesDone ? 0 : becamePurged ? last : purged ? 2 : 0;
    boolean same = Arrays.equals(source, from + 1, from + SLOT, after, slot + 1, slot + SLOT);
    int step = same ? last : first + random.nextInt(last - first + 1);
    long[] old = stages.get(step / 2);
    long[] next = stages.get((step + 1) / 2);
    mixed[slot] = after[slot] - (last - step);
    for (int word = 1; word < SLOT; word++) {
      mixed[slot + word] = random.nextBoolean() ? old[word] : next[word];
    }
  }

  private static long[] purged(int ordinal) {
    long[] slot = new long[SLOT];
    slot[ORDINAL] = ordinal;
    slot[FLAGS] = IndexEntryLayout.USED | IndexEntryLayout.PURGED;
    return slot;
  }

  private long either(int word) {
    return random.nextBoolean() ? before[word] : after[word];
  }

  /** Notes what was in a bucket when it was split. */
  private void noteCopied(int at) {
    for (int slot = at + HEADER; slot < at + BLOCK; slot += SLOT) {
      if (isLive(after, slot)) {
        copied.add(ordinal(after, slot));
      }
    }
  }

  private void noteKnown(int at) {
    for (int slot = at + HEADER; slot < at + BLOCK; slot += SLOT) {
      if (isUsed(before, slot)) {
        known.put(ordinal(before, slot), slot);
      }
    }
  }

  private static int flags(long[] words, int slot) {
    return (int) words[slot + FLAGS];
  }

  private static boolean isUsed(long[] words, int slot) {
    return flags(words, slot) != 0;
  }

  private static boolean isLive(long[] words, int slot) {
    return isUsed(words, slot) && (flags(words, slot) & IndexEntryLayout.PURGED) == 0;
  }

  private static int ordinal(long[] words, int slot) {
    return (int) words[slot + ORDINAL];
  }

  private static int entry(long[] words, int block) {
    int at = at(block);
    return (int) (words[at / 2] >>> (at & 1) * Integer.SIZE);
  }

  private void setEntry(int block, int entry) {
    int shift = (at(block) & 1) * Integer.SIZE;
    long kept = mixed[at(block) / 2] & ~(0xFFFF_FFFFL << shift);
    mixed[at(block) / 2] = kept | (entry & 0xFFFF_FFFFL) << shift;
  }

  /** Returns where a table tells of a block, in words of 4 bytes. */
  private static int at(int block) {
    return DirectoryLayout.tableOf(block) * BLOCK * 2
        + DirectoryLayout.entryOffset(block) / Integer.BYTES;
  }

  private static Place place(int entry) {
    return new Place(
        DirectoryLayout.shardOf(entry),
        DirectoryLayout.depthOf(entry),
        DirectoryLayout.prefixOf(entry));
  }
}
