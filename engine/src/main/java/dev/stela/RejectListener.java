package dev.stela;

import java.io.IOException;

/**
 * Is told of the documents that a bulk load does not take, each before the commit that counts it,
 * in the order of their positions. Called by one thread of the load, outside of any transaction.
 */
public interface RejectListener {
  /**
   * Takes a rejected document. If the process dies before the document is counted, it is told again
   * when the load is gone on with.
   *
   * @param document what was rejected and why
   * @throws IOException if that cannot be kept; the load stops
   */
  void rejected(RejectedDocument document) throws IOException;

  /**
   * Is called after some documents were rejected and before the commit that counts them: what is to
   * outlive the process, or a power cut, is to be written by now.
   *
   * @throws IOException if that fails; the load stops
   */
  default void flush() throws IOException {
    // Who keeps nothing in memory has nothing to write.
  }

  /**
   * Tells nobody: rejected documents are counted and no more.
   *
   * @return a listener without effect
   */
  static RejectListener none() {
    return document -> {};
  }
}
