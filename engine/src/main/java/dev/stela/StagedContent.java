package dev.stela;

import dev.stela.internal.write.Staged;

/**
 * Content that was streamed into a store's log and waits to become an entity's content. No reader
 * sees it before a transaction puts it; if none does, compaction drops it. It belongs to the store
 * that staged it, until that store is closed.
 *
 * <p>Immutable; any thread; may be put to several entities.
 */
public final class StagedContent {
  private final Staged staged;

  StagedContent(Staged staged) {
    this.staged = staged;
  }

  /**
   * How many bytes were staged.
   *
   * @return 0 to 2<sup>30</sup>
   */
  public long length() {
    return staged.length();
  }

  Staged staged() {
    return staged;
  }
}
