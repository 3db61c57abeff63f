package dev.stela;

import dev.stela.internal.query.Cursor;
import dev.stela.internal.query.OrdinalStream;
import dev.stela.internal.storage.Leases;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * What a search found, streamed: entities are read as they are asked for, as of the search's LSN.
 * One that has been purged meanwhile is passed over. Holds a lease until it is closed or its end is
 * reached, see {@link StoreStatistics#leases}, or older than {@link StoreConfig#snapshotMaxAge}:
 * then {@link SnapshotExpiredException} is thrown.
 *
 * <p>One thread at a time. Reading from results that were closed, or whose store was, throws {@link
 * StoreClosedException}; closing the snapshot from which they come does not end them.
 *
 * @param <T> what is streamed
 */
public final class Hits<T> implements Iterator<T>, AutoCloseable {
  private static final int UNKNOWN = OrdinalStream.NONE - 1;

  private final VersionReader reader;
  private final Source<T> source;
  private final OrdinalStream stream;
  private final long total;
  private final Leases.Lease lease;
  private final Cursor start;
  private int last;
  private long left;
  private int ahead = UNKNOWN;
  private T result;
  private boolean finished;
  private boolean closed;

  /** Reads what is streamed. */
  @FunctionalInterface
  interface Source<T> {
    /** Returns the result for an entity as of an LSN; null if it has been purged. */
    T read(int ordinal, long lsn);
  }

  /** Streams the next {@code limit} ordinals; {@code start} is before the first. */
  Hits(
      VersionReader reader,
      Source<T> source,
      OrdinalStream stream,
      long total,
      long limit,
      Cursor start,
      Leases.Lease lease) {
    this.reader = reader;
    this.source = source;
    this.stream = stream;
    this.total = total;
    this.left = limit;
    this.start = start;
    this.last = start.ordinal();
    this.lease = lease;
  }

  /**
   * The exact number of all matching entities when the search was made, whatever limit, offset and
   * cursor.
   *
   * @return 0 or more
   */
  public long total() {
    return total;
  }

  /**
   * The LSN as of which was searched.
   *
   * @return 0 if that was before the first commit
   */
  public long lsn() {
    return start.lsn();
  }

  @Override
  public boolean hasNext() {
    if (finished) {
      return false;
    }
    requireOpen();
    if (left > 0 && readAhead()) {
      return true;
    }
    finish();
    return false;
  }

  /**
   * Reads the next result, so that there is one even if its entity is purged before it is given.
   */
  private boolean readAhead() {
    while (result == null && ahead() != OrdinalStream.NONE) {
      int ordinal = ahead;
      result = Edge.reading(() -> source.read(ordinal, start.lsn()));
      if (result == null) {
        ahead = UNKNOWN;
      }
    }
    return result != null;
  }

  /**
   * The next result.
   *
   * @throws NoSuchElementException if there is none
   */
  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("there are no more results: total=" + total);
    }
    T next = result;
    result = null;
    last = ahead;
    ahead = UNKNOWN;
    left--;
    if (left == 0) {
      finish();
    }
    return next;
  }

  /**
   * All that is left.
   *
   * @return as many results as the limit says at most; they are all in memory
   */
  public List<T> toList() {
    List<T> all = new ArrayList<>();
    while (hasNext()) {
      all.add(next());
    }
    return List.copyOf(all);
  }

  /**
   * A cursor after the last result that {@link #next} gave, for {@link Search#after}. It can be
   * asked for at the end of a page too, not after {@link #close} in the middle of one.
   *
   * @return 34 characters that may stand in an address; null when the end of all matching entities
   *     has been reached
   */
  public String cursor() {
    if (!finished) {
      requireOpen();
    }
    return ahead() == OrdinalStream.NONE
        ? null
        : new Cursor(start.lsn(), start.fingerprint(), last).encode();
  }

  /** Ends the lease. Closing again does nothing. */
  @Override
  public void close() {
    closed = true;
    lease.close();
  }

  /** Looks one result ahead while there still is a lease, for the sake of the cursor. */
  private void finish() {
    ahead();
    finished = true;
    lease.close();
  }

  private int ahead() {
    while (ahead == UNKNOWN) {
      int next = Edge.reading(stream::next);
      ahead = next != OrdinalStream.NONE && reader.isPurged(next) ? UNKNOWN : next;
    }
    return ahead;
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreClosedException("the results are closed: lsn=" + lsn());
    }
    lease.requireFresh("the result of the search");
    reader.requireOpen();
  }
}
