package dev.stela.internal.index.text;

/**
 * The endings, of documents of older parts, that came while a part was the newest: applied to those
 * parts whenever they are opened. In the order of LSNs. One thread writes, nobody reads meanwhile.
 */
public interface OuterEndings {
  /** Returns how many there are. */
  int size();

  /** Returns the document that ended. */
  int document(int index);

  /** Returns when and why, as {@link Endings#encode}. */
  long ending(int index);
}
