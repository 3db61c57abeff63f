package dev.stela.internal.index.text;

/**
 * Walks over the documents of a posting list in ascending order. One thread.
 *
 * <p>A list may be cut into blocks, of each of which it is known how high a document in it may
 * score, by its <em>impacts</em>: pairs of how often the term occurs and of the {@link Norms norm}
 * of the length, such that each document of the block has a pair that occurs at least as often in
 * at most that length.
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
   * Looks for the block in which {@code target} is, or would be, without moving the cursor: {@link
   * #impacts} are those of this block from now on.
   *
   * @param target not less than the present document, nor than the last target
   * @return the last document that the block may hold; {@link #END} if it is the last block
   */
  public abstract int blockEnd(int target);

  /** Returns how many impacts the block has that {@link #blockEnd} found; 0 if it is empty. */
  public abstract int impacts();

  /** Returns how often the term occurs in an impact of the block; descending. */
  public abstract int impactFrequency(int index);

  /** Returns the norm of an impact of the block, as an unsigned byte; descending. */
  public abstract int impactNorm(int index);
}
