package dev.stela;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The changes of a whole store between two LSNs: one for each entity and commit, in the order of
 * the commits and within a commit in that in which the transaction touched the entities. They are
 * read from the log as they are asked for, however many there are.
 *
 * <p>Events say what a change put but not what stood before: {@link Change.Event#before} is null
 * here. {@link EntityReader#history(EntityId, HistoryRange)} knows that.
 *
 * <p>One thread at a time. Costs memory for one change; nothing is held that would have to be given
 * back. Ends with the store: using it later throws {@link StoreClosedException}.
 */
public final class ChangeFeed implements Iterator<Change>, AutoCloseable {
  private final VersionReader reader;
  private final FeedReader feed;
  private final long toLsn;
  private Change next;
  private long lsn;
  private boolean closed;

  ChangeFeed(VersionReader reader, FeedReader feed, long toLsn) {
    this.reader = reader;
    this.feed = feed;
    this.toLsn = toLsn;
    this.lsn = feed.lsn();
  }

  /**
   * Whether there is another change up to the feed's end.
   *
   * @return false at the end
   */
  @Override
  public boolean hasNext() {
    if (closed) {
      throw new StoreClosedException("the feed of changes is closed: lsn=" + lsn);
    }
    reader.requireOpen();
    if (next == null) {
      next = feed.next(toLsn);
      if (next == null) {
        lsn = feed.lsn();
      }
    }
    return next != null;
  }

  /**
   * The next change.
   *
   * @return a copy: yours for good
   * @throws NoSuchElementException at the end
   */
  @Override
  public Change next() {
    if (!hasNext()) {
      throw new NoSuchElementException("there are no more changes: toLsn=" + toLsn);
    }
    Change change = next;
    next = null;
    lsn = feed.lsn();
    return change;
  }

  /**
   * Up to where everything has been given: the LSN of the last commit of which {@link #next} gave
   * all changes, and at the end the feed's last LSN. A feed of what comes after it has no gap and
   * no change twice.
   *
   * @return the LSN to go on after
   */
  public long lsn() {
    return lsn;
  }

  /** Ends the feed; closing again does nothing. */
  @Override
  public void close() {
    closed = true;
  }
}
