package dev.stela.internal.apply;

import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.index.postings.OrdinalSet;
import dev.stela.internal.index.postings.PostingLists;
import dev.stela.internal.index.postings.PurgedSet;
import java.util.function.Consumer;

/**
 * Takes out of the derived files what purged entities have left there but numbers: texts of tags
 * that nobody else has had, and ids in blocks of the directory that are free. One thread, in steps
 * that hold the writer lock for a short time.
 *
 * <p>Done before compaction asks which definitions of tags it is to empty: from then on the tag is
 * not found, so that no entity gets it by its old number.
 */
public final class Erasure {
  /** So many lists are looked at in one step. */
  private static final int TAGS_PER_STEP = 4096;

  private final Applier applier;
  private final PostingLists lists;
  private final Consumer<Runnable> exclusively;

  /**
   * Erases in what an applier keeps.
   *
   * @param exclusively runs something under the writer lock, between two commits
   */
  public Erasure(Applier applier, Consumer<Runnable> exclusively) {
    this.applier = applier;
    this.lists = applier.postings();
    this.exclusively = exclusively;
  }

  /**
   * Erases what only some purged entities have had.
   *
   * @param purged entities whose purge is durable
   */
  public void run(OrdinalSet purged) {
    if (purged.isEmpty()) {
      return;
    }
    exclusively.accept(applier.directory()::clearFree);
    Dictionary dictionary = applier.dictionary();
    PurgedSet events = new PurgedSet(lists);
    int tags = dictionary.tags();
    for (int from = 1; from <= tags; from += TAGS_PER_STEP) {
      int first = from;
      int last = Math.min(tags, from + TAGS_PER_STEP - 1);
      exclusively.accept(
          () -> {
            for (int tag = first; tag <= last; tag++) {
              if (events.isAllOf(tag, purged)) {
                dictionary.eraseTag(tag);
              }
            }
          });
    }
  }
}
