package dev.stela.internal.index.text;

/**
 * A part of the text index: documents of a range of numbers, with their fields' posting lists. A
 * document is what one version of an entity says in its indexed text fields; it stands from the
 * commit that made that version until another one replaces its text, or the entity is no longer
 * active. Documents are numbered in the order of the log, over all parts.
 *
 * <p>One thread writes; any thread reads, without a lock. What a reader may see of a commit is
 * there before the commit's LSN is visible; what is not visible yet does no harm, since readers ask
 * as of an LSN.
 */
public abstract sealed class TextPart permits TextDelta, TextSegment {
  /** When a document ends that has not ended. */
  public static final long NEVER = Long.MAX_VALUE;

  private final Endings endings;

  /**
   * Creates a part.
   *
   * @param firstDocument the number of its first document
   */
  protected TextPart(int firstDocument) {
    this.endings = new Endings(firstDocument);
  }

  /** Returns the number of the first document. */
  public abstract int firstDocument();

  /**
   * Returns the number behind the last document there is, visible or not. Read after a posting
   * list, it is behind all documents of that list: if no later one than {@link #endAt} is there,
   * the list has none that is not visible.
   */
  public abstract int endDocument();

  /** Returns the first LSN of which the part holds what was said, in documents or in endings. */
  public abstract long firstLsn();

  /** Returns the last such LSN. */
  public abstract long lastLsn();

  /** Returns the ordinal of the entity of a document; -1 if it was left out, the entity purged. */
  public abstract int ordinal(int document);

  /**
   * Returns the LSN from which on a document stands; not less than that of the one before. Of one
   * that was left out, that of the one before.
   */
  public abstract long from(int document);

  /**
   * Returns the document of an entity with the greatest number; -1 if there is none.
   *
   * @param lsn documents that were made later are passed over
   */
  public abstract int documentOf(int ordinal, long lsn);

  /** Returns the numbers of the fields that some document has, ascending. */
  public abstract int[] fields();

  /** Returns a field's posting lists; null if no document of the part has it. */
  public abstract FieldPart field(int field);

  /** Returns how much memory, or how much of a file, the part takes, in bytes. */
  public abstract long bytes();

  /**
   * Returns when a document ended as far as the part itself says, as {@link Endings#encode}; 0 if
   * it stood when the part was made.
   */
  protected abstract long sealedEnding(int document);

  /**
   * Returns how many documents with a field, and how many tokens of theirs, ended before the part
   * was complete.
   */
  protected abstract FieldStatistics sealedEndings(int field);

  /** Ends a document. Only the writer, in the order of LSNs; a document ends once. */
  public void end(int document, long lsn, boolean retired) {
    endings.add(document, lsn, retired, this);
  }

  /** Returns the endings that came after the part was made. */
  public final Endings endings() {
    return endings;
  }

  /**
   * Returns the LSN from which on a document does not stand any more; {@link #NEVER} if it does.
   */
  public final long to(int document) {
    long encoded = endings.of(document);
    if (encoded == 0) {
      encoded = sealedEnding(document);
    }
    return encoded == 0 ? NEVER : Endings.lsn(encoded);
  }

  /** Tells whether a document ended because its entity was deleted, archived or purged. */
  public final boolean isRetired(int document) {
    long encoded = endings.of(document);
    return Endings.isRetired(encoded == 0 ? sealedEnding(document) : encoded);
  }

  /** Returns the number behind the last document that was made up to an LSN. */
  public final int endAt(long lsn) {
    int high = endDocument();
    int low = firstDocument();
    if (high > low && from(high - 1) <= lsn) {
      return high;
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (from(middle) <= lsn) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Tells whether all documents below {@link #endAt} stand as of an LSN: then nobody has to ask
   * them one by one. May say no although they do.
   */
  public final boolean allStandAt(long lsn) {
    return !hasSealedEndings() && endings.countAt(lsn) == 0;
  }

  /** Tells whether any document ended before the part was complete. */
  protected abstract boolean hasSealedEndings();

  /**
   * Returns how many of the documents that stand as of an LSN have a field, and how many tokens
   * they have in it. Constant or logarithmic time from the part's last LSN on; for an older one, a
   * look at every document.
   */
  public FieldStatistics statistics(int field, long lsn) {
    FieldPart part = field(field);
    if (part == null) {
      return FieldStatistics.NONE;
    }
    if (lsn >= lastLsn()) {
      return part.statistics().minus(sealedEndings(field)).minus(endings.statistics(part, lsn));
    }
    int documents = 0;
    long tokens = 0;
    int end = endAt(lsn);
    for (int document = firstDocument(); document < end; document++) {
      int length = part.length(document);
      if (length > 0 && lsn < to(document)) {
        documents++;
        tokens += length;
      }
    }
    return new FieldStatistics(documents, tokens);
  }

  /** Returns the endings of documents of older parts that this part tells of. */
  public abstract OuterEndings outerEndings();

  /** Gives up memory or mapping; nobody reads any more. */
  public abstract void close();
}
