package dev.stela.internal.retention;

/**
 * From where on something is answered exactly. Immutable; any thread.
 *
 * @param lsn the oldest LSN as of which it is
 * @param timestamp the time of that commit, in nanoseconds since the epoch
 */
public record Horizon(long lsn, long timestamp) {
  /** Nothing has been dropped. */
  public static final Horizon NONE = new Horizon(0, 0);

  /** Returns the later one. */
  public Horizon later(Horizon other) {
    return other.lsn > lsn ? other : this;
  }
}
