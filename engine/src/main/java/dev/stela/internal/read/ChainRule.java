package dev.stela.internal.read;

import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.RecordLayout;

/**
 * When an entity's version holds the whole state. A version is FULL if it is the entity's first in
 * its segment, so that the segment stands alone, or if the chain of deltas has grown to a multiple
 * of the state's size: writing stays cheap however large the state is, and folding a chain of
 * single changes costs a few times the state. Stateless, for any thread.
 */
public final class ChainRule {
  private static final int MIN_CHAIN = 16;
  private static final int DELTA_BYTES = RecordLayout.SIZE + 2 * EventLayout.SIZE;
  private static final int CHAIN_TO_STATE = 4;

  private ChainRule() {}

  /** Tells whether a chain is short enough for another delta, whatever the state's size. */
  public static boolean isShort(int chain) {
    return chain < MIN_CHAIN;
  }

  /** Tells whether a chain of deltas ends here, over a state of so many bytes. */
  public static boolean ends(int chain, long stateBytes) {
    return !isShort(chain) && (long) chain * DELTA_BYTES >= stateBytes * CHAIN_TO_STATE;
  }
}
