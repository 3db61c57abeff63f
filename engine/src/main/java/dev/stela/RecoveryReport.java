package dev.stela;

import java.time.Duration;

/**
 * What opening a store found and did.
 *
 * @param kind how the directory and the dictionary came to be
 * @param frames how many commit frames were replayed
 * @param records how many records they held
 * @param cutBytes how many bytes of an unfinished or never durable tail were behind the last valid
 *     frame
 * @param parts how many index parts of sealed segments were loaded
 * @param damagedParts how many of them were missing or damaged, and were made anew from the log
 * @param textCommits how many commits were brought into the text index, since no segment of it had
 *     them; 0 after a clean close
 * @param duration how long opening took
 */
public record RecoveryReport(
    Kind kind,
    long frames,
    long records,
    long cutBytes,
    int parts,
    int damagedParts,
    long textCommits,
    Duration duration) {
  /** How the directory and the dictionary came to be. */
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
