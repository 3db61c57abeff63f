package dev.stela.internal.index.text;

/**
 * Walks over the documents of a posting list in ascending order. One thread.
 *
 * <p>A list may be cut into blocks, and these be joined to groups, of each of which it is known how
 * high a document in it may score, by its {@link Impacts}.
 */
public abstract class PostingCursor {
  /** The document behind the last one. */
  public static final int END = Integer.MAX_VALUE;

  /** Returns the document; -1 before the first, {@link #END} behind the last. */
  public abstract int document();

  /** Moves to the next document and returns it. */
  public abstract int next();

  /** Moves to the first document from {@code target} on, which is after the present one. */
  public abstract int advance(int target);

  /** Returns how often the document has the term. */
  public abstract int frequency();

  /**
   * Reads the positions of the document, as many as {@link #frequency}, ascending; to be asked once
   * for each document at most.
   *
   * @return {@code target}, or a longer array if they have no room in it
   */
  public abstract int[] positions(int[] target);

  /** Returns an array that has room for so many positions, if possible {@code target}. */
  static int[] withRoom(int[] target, int count) {
    return count <= target.length ? target : new int[Math.max(count, 2 * target.length)];
  }

  /**
   * Takes the present document and those after it, up to one, with how often each has the term: all
   * of them, or those of a block, or as many as there is room for. Stands on the last one then, or
   * on the one after it.
   *
   * @param upTo not less than the present document, which is one
   * @param documents for one at least, as long as the frequencies
   * @return how many, at least one
   */
  public int take(int upTo, int[] documents, int[] frequencies) {
    documents[0] = document();
    frequencies[0] = frequency();
    return 1;
  }

  /**
   * Looks for the block in which {@code target} is, or would be, without moving the cursor: {@link
   * #impacts} are those of this block from now on.
   *
   * @param target not less than the present document, nor than the last target
   * @return the last document that the block may hold; {@link #END} if it is the last block
   */
  public abstract int blockEnd(int target);

  /**
   * Looks for the group of blocks in which {@code target} is, or would be, as {@link #blockEnd}
   * does. A list without groups is one.
   */
  public abstract int groupEnd(int target);

  /** Returns the impacts of what was looked for last, until the next time; none if it is empty. */
  public abstract Impacts impacts();
}
