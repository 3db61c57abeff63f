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
  private final LongSupplier sealedLsn;
  private final Runnable beforeTexts;
  private final Consumer<Runnable> exclusively;
  private OrdinalSet purged = OrdinalSet.EMPTY;
  private OrdinalSet all = OrdinalSet.EMPTY;
  private long knownSealed;

  /**
   * Erases in what an applier keeps.
   *
   * @param sealedLsn the LSN up to which the log is in force by a manifest: only what was purged up
   *     to there is erased, for no power cut takes that back, and no backup is without it
   * @param beforeTexts done before texts of tags are erased, as often as that happens
   * @param exclusively runs something under the writer lock, between two commits
   */
  public Erasure(
      Applier applier,
      PurgedSet purges,
      LongSupplier sealedLsn,
      Runnable beforeTexts,
      Consumer<Runnable> exclusively) {
    this.applier = applier;
    this.dictionary = applier.dictionary();
    this.purges = purges;
    this.sealedLsn = sealedLsn;
    this.beforeTexts = beforeTexts;
    this.exclusively = exclusively;
  }

  /** Returns which entities have been purged, for good, so that nothing of them is to be kept. */
  public IntPredicate purged() {
    OrdinalSet newest = purges.set();
    if (newest != all || purged != all && sealedLsn.getAsLong() != knownSealed) {
      refresh(newest);
    }
    return purged::contains;
  }

  /** Tells whether a tag's text is to go, because only purged entities have ever had it. */
  public boolean isErased(int tag) {
    return dictionary.isErased(tag);
  }

  private void refresh(OrdinalSet newest) {
    long end = sealedLsn.getAsLong();
    OrdinalSet lasting = purges.at(end);
    if (lasting.cardinality() > purged.cardinality()) {
      erase(lasting);
    }
    knownSealed = end;
    all = newest;
    // The same set, so that nothing is asked again, if every purge is in force.
    purged = lasting.cardinality() == newest.cardinality() ? newest : lasting;
  }

  private void erase(OrdinalSet lasting) {
    exclusively.accept(applier.directory()::clearFree);
    beforeTexts.run();
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
