package dev.stela.internal.compaction;

import java.util.BitSet;
import org.agrona.collections.LongHashSet;

/** What of each version in a run is kept. Filled by {@link Planner}; one thread. */
final class Plan {
  private final BitSet kept = new BitSet();
  private final BitSet cut = new BitSet();
  private final BitSet droppedEvents = new BitSet();
  private final BitSet purged = new BitSet();
  private final LongHashSet chunks = new LongHashSet();

  /** Tells whether a version is kept, be it without events. */
  boolean keeps(int version) {
    return kept.get(version);
  }

  /** Tells whether as of a version nothing may be answered. */
  boolean isCut(int version) {
    return cut.get(version);
  }

  /** Tells whether an event goes, by its number in the run. */
  boolean isDropped(int event) {
    return droppedEvents.get(event);
  }

  /** Returns the LSNs of the frames with pieces of content that are kept. */
  LongHashSet chunks() {
    return chunks;
  }

  long droppedEvents() {
    return droppedEvents.cardinality();
  }

  long purgedEntities() {
    return purged.cardinality();
  }

  void keep(int version, boolean isCut) {
    kept.set(version);
    cut.set(version, isCut);
  }

  void drop(int event) {
    droppedEvents.set(event);
  }

  void purge(int entity) {
    purged.set(entity);
  }
}
