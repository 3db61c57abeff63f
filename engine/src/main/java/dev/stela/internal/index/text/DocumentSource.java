package dev.stela.internal.index.text;

/** What documents are read from into a set, a range after another. One thread. */
interface DocumentSource {
  /**
   * Adds all documents of a range. May add others that it has, too.
   *
   * @param from not less than the end of the range before
   * @param upTo not greater than the end of the set
   */
  void read(int from, int upTo, DocumentBits target);
}
