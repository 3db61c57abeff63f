package dev.stela.internal.index.text;

/** Walks over the terms of a field in the order of their bytes. One thread. */
public interface TermScan {
  /** Moves to the next term; false behind the last one. */
  boolean next();

  /** Moves to the first term that is not less than some bytes; false if there is none. */
  boolean seek(byte[] term, int length);

  /** Returns the bytes of the term, to be read only, and only until the scan moves. */
  byte[] term();

  /** Returns how many of them count. */
  int length();

  /**
   * Returns with how many bytes the term surely begins that those of the one before begin with, if
   * the scan came to it by {@link #next}.
   */
  default int shared() {
    return 0;
  }

  /** Returns the posting list of the term. */
  TermPostings postings();

  /** Adds the documents of the term to those of others. */
  default void addTo(PostingUnion union) {
    postings().addTo(union);
  }
}
