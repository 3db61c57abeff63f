package dev.stela.takeover;

import dev.stela.internal.format.BucketLayout;
import dev.stela.internal.format.IndexEntryLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A directory's file as a process may leave it that dies while it applies one frame: of every word
 * that the frame changes what was there before or after, in any combination that the fences of the
 * directory's writer allow. One thread, once.
 */
final class MixedDirectory {
  private static final int BLOCK = BucketLayout.BYTES / Long.BYTES;
  private static final int HEADER = BucketLayout.HEADER_BYTES / Long.BYTES;
  private static final int SLOT = IndexEntryLayout.BYTES / Long.BYTES;
  private static final int STATE = BucketLayout.STATE_OFFSET / Long.BYTES;
  private static final int COUNT = BucketLayout.COUNT_OFFSET / Long.BYTES;
  private static final int ID = IndexEntryLayout.ID_HIGH_OFFSET / Long.BYTES;
  private static final int FLAGS = IndexEntryLayout.FLAGS_OFFSET / Long.BYTES;

  private record Id(long high, long low) {}

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
  private final Map<Id, Integer> known = new HashMap<>();
  private final List<Place> unsplit = new ArrayList<>();

  MixedDirectory(Random random, long[] before, long[] after) {
    this.random = random;
    this.before = before;
    this.after = after;
    this.mixed = before.clone();
  }

  long[] make() {
    int blocks = after.length / BLOCK;
    System.arraycopy(after, 0, mixed, 0, BLOCK);
    for (int block = 1; block < blocks; block++) {
      int at = block * BLOCK;
      if (isInForce(before, at)) {
        noteKnown(at);
        if (!isInForce(after, at) && random.nextBoolean()) {
          unsplit.add(place(before, at));
        }
      }
    }
    for (int block = 1; block < blocks; block++) {
      int at = block * BLOCK;
      if (!Arrays.equals(before, at, at + BLOCK, after, at, at + BLOCK)) {
        mix(at);
      }
    }
    return mixed;
  }

  private void mix(int at) {
    boolean was = isInForce(before, at);
    boolean is = isInForce(after, at);
    if (was && is && place(before, at).equals(place(after, at))) {
      mixBucket(at);
    } else if (was && !is && unsplit.contains(place(before, at))) {
      mixBucket(at);
      mixed[at + STATE] = before[at + STATE];
    } else if (!was && (!is || unsplit.stream().anyMatch(place(after, at)::isBelow))) {
      mixVoid(at, is);
    } else if (is) {
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
      Integer from = known.get(id(after, slot));
      if (isUsed(after, slot) && from != null) {
        // It was copied by the split and may have been updated after that.
        mixSlot(slot, before, from);
      } else {
        inserted += isUsed(after, slot) ? 1 : 0;
        mixSlot(slot, new long[SLOT], 0);
      }
    }
    // Counted one by one, after the split.
    mixed[at + COUNT] -= (long) random.nextInt(inserted + 1) << Integer.SIZE;
  }

  /** A block that nothing leads to: its bucket is not complete, or its split is not. */
  private void mixVoid(int at, boolean completed) {
    if (completed && random.nextInt(3) == 0) {
      System.arraycopy(after, at, mixed, at, BLOCK);
      return;
    }
    boolean header = random.nextBoolean();
    for (int word = at; word < at + HEADER; word++) {
      mixed[word] = header ? after[word] : either(word);
    }
    mixed[at + STATE] = 0;
    if (header) {
      for (int slot = at + HEADER; slot < at + BLOCK; slot += SLOT) {
        mixSlot(slot, before, slot);
      }
    }
  }

  /** All of a slot's change, nothing of it, or an odd version and any word old or new. */
  private void mixSlot(int slot, long[] source, int from) {
    boolean same = Arrays.equals(source, from + 1, from + SLOT, after, slot + 1, slot + SLOT);
    int choice = same ? 1 : random.nextInt(3);
    if (choice == 1) {
      System.arraycopy(after, slot, mixed, slot, SLOT);
      return;
    }
    mixed[slot] = choice == 0 ? after[slot] - 2 : after[slot] - 1;
    for (int word = 1; word < SLOT; word++) {
      mixed[slot + word] =
          choice == 0 || random.nextBoolean() ? source[from + word] : after[slot + word];
    }
  }

  private long either(int word) {
    return random.nextBoolean() ? before[word] : after[word];
  }

  private void noteKnown(int at) {
    for (int slot = at + HEADER; slot < at + BLOCK; slot += SLOT) {
      if (isUsed(before, slot)) {
        known.put(id(before, slot), slot);
      }
    }
  }

  private static boolean isUsed(long[] words, int slot) {
    return (int) words[slot + FLAGS] != 0;
  }

  private static Id id(long[] words, int slot) {
    return new Id(words[slot + ID], words[slot + ID + 1]);
  }

  private static boolean isInForce(long[] words, int at) {
    return (int) words[at] == BucketLayout.MAGIC
        && (int) words[at + STATE] == BucketLayout.IN_FORCE;
  }

  private static Place place(long[] words, int at) {
    int shard = at + BucketLayout.SHARD_OFFSET / Long.BYTES;
    return new Place(
        (int) words[shard], (int) (words[shard] >>> Integer.SIZE), (int) words[at + COUNT]);
  }
}
