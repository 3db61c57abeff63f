package dev.stela.internal.bulk;

import dev.stela.InvalidArgumentException;

/**
 * What is done with a document before its batch is written, on one of the preparing threads: work
 * that needs no lock and would keep the writer waiting. Any thread.
 *
 * @param <D> what is loaded
 */
@FunctionalInterface
public interface Preparation<D> {
  /**
   * Prepares a document.
   *
   * @return what the writer is given with it; may be null
   * @throws InvalidArgumentException if the document is wrong: it is rejected
   */
  Object prepare(D content);
}
