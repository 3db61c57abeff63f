package dev.stela;

import java.util.Iterator;
import java.util.List;

/**
 * What a search found, streamed: entities are read as they are asked for, as of the search's LSN.
 * Holds a lease until it is closed or its end is reached.
 *
 * <p>One thread at a time.
 *
 * @param <T> what is streamed
 */
public final class Hits<T> implements Iterator<T>, AutoCloseable {
  Hits() {}

  /**
   * The exact number of all matching entities, whatever limit and offset.
   *
   * @return to be written
   */
  public long total() {
    throw new UnsupportedOperationException();
  }

  /**
   * The LSN as of which was searched.
   *
   * @return to be written
   */
  public long lsn() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean hasNext() {
    throw new UnsupportedOperationException();
  }

  @Override
  public T next() {
    throw new UnsupportedOperationException();
  }

  /**
   * All that is left.
   *
   * @return to be written
   */
  public List<T> toList() {
    throw new UnsupportedOperationException();
  }

  /**
   * A cursor after the last result that {@link #next} gave, for {@link Search#after}; null when the
   * end of all matching entities has been reached.
   *
   * @return to be written
   */
  public String cursor() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
