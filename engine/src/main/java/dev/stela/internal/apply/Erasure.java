package dev.stela.internal.apply;

import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.index.postings.OrdinalSet;
import dev.stela.internal.index.postings.PurgedSet;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;

/**
 * Says for compaction what goes because of purges, and before that takes out of the derived files
 * what purged entities have left there but numbers: texts of tags that nobody else has had, and ids
 * in free blocks of the directory. From then on such a tag is not found, so that no entity gets it
 * by a number whose definition has lost its text.
 *
 * <p>One thread, that of compaction; the writer lock is held for short steps.
 */
public final class Erasure {
  /** So many lists are looked at in one step. */
  private static final int TAGS_PER_STEP = 4096;

  private final Applier applier;
  private final Dictionary dictionary;
  private final PurgedSet purges;
  private final LongSupplier durableLsn;
  private final Consumer<Runnable> exclusively;
  private OrdinalSet purged = OrdinalSet.EMPTY;
  private OrdinalSet all = OrdinalSet.EMPTY;
  private long knownDurable;

  /**
   * Erases in what an applier keeps.
   *
   * @param durableLsn only what no power cut takes back is erased
   * @param exclusively runs something under the writer lock, between two commits
   */
  public Erasure(
      Applier applier, PurgedSet purges, LongSupplier durableLsn, Consumer<Runnable> exclusively) {
    this.applier = applier;
    this.dictionary = applier.dictionary();
    this.purges = purges;
    this.durableLsn = durableLsn;
    this.exclusively = exclusively;
  }

  /** Returns which entities have been purged, durably, so that nothing of them is to be kept. */
  public IntPredicate purged() {
    OrdinalSet newest = purges.set();
    if (newest != all || purged != all && durableLsn.getAsLong() != knownDurable) {
      refresh(newest);
    }
    return purged::contains;
  }

  /** Tells whether a tag's text is to go, because only purged entities have ever had it. */
  public boolean isErased(int tag) {
    return dictionary.isErased(tag);
  }

  private void refresh(OrdinalSet newest) {
    long durable = durableLsn.getAsLong();
    OrdinalSet lasting = purges.at(durable);
    if (lasting.cardinality() > purged.cardinality()) {
      erase(lasting);
    }
    knownDurable = durable;
    all = newest;
    // The same set, so that nothing is asked again, if every purge is durable.
    purged = lasting.cardinality() == newest.cardinality() ? newest : lasting;
  }

  private void erase(OrdinalSet lasting) {
    exclusively.accept(applier.directory()::clearFree);
    int tags = dictionary.tags();
    for (int from = 1; from <= tags; from += TAGS_PER_STEP) {
      int first = from;
      int last = Math.min(tags, from + TAGS_PER_STEP - 1);
      exclusively.accept(() -> eraseTags(first, last, lasting));
    }
  }

  private void eraseTags(int first, int last, OrdinalSet lasting) {
    for (int tag = first; tag <= last; tag++) {
      if (purges.isAllOf(tag, lasting)) {
        dictionary.eraseTag(tag);
      }
    }
  }
}
