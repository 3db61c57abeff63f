package dev.stela.internal.compaction;

import dev.stela.RetentionPolicy;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.retention.RetentionTally;
import dev.stela.internal.retention.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.agrona.concurrent.EpochNanoClock;

/**
 * What compaction is told to do. Immutable; any thread.
 *
 * @param background whether to merge without being asked
 * @param bytesPerSecond how many bytes a second are read and written at the most
 * @param maxSpaceAmplification how much larger than what is kept the segments may get
 * @param retention which history may go
 * @param dictionary knows the tags
 * @param clock tells the time from which ages are counted
 * @param purged gives the entities that have been purged durably by now
 * @param erased tells whether a tag's text goes, because only purged entities have ever had it
 */
public record CompactionPolicy(
    boolean background,
    long bytesPerSecond,
    double maxSpaceAmplification,
    List<RetentionPolicy> retention,
    Dictionary dictionary,
    EpochNanoClock clock,
    Supplier<IntPredicate> purged,
    IntPredicate erased) {

  /** Tells whether anything could be dropped without being asked. */
  boolean drops() {
    return !retention.isEmpty();
  }

  /**
   * Returns what decides for one merge.
   *
   * @param limitLsn what somebody reads as of: nothing goes that matters from there on
   * @param tally names the policies, and counts what they let go
   */
  Decisions decide(long limitLsn, RetentionTally tally) {
    Rules rules = new Rules(tally.policies(), dictionary);
    return new Decisions(rules, tally, clock.nanoTime(), limitLsn, purged.get(), erased);
  }

  /** Returns a tally of the policies of the configuration and others. */
  RetentionTally tally(List<RetentionPolicy> additional) {
    List<RetentionPolicy> all = new ArrayList<>(retention);
    all.addAll(additional);
    return new RetentionTally(all);
  }
}
