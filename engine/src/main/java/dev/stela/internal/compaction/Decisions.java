package dev.stela.internal.compaction;

import dev.stela.internal.format.EventLayout;
import dev.stela.internal.retention.EntityEvents;
import dev.stela.internal.retention.Horizons;
import dev.stela.internal.retention.HorizonsBuilder;
import dev.stela.internal.retention.RetentionTally;
import dev.stela.internal.retention.Rules;
import java.util.function.IntPredicate;

/** What of a run goes: what retention lets go, and what was purged. One use, one thread. */
public final class Decisions {
  private final Rules rules;
  private final long nowNanos;
  private final long limitLsn;
  private final IntPredicate purged;
  private final IntPredicate erased;
  private final RetentionTally tally;
  private final HorizonsBuilder horizons = new HorizonsBuilder();

  /**
   * Decides by rules.
   *
   * @param rules made of the policies that are counted
   * @param tally counts what goes
   * @param nowNanos the time from which ages are counted
   * @param limitLsn nothing goes that matters as of this LSN or a later one
   * @param purged tells whether an entity was purged, durably
   * @param erased tells whether a tag's text goes, because only purged entities have ever had it
   */
  public Decisions(
      Rules rules,
      RetentionTally tally,
      long nowNanos,
      long limitLsn,
      IntPredicate purged,
      IntPredicate erased) {
    this.rules = rules;
    this.tally = tally;
    this.nowNanos = nowNanos;
    this.limitLsn = limitLsn;
    this.purged = purged;
    this.erased = erased;
  }

  boolean isPurged(int ordinal) {
    return purged.test(ordinal);
  }

  boolean isErased(int tag) {
    return erased.test(tag);
  }

  /** Tells whether an event of this kind may go at all: else nobody asks further. */
  boolean concerns(int type, int argument) {
    return switch (type) {
      case EventLayout.TAG_ADD, EventLayout.TAG_REMOVE -> rules.meets(argument);
      case EventLayout.CONTENT_PUT, EventLayout.CONTENT_REMOVE -> rules.meetsContents();
      default -> false;
    };
  }

  /** Marks the events in the run that go, and returns the entity's cut; 0 if nothing goes. */
  long mark(EntityEvents events) {
    long cut = rules.mark(events, nowNanos, limitLsn, horizons);
    if (cut > 0) {
      tally.add(events);
    }
    return cut;
  }

  /** Returns from where on answers are exact after what has been marked has gone. */
  public Horizons horizons() {
    return horizons.build();
  }
}
