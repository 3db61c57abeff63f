package dev.stela.internal.index.text;

import static dev.stela.internal.format.TextListLayout.BLOCK_DOCUMENTS;
import static dev.stela.internal.format.TextTermLayout.BLOCK_BITS;
import static dev.stela.internal.format.TextTermLayout.BLOCK_TERMS;
import static dev.stela.internal.format.TextTermLayout.NIBBLE_BITS;
import static dev.stela.internal.format.TextTermLayout.NIBBLE_MORE;

import dev.stela.internal.analysis.TextAnalyzer;
import java.util.Arrays;

/**
 * Walks over the terms of a field in a segment, reading only the blocks it comes to. One thread.
 */
final class SegmentTerms implements TermScan {
  private final SegmentField field;
  private final CheckedBytes bytes;
  private final ByteReader names;
  private final ByteReader lists;
  private long entry = -1;
  private byte[] term = new byte[32];
  private int length;
  private int shared;
  // Of how many terms of the block the lists have been read: only as far as one is asked for.
  private int described;
  private int documents;
  private long occurrences;
  private int single;
  private int singlePosition;
  private long list;
  private long listBytes;
  private long positionBytes;

  SegmentTerms(SegmentField field) {
    this.field = field;
    this.bytes = field.bytes();
    this.names = new ByteReader(bytes, 0);
    this.lists = new ByteReader(bytes, 0);
  }

  @Override
  public boolean next() {
    if (entry + 1 >= field.terms()) {
      entry = field.terms();
      return false;
    }
    entry++;
    if ((entry & BLOCK_TERMS - 1) == 0) {
      openBlock((int) (entry >>> BLOCK_BITS));
    }
    readName();
    return true;
  }

  @Override
  public boolean seek(byte[] sought, int soughtLength) {
    int block = field.blockOf(sought, soughtLength);
    boolean here =
        entry >= 0
            && entry < field.terms()
            && entry >>> BLOCK_BITS == block
            && compare(sought, soughtLength) <= 0;
    if (!here) {
      // Whoever is less than all terms finds the first one.
      entry = ((long) Math.max(block, 0) << BLOCK_BITS) - 1;
      if (!next()) {
        return false;
      }
    }
    while (compare(sought, soughtLength) < 0) {
      if (!next()) {
        return false;
      }
    }
    return true;
  }

  private int compare(byte[] sought, int soughtLength) {
    return Arrays.compareUnsigned(term, 0, length, sought, 0, soughtLength);
  }

  /** Tells whether this is the term. */
  boolean isAt(byte[] sought, int soughtLength) {
    return Arrays.equals(term, 0, length, sought, 0, soughtLength);
  }

  private void openBlock(int block) {
    names.at(field.block(block));
    list = names.vlong();
    listBytes = 0;
    long nameBytes = names.vlong();
    lists.at(names.at() + nameBytes);
    described = 0;
    length = 0;
  }

  /** Moves a reader to the bytes of the first name of a block, and returns how many there are. */
  static int firstName(ByteReader reader, long block) {
    reader.at(block);
    reader.vlong();
    reader.vlong();
    return suffixLength(reader.u8(), reader);
  }

  private static int suffixLength(int head, ByteReader reader) {
    int less = head & NIBBLE_MORE;
    return 1 + (less == NIBBLE_MORE ? less + reader.vint() : less);
  }

  private void readName() {
    int head = names.u8();
    shared = head >>> NIBBLE_BITS;
    if (shared == NIBBLE_MORE) {
      shared += names.vint();
    }
    int suffix = suffixLength(head, names);
    if (shared > length || suffix < 1 || suffix > TextAnalyzer.MAX_TERM_BYTES - shared) {
      throw bytes.damaged("a term is too long", names.at(), length, shared + suffix);
    }
    if (shared + suffix > term.length) {
      term = Arrays.copyOf(term, Math.max(shared + suffix, 2 * term.length));
    }
    names.copy(term, shared, suffix);
    length = shared + suffix;
  }

  private void readList() {
    list += listBytes;
    long head = lists.vlong();
    documents = (int) Math.min(Integer.MAX_VALUE, (head >>> 1) + 1);
    occurrences = documents + ((head & 1) != 0 ? lists.vlong() : 0);
    positionBytes = 0;
    listBytes = 0;
    if (documents == 1) {
      single = field.firstDocument() + lists.vint();
      if (field.hasPositions() && occurrences == 1) {
        singlePosition = lists.vint();
      } else if (field.hasPositions()) {
        positionBytes = lists.vlong();
        listBytes = positionBytes;
      }
    } else {
      listBytes = lists.vlong();
      if (documents <= BLOCK_DOCUMENTS && field.hasPositions()) {
        positionBytes = lists.vlong();
        listBytes += positionBytes;
      }
    }
  }

  @Override
  public byte[] term() {
    return term;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public int shared() {
    return shared;
  }

  @Override
  public void addTo(PostingUnion union) {
    describe();
    if (documents == 1) {
      union.addSingle(field, single);
    } else if (documents <= BLOCK_DOCUMENTS) {
      union.addShort(field, list + positionBytes, documents);
    } else {
      postings().addTo(union);
    }
  }

  private void describe() {
    for (int wanted = (int) (entry & BLOCK_TERMS - 1); described <= wanted; described++) {
      readList();
    }
  }

  @Override
  public SegmentPostings postings() {
    describe();
    return documents == 1
        ? SegmentPostings.single(field, single, occurrences, singlePosition, list)
        : SegmentPostings.list(
            field, documents, occurrences, list, list + positionBytes, list + listBytes);
  }
}
