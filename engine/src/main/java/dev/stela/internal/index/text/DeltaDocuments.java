package dev.stela.internal.index.text;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The documents of a delta by their index in it: of which entity and since when, and the chain of
 * those of one entity. One thread writes, any thread reads without a lock.
 */
final class DeltaDocuments {
  private static final int WORDS = 2;
  private static final int FROM_WORD = 0;
  // High half: ordinal; low half: the entity's document before, plus 1.
  private static final int ENTITY_WORD = 1;

  private final LongPages rows;
  private final OrdinalTable newest;
  // Released after the row, acquired by who walks over documents.
  private final AtomicInteger count = new AtomicInteger();

  DeltaDocuments(Footprint heap) {
    this.rows = new LongPages(heap);
    this.newest = new OrdinalTable(heap);
  }

  int count() {
    return count.getAcquire();
  }

  int ordinal(int document) {
    return (int) (rows.get(WORDS * document + ENTITY_WORD) >>> Integer.SIZE);
  }

  long from(int document) {
    return rows.get(WORDS * document + FROM_WORD);
  }

  /** Returns the newest document of an entity that was made up to an LSN; -1 if there is none. */
  int find(int ordinal, long lsn) {
    int document = newest.find(ordinal);
    while (document >= 0 && from(document) > lsn) {
      document = (int) rows.get(WORDS * document + ENTITY_WORD) - 1;
    }
    return document;
  }

  /** Adds a document behind all others. Only the writer. */
  void add(int ordinal, long lsn) {
    int document = count.getPlain();
    int before = newest.find(ordinal);
    rows.set(WORDS * document + FROM_WORD, lsn);
    rows.set(WORDS * document + ENTITY_WORD, (long) ordinal << Integer.SIZE | before + 1);
    newest.put(ordinal, document);
    count.setRelease(document + 1);
  }
}
