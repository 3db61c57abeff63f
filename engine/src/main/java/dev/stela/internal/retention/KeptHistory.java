package dev.stela.internal.retention;

/**
 * What of the past an open store still answers. Any thread reads; one at a time advances, before it
 * takes away anything that lies before the new horizons. So whoever has read something that was
 * taken away sees the horizon if he asks after reading.
 */
public final class KeptHistory {
  private volatile Horizons horizons;

  /** Starts with the horizons that a store was opened with. */
  public KeptHistory(Horizons horizons) {
    this.horizons = horizons;
  }

  /** Returns the horizons. */
  public Horizons horizons() {
    return horizons;
  }

  /** Moves horizons forward; none moves back. */
  public synchronized void advance(Horizons later) {
    horizons = horizons.merged(later);
  }
}
