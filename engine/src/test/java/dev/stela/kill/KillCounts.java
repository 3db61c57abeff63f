package dev.stela.kill;

import dev.stela.RecoveryReport;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** What a kill loop has seen so far, for its progress line. One thread. */
final class KillCounts {
  private final long start = System.nanoTime();
  private final Map<String, Integer> kills = new TreeMap<>();
  private final Map<RecoveryReport.Kind, Integer> opened = new EnumMap<>(RecoveryReport.Kind.class);
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

  void opened(long nanos, RecoveryReport.Kind kind) {
    openNanos = nanos;
    opened.merge(kind, 1, Integer::sum);
  }

  /** Notes how a store was opened to be checked. */
  void opened(RecoveryReport.Kind kind) {
    opened.merge(kind, 1, Integer::sum);
  }

  /** Returns how long the last opening took, to aim at the next one. */
  long openNanos() {
    return openNanos;
  }

  @Override
  public String toString() {
    return "acknowledged=%d keptInFlight=%d killedWhile=%s opened=%s seconds=%d"
        .formatted(
            acknowledged, inFlight, kills, opened, (System.nanoTime() - start) / 1_000_000_000);
  }
}
