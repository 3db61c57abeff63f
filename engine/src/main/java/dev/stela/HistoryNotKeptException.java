package dev.stela;

import java.time.Instant;

/** A past state was asked for that retention has let go. Nothing is answered from what is left. */
public final class HistoryNotKeptException extends StelaException {
  private static final long serialVersionUID = 1L;

  private final long horizonLsn;
  private final Instant horizon;

  /**
   * Creates the exception.
   *
   * @param what whose history it is
   * @param lsn the LSN asked for
   * @param horizonLsn the oldest LSN from which on it is kept
   * @param horizon the time of that commit
   */
  public HistoryNotKeptException(String what, long lsn, long horizonLsn, Instant horizon) {
    super(
        "history is not kept so far back: "
            + what
            + " lsn="
            + lsn
            + " horizonLsn="
            + horizonLsn
            + " horizon="
            + horizon);
    this.horizonLsn = horizonLsn;
    this.horizon = horizon;
  }

  /**
   * From where on it is kept.
   *
   * @return the oldest LSN as of which the same question is answered
   */
  public long horizonLsn() {
    return horizonLsn;
  }

  /**
   * From when on it is kept.
   *
   * @return the time of the commit with that LSN
   */
  public Instant horizon() {
    return horizon;
  }
}
