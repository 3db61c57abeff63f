package dev.stela.internal.compaction;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Where the versions that were written so far hang together, for each entity of a run: what the
 * next one of the entity needs to know. Places are in words of 8 bytes. One thread.
 */
final class OutputChains {
  private final int[] lasts;
  private final long[] lastLsns;
  private final int[] bases;
  private final int[] chains;
  private final int[] changes;
  private final int[] contents;
  private final int[] stateBytes;
  private final BitSet cut = new BitSet();

  // FULL versions, by their number: place, depth, and the number of the one they jump to.
  private int[] fullPlaces = new int[1024];
  private int[] fullDepths = new int[1024];
  private int[] fullJumps = new int[1024];
  private int fulls;

  OutputChains(int entities) {
    lasts = new int[entities];
    lastLsns = new long[entities];
    bases = new int[entities];
    chains = new int[entities];
    changes = new int[entities];
    contents = new int[entities];
    stateBytes = new int[entities];
  }

  /** Returns the place of the entity's last version so far; 0 if there is none. */
  long last(int entity) {
    return (lasts[entity] & 0xFFFF_FFFFL) << 3;
  }

  /** Returns the LSN of the entity's last version so far. */
  long lastLsn(int entity) {
    return lastLsns[entity];
  }

  void lastLsn(int entity, long lsn) {
    lastLsns[entity] = lsn;
  }

  boolean isCut(int entity) {
    return cut.get(entity);
  }

  int chain(int entity) {
    return chains[entity];
  }

  int changes(int entity) {
    return changes[entity];
  }

  int stateBytes(int entity) {
    return stateBytes[entity];
  }

  long base(int entity) {
    return (fullPlaces[bases[entity]] & 0xFFFF_FFFFL) << 3;
  }

  int depth(int entity) {
    return fullDepths[bases[entity]];
  }

  /** Returns the place of the content that stands after the last version; 0 if there is none. */
  long content(int entity) {
    return (contents[entity] & 0xFFFF_FFFFL) << 3;
  }

  void content(int entity, long place) {
    contents[entity] = (int) (place >>> 3);
  }

  /** Returns where the next FULL version of the entity jumps to; 0 if it is the first. */
  long nextJump(int entity) {
    return lasts[entity] == 0 ? 0 : (fullPlaces[jumpFrom(bases[entity])] & 0xFFFF_FFFFL) << 3;
  }

  /** Notes a delta. */
  void delta(int entity, long place, int changesOfChain) {
    lasts[entity] = (int) (place >>> 3);
    chains[entity]++;
    changes[entity] = changesOfChain;
  }

  /** Notes a FULL version with a state of so many bytes. */
  void full(int entity, long place, long bytes, boolean isCut) {
    if (fulls == fullPlaces.length) {
      fullPlaces = Arrays.copyOf(fullPlaces, fulls * 2);
      fullDepths = Arrays.copyOf(fullDepths, fulls * 2);
      fullJumps = Arrays.copyOf(fullJumps, fulls * 2);
    }
    boolean first = lasts[entity] == 0;
    fullPlaces[fulls] = (int) (place >>> 3);
    fullDepths[fulls] = first ? 0 : fullDepths[bases[entity]] + 1;
    fullJumps[fulls] = first ? fulls : jumpFrom(bases[entity]);
    bases[entity] = fulls++;
    lasts[entity] = (int) (place >>> 3);
    chains[entity] = 0;
    changes[entity] = 0;
    stateBytes[entity] = (int) bytes;
    cut.set(entity, isCut);
  }

  /** Myers' rule: two jumps of equal length below the last full version make one of twice that. */
  private int jumpFrom(int base) {
    int first = fullJumps[base];
    int second = fullJumps[first];
    return fullDepths[base] == 0
            || fullDepths[base] - fullDepths[first] != fullDepths[first] - fullDepths[second]
        ? base
        : second;
  }
}
