package dev.stela.internal.index.text;

import static dev.stela.internal.format.TextSegmentLayout.BASE_LSN_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.DOCUMENTS_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.ENDINGS_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.ENDING_BYTES_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.END_DOCUMENT_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.FIRST_DOCUMENT_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.FIRST_LSN_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.FROMS_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.FROM_BYTES_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.LAST_LSN_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.ORDER_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.ORDINALS_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.OUTER_ENDINGS_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.OUTER_OFFSET;

import dev.stela.internal.format.StoreId;
import dev.stela.internal.format.TextSegmentLayout;
import dev.stela.internal.storage.FileOps;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A part of the text index in an immutable file, mapped into memory; see {@link TextSegmentLayout}.
 * What is read is compared with checksums when it is read first. Any thread reads; one closes, when
 * nobody reads.
 */
public final class TextSegment extends TextPart {
  private final TextSegmentFile file;
  private final CheckedBytes bytes;
  private final int firstDocument;
  private final int endDocument;
  private final int documents;
  private final long firstLsn;
  private final long lastLsn;
  private final long baseLsn;
  private final long ordinals;
  private final NumberColumn froms;
  // Null if no document had ended.
  private final NumberColumn endings;
  // 0 if documents are in the order of ordinals.
  private final long order;
  private final int[] fieldNumbers;
  private final SegmentField[] fields;

  private TextSegment(TextSegmentFile file) {
    super(file.intAt(FIRST_DOCUMENT_OFFSET));
    this.file = file;
    bytes = file.bytes();
    firstDocument = file.intAt(FIRST_DOCUMENT_OFFSET);
    endDocument = file.intAt(END_DOCUMENT_OFFSET);
    documents = file.intAt(DOCUMENTS_OFFSET);
    firstLsn = file.longAt(FIRST_LSN_OFFSET);
    lastLsn = file.longAt(LAST_LSN_OFFSET);
    baseLsn = file.longAt(BASE_LSN_OFFSET);
    ordinals = file.longAt(ORDINALS_OFFSET);
    froms = new NumberColumn(bytes, file.longAt(FROMS_OFFSET), file.intAt(FROM_BYTES_OFFSET));
    endings =
        file.longAt(ENDINGS_OFFSET) == 0
            ? null
            : new NumberColumn(bytes, file.longAt(ENDINGS_OFFSET), file.intAt(ENDING_BYTES_OFFSET));
    order = file.longAt(ORDER_OFFSET);
    fields = file.fields(firstDocument);
    fieldNumbers = Arrays.stream(fields).mapToInt(SegmentField::field).toArray();
  }

  /**
   * Opens a segment. Only its ends are read.
   *
   * @param storeId the store it must belong to; null if any will do
   * @param number the number it must have
   * @throws dev.stela.CorruptionException if it is missing, damaged or not the one
   * @throws dev.stela.FormatVersionException if it is of another release
   */
  public static TextSegment open(FileOps files, Path path, StoreId storeId, long number) {
    TextSegmentFile file = TextSegmentFile.open(files, path, storeId, number);
    try {
      return new TextSegment(file);
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /**
   * Reads the whole file and compares it with its checksum.
   *
   * @throws dev.stela.CorruptionException if it is damaged
   */
  public void verify() {
    file.verify();
  }

  /** Has something done whenever damage is met, by whoever meets it: it must be short. */
  public void whenDamaged(Runnable action) {
    bytes.whenDamaged(action);
  }

  /** Returns the number of the segment. */
  public long number() {
    return file.number();
  }

  /** Returns the file. */
  public Path path() {
    return file.path();
  }

  /** Returns how many documents there are: numbers of purged ones have none. */
  public int documents() {
    return documents;
  }

  @Override
  public int firstDocument() {
    return firstDocument;
  }

  @Override
  public int endDocument() {
    return endDocument;
  }

  @Override
  public long firstLsn() {
    return firstLsn;
  }

  @Override
  public long lastLsn() {
    return lastLsn;
  }

  @Override
  public int ordinal(int document) {
    return bytes.intAt(ordinals + (long) (document - firstDocument) * Integer.BYTES);
  }

  @Override
  public long from(int document) {
    return baseLsn + froms.get(document - firstDocument);
  }

  @Override
  public int documentOf(int ordinal, long lsn) {
    int low = 0;
    int high = order == 0 ? endDocument - firstDocument : documents;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int document = inOrder(middle);
      int found = ordinal(document);
      if (found < ordinal || found == ordinal && from(document) <= lsn) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0) {
      return -1;
    }
    int document = inOrder(low - 1);
    return ordinal(document) == ordinal ? document : -1;
  }

  private int inOrder(int index) {
    return firstDocument + (order == 0 ? index : bytes.intAt(order + (long) index * Integer.BYTES));
  }

  /** Returns the numbers of the fields; not to be changed. */
  @Override
  public int[] fields() {
    return fieldNumbers;
  }

  @Override
  public SegmentField field(int field) {
    int at = Arrays.binarySearch(fieldNumbers, field);
    return at < 0 ? null : fields[at];
  }

  @Override
  public long bytes() {
    return file.length();
  }

  @Override
  protected long sealedEnding(int document) {
    long ending = endings == null ? 0 : endings.get(document - firstDocument);
    // 0 stands for none, so that others are greater by 1 than what they count from.
    return ending == 0 ? 0 : Endings.encode(baseLsn, false) + ending - 1;
  }

  @Override
  protected FieldStatistics sealedEndings(int field) {
    SegmentField found = field(field);
    return found == null ? FieldStatistics.NONE : found.ended();
  }

  @Override
  protected boolean hasSealedEndings() {
    return endings != null;
  }

  @Override
  public OuterEndings outerEndings() {
    return new SegmentOuterEndings(
        bytes, file.longAt(OUTER_OFFSET), file.intAt(OUTER_ENDINGS_OFFSET));
  }

  @Override
  public void close() {
    file.close();
  }
}
