package dev.stela.internal.index.text;

import java.util.function.IntPredicate;

/**
 * The newest part of the text index, in memory: the only one that documents are added to, until it
 * is frozen. One thread writes, under the writer lock; any thread reads without a lock, and sees
 * all of a commit whose LSN is visible to it. Of later commits it may see a part, a document in
 * some posting lists and not yet in others; that is passed over as of an LSN.
 */
public final class TextDelta extends TextPart {
  private final int firstDocument;
  private final long firstLsn;
  private final IntPredicate hasPositions;
  private final Footprint heap = new Footprint();
  private final BytePages bytes = new BytePages(heap);
  private final DeltaDocuments documents = new DeltaDocuments(heap);
  private final DeltaOuterEndings outerEndings = new DeltaOuterEndings(heap);
  // Volatile: who sees a field sees what it is made of.
  private volatile DeltaFields fields = DeltaFields.NONE;
  private volatile long lastLsn;
  private boolean isFrozen;
  private TokenGroups groups = new TokenGroups(heap);

  /**
   * Creates an empty delta.
   *
   * @param firstDocument the number that its first document will have
   * @param firstLsn the first LSN of which it will hold what was said
   * @param hasPositions tells whether a field, by its number, keeps positions
   */
  public TextDelta(int firstDocument, long firstLsn, IntPredicate hasPositions) {
    super(firstDocument);
    this.firstDocument = firstDocument;
    this.firstLsn = firstLsn;
    this.lastLsn = firstLsn - 1;
    this.hasPositions = hasPositions;
  }

  /**
   * Adds a document, which stands from an LSN on. Only the writer, in the order of LSNs, and before
   * the LSN becomes visible.
   *
   * @return the document's number
   */
  public int add(DocumentTokens tokens, int ordinal, long lsn) {
    checkOpen(lsn);
    int document = documents.count();
    if (FieldLengths.isStep(document)) {
      for (DeltaField field : fields.all()) {
        field.lengths().noteSums(document);
      }
    }
    for (int i = 0; i < tokens.fields(); i++) {
      if (tokens.length(i) > 0) {
        field(tokens, i).lengths().set(document, tokens.length(i));
      }
    }
    // Counted before it is in any list: who finds it there finds it counted.
    documents.add(ordinal, lsn);
    for (int i = 0; i < tokens.fields(); i++) {
      if (tokens.length(i) > 0) {
        groups.group(tokens, i);
        field(tokens, i).append(tokens, groups, document, tokens.length(i));
      }
    }
    lastLsn = lsn;
    return firstDocument + document;
  }

  private DeltaField field(DocumentTokens tokens, int index) {
    int number = tokens.field(index);
    DeltaField found = fields.find(number);
    if (found == null) {
      boolean positions = hasPositions.test(number);
      found = new DeltaField(number, positions, firstDocument, documents, heap, bytes);
      fields = fields.with(found);
    }
    return found;
  }

  /**
   * Notes that a document of an older part ended, which the caller tells that part as well. Only
   * the writer, in the order of LSNs.
   */
  public void endOuter(int document, long lsn, boolean retired) {
    checkOpen(lsn);
    outerEndings.add(document, Endings.encode(lsn, retired));
    lastLsn = lsn;
  }

  @Override
  public void end(int document, long lsn, boolean retired) {
    super.end(document, lsn, retired);
    // Once it is frozen, a newer delta tells of its endings.
    if (!isFrozen) {
      lastLsn = Math.max(lastLsn, lsn);
    }
  }

  /** Says that nothing more is to come up to an LSN, even if nothing was said. Only the writer. */
  public void extendTo(long lsn) {
    checkOpen(lsn);
    lastLsn = lsn;
  }

  /**
   * Ends the delta: only endings of its documents may follow. Only the writer. Who is handed the
   * delta afterwards may read all of it, outer endings too.
   */
  public void freeze() {
    isFrozen = true;
    groups = null;
  }

  private void checkOpen(long lsn) {
    if (isFrozen || lsn < lastLsn) {
      throw new IllegalStateException(
          "A part of the text index takes nothing any more, or not for this LSN: frozen="
              + isFrozen
              + " lsn="
              + lsn
              + " lastLsn="
              + lastLsn);
    }
  }

  @Override
  public int firstDocument() {
    return firstDocument;
  }

  /** Read after a posting list, it is behind all documents of that list. */
  @Override
  public int endDocument() {
    return firstDocument + documents.count();
  }

  @Override
  public long firstLsn() {
    return firstLsn;
  }

  /** Returns the last such LSN; that before the first if nothing was said yet. */
  @Override
  public long lastLsn() {
    return lastLsn;
  }

  @Override
  public int ordinal(int document) {
    return documents.ordinal(document - firstDocument);
  }

  @Override
  public long from(int document) {
    return documents.from(document - firstDocument);
  }

  @Override
  public int documentOf(int ordinal, long lsn) {
    int found = documents.find(ordinal, lsn);
    return found < 0 ? -1 : firstDocument + found;
  }

  @Override
  public int[] fields() {
    return fields.numbers();
  }

  @Override
  public FieldPart field(int field) {
    return fields.find(field);
  }

  /** Returns how much heap the delta takes, the endings of its documents included. */
  @Override
  public long bytes() {
    return heap.bytes() + endings().bytes();
  }

  /** Exact for every LSN in constant or logarithmic time. */
  @Override
  public FieldStatistics statistics(int field, long lsn) {
    DeltaField part = fields.find(field);
    return part == null
        ? FieldStatistics.NONE
        : part.lengths().before(endAt(lsn) - firstDocument).minus(endings().statistics(part, lsn));
  }

  @Override
  protected long sealedEnding(int document) {
    return 0;
  }

  @Override
  protected FieldStatistics sealedEndings(int field) {
    return FieldStatistics.NONE;
  }

  @Override
  protected boolean hasSealedEndings() {
    return false;
  }

  @Override
  public OuterEndings outerEndings() {
    return outerEndings;
  }

  /** Gives up the posting lists; the garbage collector does the rest. */
  @Override
  public void close() {
    fields = DeltaFields.NONE;
  }
}
