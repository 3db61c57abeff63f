package dev.stela;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a bulk load has come. What is counted is committed; of a load that is being run, {@code
 * submitted} is ahead of that. Immutable; any thread.
 *
 * @param id the load's id
 * @param state what it is doing
 * @param nextPosition the position of the next document of its source: each one before is in the
 *     store, skipped or rejected
 * @param submitted how many positions have been handed to the load, those on their way included
 * @param created how many documents are new entities
 * @param replaced how many have changed an entity
 * @param unchanged how many were to change an entity and found it the same
 * @param skipped how many were passed over, as their entities existed
 * @param rejected how many were rejected
 * @param total how many positions the source has; -1 if that is not known
 * @param errors how many attempts to write have failed
 * @param retries how many attempts were made after such a failure
 * @param lastError what the last failure was; empty if there was none
 * @param active for how long the load has been running, by all processes together
 * @param started the time of the load's first commit
 * @param updated the time of its last commit
 */
public record LoadStatus(
    String id,
    State state,
    long nextPosition,
    long submitted,
    long created,
    long replaced,
    long unchanged,
    long skipped,
    long rejected,
    long total,
    long errors,
    long retries,
    String lastError,
    Duration active,
    Instant started,
    Instant updated) {

  /** What a load is doing. */
  public enum State {
    /** A loader of this process takes documents. */
    RUNNING,
    /** It can be resumed: it was paused or closed. */
    PAUSED,
    /** It can be resumed: the process that ran it has ended without closing it. */
    INTERRUPTED,
    /** Writing has failed too often; the loader can be resumed. */
    FAILED,
    /** All of its source is dealt with. */
    FINISHED,
    /** It was given up for good. */
    CANCELLED
  }

  /**
   * How many documents are in the store as they were submitted.
   *
   * @return those that were created, replaced an entity or found it the same
   */
  public long indexed() {
    return created + replaced + unchanged;
  }

  /**
   * How fast the load has been, pauses not counted.
   *
   * @return positions a second; 0 if it has not run yet
   */
  public double rate() {
    double seconds = active.toNanos() / 1e9;
    return seconds == 0 ? 0 : nextPosition / seconds;
  }

  /**
   * How many positions are to come.
   *
   * @return -1 if it is not known how many there are
   */
  public long remaining() {
    return total < 0 ? -1 : Math.max(0, total - nextPosition);
  }

  /**
   * How long the rest takes at the rate so far.
   *
   * @return empty if it is not known how much is to come, or how fast the load is
   */
  public Optional<Duration> remainingTime() {
    if (total < 0 || nextPosition == 0 || active.isZero()) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofNanos((long) ((double) remaining() / nextPosition * active.toNanos())));
  }
}
