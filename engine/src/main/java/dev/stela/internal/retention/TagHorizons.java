package dev.stela.internal.retention;

import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.index.postings.Postings;
import java.util.function.IntToLongFunction;

/** The horizon of each tag: that of its namespace. Immutable; any thread. */
public record TagHorizons(Dictionary dictionary, Horizons horizons) implements IntToLongFunction {
  /** Returns the horizon of a tag's number; 0 if nothing was dropped. */
  public Horizon of(int tag) {
    // The states of life that have lists, too, are always known.
    return tag <= Postings.DELETED || horizons.newest() == Horizon.NONE
        ? Horizon.NONE
        : horizons.of(namespace(tag));
  }

  @Override
  public long applyAsLong(int tag) {
    return of(tag).lsn();
  }

  /** Returns a tag's namespace; null if it has none. */
  private String namespace(int tag) {
    return dictionary.namespaces().name(dictionary.namespaceOf(tag));
  }
}
