package dev.stela.internal.text;

/** Where searches get the text index from. Any thread, no lock. */
public interface TextSource {
  /**
   * Pins what is in force. To be asked after the LSN has been chosen as of which the search is:
   * what is pinned holds all that was said up to any LSN that was visible before.
   *
   * @return to be closed
   * @throws dev.stela.TextNotIndexedException if the store indexes no texts
   * @throws dev.stela.TextIndexNotReadyException if the index is still being made
   */
  TextReading read();
}
