package dev.stela.internal.text;

/**
 * What the text index is. Immutable.
 *
 * @param documents how many documents stand
 * @param segments how many segments there are
 * @param bytes how many bytes their files have
 * @param deltaBytes how much memory documents take that are in no segment yet
 * @param refused how many documents, superseded ones included, lack a text that could not be
 *     indexed
 * @param lastRefusal why the last such text since the store was opened could not be; empty without
 * @param progress how much of the log the index wanted has gone through, 0 to 1; 1 if it answers
 * @param failures how many attempts of the background have failed
 * @param lastFailure what the last one failed of; empty if it did not fail
 */
public record TextFigures(
    long documents,
    int segments,
    long bytes,
    long deltaBytes,
    long refused,
    String lastRefusal,
    double progress,
    long failures,
    String lastFailure) {
  /** Of a store that indexes no texts. */
  public static final TextFigures NONE = new TextFigures(0, 0, 0, 0, 0, "", 1, 0, "");
}
