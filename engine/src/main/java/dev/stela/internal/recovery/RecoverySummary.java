package dev.stela.internal.recovery;

/**
 * What opening a store found and did. Immutable.
 *
 * @param kind how the derived structures came to be
 * @param frames how many frames were replayed
 * @param records how many records were applied
 * @param cutBytes how many bytes of a torn tail were behind the last valid frame
 * @param parts how many index parts of sealed segments were loaded
 * @param damagedParts how many of them were missing or damaged, and were made anew from the log
 * @param textCommits how many commits were brought into the text index
 * @param nanos how long opening took
 */
public record RecoverySummary(
    Kind kind,
    long frames,
    long records,
    long cutBytes,
    int parts,
    int damagedParts,
    long textCommits,
    long nanos) {
  /** How the derived structures came to be. */
  public enum Kind {
    /** The store was created. */
    CREATED,
    /** They were taken over from a clean close. */
    CLEAN,
    /** They were taken over after the death of the process, and brought up to the log's end. */
    TAKEN_OVER,
    /** They were made anew from index parts and the log after the last checkpoint. */
    REBUILT,
    /** They were made anew from the log alone. */
    REPLAYED
  }
}
