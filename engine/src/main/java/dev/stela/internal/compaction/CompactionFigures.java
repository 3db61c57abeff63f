package dev.stela.internal.compaction;

/**
 * What compaction has done since the store was opened. Immutable.
 *
 * @param merges how many merges were finished
 * @param bytesRead the size of the segments read
 * @param bytesWritten the size of the segments written
 * @param droppedEvents how many events retention let go
 * @param failures how many merges failed, to be tried again
 * @param lastFailure what the last one failed of; empty if the last merge did not fail
 */
public record CompactionFigures(
    long merges,
    long bytesRead,
    long bytesWritten,
    long droppedEvents,
    long failures,
    String lastFailure) {
  /** Nothing yet. */
  public static final CompactionFigures NONE = new CompactionFigures(0, 0, 0, 0, 0, "");

  CompactionFigures plus(MergeResult result) {
    return new CompactionFigures(
        merges + 1,
        bytesRead + result.bytesRead(),
        bytesWritten + result.bytesWritten(),
        droppedEvents + result.droppedEvents(),
        failures,
        "");
  }

  CompactionFigures plusFailure(Throwable failure) {
    return new CompactionFigures(
        merges, bytesRead, bytesWritten, droppedEvents, failures + 1, failure.toString());
  }
}
