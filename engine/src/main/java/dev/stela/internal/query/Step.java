package dev.stela.internal.query;

import dev.stela.internal.index.postings.OrdinalSet;
import java.util.List;
import java.util.function.Supplier;
import org.roaringbitmap.Container;

/**
 * A part of a query that is being answered: yields the ordinals of the entities that match it,
 * chunk by chunk, so that a chunk's intermediate results stay in the processor's cache, and a
 * question that needs only the first hit ends with its chunk. One thread.
 */
abstract class Step {
  /** Steps of this weight and more ask entity by entity: they come after those that are sets. */
  static final long COSTLY = 1L << 32;

  private final Supplier<String> description;
  private final int bound;

  /** All ordinals that the step yields are below {@code bound}; only a plan asks for the text. */
  Step(Supplier<String> description, int bound) {
    this.description = description;
    this.bound = bound;
  }

  /** Returns what is done, for people to read. */
  final String description() {
    return description.get();
  }

  final int bound() {
    return bound;
  }

  /** Returns the number of chunks: those from there on are empty. */
  final int chunks() {
    return bound + OrdinalSet.CHUNK_SIZE - 1 >>> Character.SIZE;
  }

  /** Returns at most how many ordinals there are, and more than any step's for a costly one. */
  abstract long weight();

  /** Returns a chunk, not to be changed; null if it is empty. */
  abstract Container chunk(int index);

  /** Returns those of some candidates of a chunk, which are not null, that the step yields too. */
  Container within(int index, Container candidates) {
    return OrdinalSet.and(candidates, chunk(index));
  }

  /** Returns those of some candidates of a chunk, which are not null, that it does not yield. */
  Container without(int index, Container candidates) {
    return OrdinalSet.andNot(candidates, chunk(index));
  }

  /** Returns the size of what {@link #within} returns, without making it where that can be. */
  int countWithin(int index, Container candidates) {
    return OrdinalSet.andCardinality(candidates, chunk(index));
  }

  /** Returns the size of a chunk, without making it where that can be. */
  int count(int index) {
    Container chunk = chunk(index);
    return chunk == null ? 0 : chunk.getCardinality();
  }

  /** Tells whether the step yields an ordinal. */
  abstract boolean contains(int ordinal);

  /** Returns the steps that this one is made of, in the order in which they are done. */
  List<Step> inputs() {
    return List.of();
  }

  /** Returns the number of all ordinals. */
  final int count() {
    int sum = 0;
    for (int i = chunks() - 1; i >= 0; i--) {
      sum += count(i);
    }
    return sum;
  }

  /** Tells whether there is any ordinal: stops at the first chunk that has one. */
  final boolean exists() {
    int chunks = chunks();
    for (int i = 0; i < chunks; i++) {
      if (chunk(i) != null) {
        return true;
      }
    }
    return false;
  }

  /** Returns all ordinals. */
  OrdinalSet all() {
    Container[] all = new Container[chunks()];
    for (int i = 0; i < all.length; i++) {
      all[i] = chunk(i);
    }
    return OrdinalSet.ofChunks(all);
  }
}
