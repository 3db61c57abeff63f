package dev.stela.internal.index.text;

/** The outer endings of a delta. One thread writes; others read once it is frozen. */
final class DeltaOuterEndings implements OuterEndings {
  private final IntPages documents;
  private final LongPages endings;
  private int size;

  DeltaOuterEndings(Footprint heap) {
    this.documents = new IntPages(heap);
    this.endings = new LongPages(heap);
  }

  void add(int document, long ending) {
    documents.set(size, document);
    endings.set(size, ending);
    size++;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int document(int index) {
    return documents.get(index);
  }

  @Override
  public long ending(int index) {
    return endings.get(index);
  }
}
