package dev.stela;

import java.time.Duration;
import java.util.List;

/**
 * What a verification has found.
 *
 * @param damages the first thousand findings, each with file, offset, what was expected and what is
 *     there
 * @param damageCount the number of all findings
 * @param notes what is no damage but worth knowing, such as a torn tail that the next open will cut
 * @param frames how many commit frames were checked
 * @param records how many records were checked
 * @param entities how many entities the log knows
 * @param duration how long it took
 */
public record VerificationReport(
    List<CorruptionException> damages,
    long damageCount,
    List<String> notes,
    long frames,
    long records,
    long entities,
    Duration duration) {
  /** Copies the lists. */
  public VerificationReport {
    damages = List.copyOf(damages);
    notes = List.copyOf(notes);
  }

  /**
   * Whether nothing was found.
   *
   * @return true for a sound store
   */
  public boolean isSound() {
    return damageCount == 0;
  }
}
