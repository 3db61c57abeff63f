package dev.stela;

import dev.stela.internal.follow.LogFollower;
import dev.stela.internal.storage.SystemFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * A live feed of a store's changes: without gaps, without repeats, and in the order of the commits.
 * It is of this process, by {@link EntityStore#follow}, or of another one, by {@link #open(Path,
 * long)}: that works beside a running writer, while nobody has the store open, and across any
 * number of writers that come, go and are killed. A follower changes nothing and holds no lock;
 * waiting asks again and again, at first at once and then each millisecond, so that writers do not
 * notice.
 *
 * <p>A change comes when it is visible: under {@link Durability#SYNC} never before it is durable.
 * What a writer left that died before its sync is synced by the follower before it is given. Under
 * {@link Durability#ASYNC} a change may come that a power cut takes back; a writer may then give
 * its LSN to another change. Whoever must not see that follows a store with {@code SYNC}.
 *
 * <p>To go on after a restart, keep {@link #lsn} together with what was made of the changes: all
 * changes of a commit belong together, and a follower from there on begins with the next commit.
 *
 * <p>Events say what a change put but not what stood before: {@link Change.Event#before} is null
 * here.
 *
 * <p>One thread at a time; any thread may close. Following another process reads the whole log once
 * to know the tags, and keeps them in memory.
 */
public final class StoreFollower implements AutoCloseable {
  private static final int SPINS = 100;
  private static final int YIELDS = 10;
  private static final long MIN_PARK_NANOS = 1_000;
  private static final long MAX_PARK_NANOS = 1_000_000;

  private final VersionReader reader;
  private final LogFollower log;
  private final LongSupplier visibleLsn;
  private final FeedReader feed;
  private final IdleStrategy idle =
      new BackoffIdleStrategy(SPINS, YIELDS, MIN_PARK_NANOS, MAX_PARK_NANOS);
  private long limit;
  private volatile boolean closed;

  /** Follows a store of this process. */
  StoreFollower(VersionReader reader, FeedReader feed, LongSupplier visibleLsn) {
    this.reader = reader;
    this.log = null;
    this.visibleLsn = visibleLsn;
    this.feed = feed;
  }

  private StoreFollower(LogFollower log, long afterLsn) {
    this.reader = null;
    this.log = log;
    this.visibleLsn = log::limit;
    this.feed = new FeedReader(log.segments(), log.dictionary(), log::isPurged, afterLsn);
  }

  /**
   * Follows a store, whoever has it open or has not, from now on.
   *
   * @param path the store's folder
   * @return the follower; its {@link #lsn} is what was visible at the call
   * @throws InvalidArgumentException if there is no store
   * @throws CorruptionException if the log is not what was written
   */
  public static StoreFollower open(Path path) {
    return open(path, null);
  }

  /**
   * Follows a store, whoever has it open or has not, from an LSN on.
   *
   * @param path the store's folder
   * @param afterLsn 0 for everything, or the {@link #lsn} up to which changes are known
   * @return the follower
   * @throws InvalidArgumentException if there is no store, or its log ends before the LSN: it is
   *     another store, or one that a power cut threw back
   * @throws CorruptionException if the log is not what was written
   */
  public static StoreFollower open(Path path, long afterLsn) {
    if (afterLsn < 0) {
      throw new InvalidArgumentException("an LSN is not negative: afterLsn=" + afterLsn);
    }
    return open(path, Long.valueOf(afterLsn));
  }

  private static StoreFollower open(Path path, Long afterLsn) {
    Objects.requireNonNull(path, "path");
    LogFollower log = LogFollower.open(new SystemFiles(), path);
    try {
      if (afterLsn == null) {
        return new StoreFollower(log, log.advanceToNow());
      }
      log.advanceTo(afterLsn);
      return new StoreFollower(log, afterLsn);
    } catch (InternalError e) {
      log.close();
      throw Edge.translate(e);
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /**
   * The next change, if one comes within a time.
   *
   * @param timeout how long to wait for one when all there is has been given; zero for not at all
   * @return the change; empty if the time has passed
   * @throws InterruptedException if the thread is interrupted; nothing is lost
   * @throws StoreClosedException if the follower, or the store of this process that it follows, is
   *     closed; what was not given before is there for a follower of the store reopened
   * @throws CorruptionException if the log is not what was written
   */
  public Optional<Change> poll(Duration timeout) throws InterruptedException {
    Objects.requireNonNull(timeout, "timeout");
    long start = System.nanoTime();
    long nanos = saturatedNanos(timeout);
    idle.reset();
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while waiting for a change: lsn=" + lsn());
      }
      Change change = next();
      if (change != null) {
        return Optional.of(change);
      }
      boolean busy = advance();
      if (!busy && visibleLsn.getAsLong() <= limit) {
        if (System.nanoTime() - start >= nanos) {
          return Optional.empty();
        }
        idle.idle();
      }
    }
  }

  /**
   * The next change, however long it takes.
   *
   * @return the change
   * @throws InterruptedException if the thread is interrupted; nothing is lost
   * @throws StoreClosedException as for {@link #poll}
   * @throws CorruptionException as for {@link #poll}
   */
  public Change take() throws InterruptedException {
    return poll(Duration.ofNanos(Long.MAX_VALUE)).orElseThrow();
  }

  /**
   * Up to where everything has been given: the LSN of the last commit of which all changes were.
   * Commits of which there is nothing to give, as pieces of streamed content, count as given.
   *
   * @return the LSN to go on after
   */
  public long lsn() {
    return feed.lsn();
  }

  /** Ends the follower; closing again does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      if (log != null) {
        log.close();
      }
    }
  }

  private Change next() {
    requireOpen();
    Change change = feed.next(limit);
    if (change == null) {
      limit = visibleLsn.getAsLong();
      change = feed.next(limit);
    }
    return change;
  }

  private boolean advance() {
    if (log == null) {
      return false;
    }
    try {
      return log.advance();
    } catch (IllegalStateException | InternalError e) {
      throw Edge.translate(e);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreClosedException("the follower is closed");
    }
    if (reader != null) {
      reader.requireOpen();
    }
  }

  private static long saturatedNanos(Duration timeout) {
    try {
      return timeout.toNanos();
    } catch (ArithmeticException e) {
      return timeout.isNegative() ? 0 : Long.MAX_VALUE;
    }
  }
}
