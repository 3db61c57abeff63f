package dev.stela.kill;

import java.util.Map;
import java.util.TreeMap;

/** What a kill loop has seen so far, for its progress line. One thread. */
final class KillCounts {
  private final long start = System.nanoTime();
  private final Map<String, Integer> kills = new TreeMap<>();
  private long openNanos = 30_000_000;
  private long acknowledged;
  private int inFlight;

  /** Notes a kill and what the child was doing. */
  void killed(String phase) {
    kills.merge(phase, 1, Integer::sum);
  }

  void acknowledged() {
    acknowledged++;
  }

  void foundInFlight() {
    inFlight++;
  }

  void opened(long nanos) {
    openNanos = nanos;
  }

  /** Returns how long the last opening took, to aim at the next one. */
  long openNanos() {
    return openNanos;
  }

  @Override
  public String toString() {
    return "acknowledged=%d keptInFlight=%d killedWhile=%s seconds=%d"
        .formatted(acknowledged, inFlight, kills, (System.nanoTime() - start) / 1_000_000_000);
  }
}
