package dev.stela.internal.apply;

import dev.stela.internal.format.PostingBlockLayout;
import dev.stela.internal.header.AppliedSlots;
import dev.stela.internal.header.AppliedState;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.index.postings.PostingLists;

/**
 * Says in the live header how far the derived files go, for whoever opens the store after the death
 * of this process. Only the thread that holds the writer lock may call.
 */
public final class AppliedMark {
  private final AppliedSlots slots;
  private final Applier applier;
  private final AppliedState state = new AppliedState();

  /**
   * Marks the progress of an applier.
   *
   * @param boot a hash of the boot id, 0 if it cannot be known
   * @param files a hash of what identifies the derived files, 0 if it cannot be known
   * @param indexGeneration the number in the names of the derived files but the directory's
   */
  public AppliedMark(
      AppliedSlots slots, Applier applier, long boot, long files, long indexGeneration) {
    this.slots = slots;
    this.applier = applier;
    state.identity(boot, files, applier.directory().generation(), indexGeneration);
  }

  /** Marks that all frames up to an LSN are applied; allocates nothing. */
  public void advance(long lsn) {
    state.lsn(lsn);
    refresh();
  }

  /** Lets nothing be taken over, whatever is marked from now on. */
  public void forget() {
    slots.forget();
  }

  /**
   * Marks how things are now, with no further frame applied: before a change of the derived files
   * that relies on others made before it.
   */
  public void refresh() {
    Dictionary dictionary = applier.dictionary();
    state.entities(
        applier.ordinals(),
        applier.deleted(),
        applier.archived(),
        applier.purged(),
        applier.directory().size());
    state.dictionary(dictionary.tail(), dictionary.tags(), dictionary.fields());
    PostingLists postings = applier.postings();
    state.postingsTail(postings.tail());
    for (int size = 0; size < PostingBlockLayout.SIZES; size++) {
      state.freeHead(size, postings.freeBlock(size));
    }
    slots.write(state);
  }
}
