package dev.stela.internal.compaction;

import dev.stela.internal.checkpoint.Manifest;
import dev.stela.internal.retention.Horizons;
import java.util.function.BooleanSupplier;

/** What compaction is told to do, and who is told what it does. Any thread. */
public interface CompactionPolicy {
  /** Tells whether to merge without being asked. */
  boolean background();

  /** Returns how many bytes a second are read and written at the most. */
  long bytesPerSecond();

  /** Returns how much larger than what is kept the segments may get. */
  double maxSpaceAmplification();

  /** Tells whether there is anything that could be dropped: else all is kept anyway. */
  BooleanSupplier drops();

  /**
   * Returns what decides for one merge.
   *
   * @param durableLsn what no power cut takes back
   * @param limitLsn what somebody reads as of: nothing goes that matters from there on
   */
  Decisions decide(long durableLsn, long limitLsn);

  /** Is told, before it happens, from where on answers will be exact. */
  void beforeDropping(Horizons horizons);

  /** Returns a manifest with that written into it. */
  Manifest change(Manifest manifest, Horizons horizons);

  /** Is told after it has happened. */
  void afterDropping(Horizons horizons);
}
