package dev.stela;

/**
 * How opening a store comes by what is derived from the log: directory, dictionary, entity table
 * and posting lists. All ways give the same answers.
 */
public enum Opening {
  /**
   * The cheapest way that is safe: taken over after a clean close, and after the death of the
   * process as long as the machine has not been started anew; else rebuilt.
   */
  AUTO,
  /** Taken over; where that is not safe opening fails and changes nothing. */
  TAKE_OVER,
  /** Made anew from the index parts of sealed segments and the log after the last checkpoint. */
  REBUILD,
  /** Made anew from the log alone, every frame of it checked. */
  REPLAY
}
