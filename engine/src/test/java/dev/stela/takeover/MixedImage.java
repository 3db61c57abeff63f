package dev.stela.takeover;

import dev.stela.internal.format.AppliedLayout;
import dev.stela.internal.format.EntityRowLayout;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.LiveHeaderLayout;
import dev.stela.internal.format.PostingBlockLayout;
import dev.stela.internal.format.PostingHeadLayout;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/**
 * The files of a store as a process may leave them that dies while it applies one frame, or notes
 * that it has: of every word that this changes what was there before or after, at random, in any
 * combination that the fences allow on which the repair relies. One thread, once.
 */
public final class MixedImage {
  private final Random random;
  private final StoreImage before;
  private final StoreImage after;
  private final StoreImage mixed;

  /** Mixes what was there before the frame with what was there after it. */
  public MixedImage(Random random, StoreImage before, StoreImage after) {
    this.random = random;
    this.before = before;
    this.after = after;
    this.mixed = after.copy();
  }

  /**
   * Returns the files as a process may leave them that dies while it leads the directory to what a
   * merge has written: of each entry either place, at random.
   *
   * @param before before the merge
   * @param after when all is repointed, and nothing retired yet
   */
  public static StoreImage repointed(Random random, StoreImage before, StoreImage after) {
    StoreImage mixed = after.copy();
    String name = after.name("directory-");
    long[] old = before.words(name, after.words(name).length);
    long[] words = mixed.words(name);
    int left = 0;
    int moved = 0;
    for (int i = FileHeaderLayout.SIZE / Long.BYTES; i < words.length; i++) {
      if (words[i] != old[i]) {
        if (random.nextBoolean()) {
          words[i] = old[i];
          left++;
        } else {
          moved++;
        }
      }
    }
    if (left == 0 || moved == 0) {
      throw new AssertionError("nothing was mixed: old=" + left + " moved=" + moved);
    }
    return mixed;
  }

  /** Returns the image; the log has the frame. */
  public StoreImage make() {
    boolean purgesDone = random.nextBoolean();
    String directory = after.name("directory-");
    mixed.put(
        directory,
        new MixedDirectory(random, before(directory), after.words(directory), purgesDone).make());
    // Of these any store may be there before any other: what is behind the end is cleared.
    mixWords(after.name("dictionary-"));
    mixRows(after.name("entities-"), purgesDone);
    mixPostings();
    mixLive();
    return mixed;
  }

  private long[] before(String name) {
    return before.words(name, after.words(name).length);
  }

  private long[] mixWords(String name) {
    long[] old = before(name);
    long[] words = mixed.words(name);
    // Now all, now nothing, now some: an even mixture is not what most deaths leave.
    double share = random.nextInt(5) / 4.0;
    for (int i = 0; i < words.length; i++) {
      if (words[i] != old[i] && random.nextDouble() >= share) {
        words[i] = old[i];
      }
    }
    return words;
  }

  /** A row is erased after its entity was purged in the directory. */
  private void mixRows(String name, boolean purgesDone) {
    long[] rows = mixWords(name);
    long[] old = before(name);
    for (int row = FileHeaderLayout.SIZE / Long.BYTES;
        !purgesDone && row < rows.length;
        row += EntityRowLayout.SIZE / Long.BYTES) {
      boolean was = (old[row] | old[row + 1]) != 0;
      if (was) {
        rows[row] = old[row];
        rows[row + 1] = old[row + 1];
      }
    }
  }

  /** What a head counts is in place; all else may be or not. */
  private void mixPostings() {
    String headsName = after.name("posting-heads-");
    String name = after.name("postings-");
    long[] heads = mixWords(headsName);
    long[] oldHeads = before(headsName);
    mixWords(name);
    for (int i = FileHeaderLayout.SIZE / Long.BYTES; i < heads.length; i++) {
      if (heads[i] != oldHeads[i]) {
        putInPlace(heads[i], name);
      }
    }
  }

  private void putInPlace(long head, String name) {
    long[] now = after.words(name);
    long[] words = mixed.words(name);
    MemorySegment memory = MemorySegment.ofArray(now);
    int events = PostingHeadLayout.events(head);
    for (long place = PostingHeadLayout.lastBlock(head);
        place != 0;
        place = PostingBlockLayout.previous(memory, place)) {
      int first = PostingBlockLayout.firstIndex(memory, place);
      int count = (PostingBlockLayout.EVENTS_OFFSET / Long.BYTES) + events - first;
      System.arraycopy(now, (int) (place / Long.BYTES), words, (int) (place / Long.BYTES), count);
      events = first;
    }
  }

  /** The slot of the frame was not written, or by half. */
  private void mixLive() {
    long[] now = after.words("live");
    long[] words = before.words("live").clone();
    int slot =
        sequence(now, LiveHeaderLayout.APPLIED_A_OFFSET)
                > sequence(now, LiveHeaderLayout.APPLIED_B_OFFSET)
            ? LiveHeaderLayout.APPLIED_A_OFFSET
            : LiveHeaderLayout.APPLIED_B_OFFSET;
    if (random.nextBoolean()) {
      words[slot / Long.BYTES] = now[slot / Long.BYTES];
      for (int at = AppliedLayout.BOOT_OFFSET;
          at < AppliedLayout.LAST_SEQUENCE_OFFSET;
          at += Long.BYTES) {
        if (random.nextBoolean()) {
          words[(slot + at) / Long.BYTES] = now[(slot + at) / Long.BYTES];
        }
      }
    }
    mixed.put("live", words);
  }

  private static long sequence(long[] words, int slot) {
    return words[(slot + AppliedLayout.SEQUENCE_OFFSET) / Long.BYTES];
  }
}
