package dev.stela.internal.index.text;

import java.util.ArrayList;
import java.util.List;

/**
 * The documents of many posting lists of one field of a part. They are read range by range: whoever
 * wants the first documents only does not pay for all. One thread.
 */
public final class PostingUnion {
  /** Lists of a delta of so many documents are read at once; there is nothing to be saved. */
  private static final int SHORT = 128;

  /** Where so many lists wait to be read they take enough memory, and are read. */
  private static final int MAX_SHORT_LISTS = 1 << 16;

  /** As for short lists, each of which takes much less. */
  private static final int MAX_SOURCES = 1 << 12;

  private final DocumentBits read;
  private final List<DocumentSource> sources = new ArrayList<>();
  private ShortLists shorts;
  private long documents;

  /**
   * Creates an empty union.
   *
   * @param first the first document of the part
   * @param end behind the last document that is of use
   */
  public PostingUnion(int first, int end) {
    this.read = new DocumentBits(first, end);
  }

  /**
   * Returns how many documents the lists have together, those of several lists counted for each.
   */
  public long documents() {
    return documents;
  }

  /** Returns the documents that have been read. */
  public DocumentBits read() {
    return read;
  }

  /**
   * Reads a range of documents. No list can be added any more.
   *
   * @param from not less than the end of the range before
   * @param upTo not greater than that of the part
   */
  public void read(int from, int upTo) {
    read.reserve(upTo);
    for (DocumentSource source : sources) {
      source.read(from, upTo, read);
    }
  }

  void addSingle(SegmentField field, int document) {
    documents++;
    shorts(field).addSingle(document);
  }

  void addShort(SegmentField field, long documentsAt, int count) {
    documents += count;
    shorts(field).add(documentsAt, count);
  }

  private ShortLists shorts(SegmentField field) {
    if (shorts == null) {
      shorts = new ShortLists(field);
      sources.add(shorts);
    } else if (shorts.size() == MAX_SHORT_LISTS) {
      shorts.readAll(read);
    }
    return shorts;
  }

  void addLong(SegmentPostings postings) {
    documents += postings.documents();
    keep(new LongList(postings));
  }

  void add(int count, PostingCursor cursor) {
    documents += count;
    var source = new CursorSource(cursor);
    if (count > SHORT) {
      keep(source);
    } else {
      readAll(source);
    }
  }

  private void keep(DocumentSource source) {
    if (sources.size() < MAX_SOURCES) {
      sources.add(source);
    } else {
      readAll(source);
    }
  }

  private void readAll(DocumentSource source) {
    read.reserve(read.end());
    source.read(read.first(), read.end(), read);
  }
}
