package dev.stela.internal.index.text;

import static dev.stela.internal.format.TextSegmentLayout.CRC_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.DOCUMENTS_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.END_DOCUMENT_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.FIELDS_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.FIRST_DOCUMENT_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.FIRST_LSN_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.LAST_LSN_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.PAGES_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.PREFIX_BYTES_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.TABLE_CRC_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.intAt;
import static dev.stela.internal.format.TextSegmentLayout.longAt;

import dev.stela.StorageException;
import dev.stela.internal.format.BlockLayout;
import dev.stela.internal.format.Checksums;
import dev.stela.internal.format.FileHeader;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.FileKind;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.format.TextFieldLayout;
import dev.stela.internal.format.TextSegmentLayout;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.FileOps.OpenMode;
import dev.stela.internal.storage.Preallocator;
import dev.stela.internal.storage.StoreFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;

/**
 * Writes a segment of the text index from adjacent parts: what was in memory gets into a file so,
 * and several segments become one. From beginning to end, in bounded memory. Any thread, one for
 * each segment; the parts must not get documents meanwhile.
 */
public final class TextSegmentWriter {
  private final SegmentOutput out;
  private final MergedDocuments documents;
  private final MemorySegment summary =
      MemorySegment.ofArray(new long[TextSegmentLayout.SIZE / Long.BYTES]);
  private final ByteBuilder table = new ByteBuilder();
  private final ByteBuilder prefixes = new ByteBuilder();
  private int fields;

  /**
   * What has been written.
   *
   * @param bytes the length of the file
   * @param firstDocument the number of the first document
   * @param endDocument the number behind the last one
   * @param firstLsn the first LSN of which it tells
   * @param lastLsn the last such LSN
   */
  public record Written(
      long bytes, int firstDocument, int endDocument, long firstLsn, long lastLsn) {}

  private TextSegmentWriter(SegmentOutput out, MergedDocuments documents) {
    this.out = out;
    this.documents = documents;
  }

  /**
   * Writes a segment, which appears under its name complete and durable, or not at all. Endings up
   * to the parts' last LSN become part of it; those that came later stay with the parts, and are
   * for the caller to tell to the segment.
   *
   * @param number the number of the segment
   * @param parts in the order of their documents, each beginning where the one before ends
   * @param dropped tells of which ordinals nothing is kept
   * @param progress is told now and then how many bytes have been written; what it throws ends the
   *     work, and nothing is left of it
   * @throws StorageException if it cannot be written, or exists
   */
  public static Written write(
      FileOps files,
      Path target,
      StoreId storeId,
      long number,
      List<? extends TextPart> parts,
      IntPredicate dropped,
      LongConsumer progress) {
    if (files.exists(target)) {
      throw new StorageException("file exists already: file=" + target);
    }
    MergedDocuments documents = new MergedDocuments(parts, dropped);
    Path unfinished = target.resolveSibling(target.getFileName() + Preallocator.UNFINISHED);
    if (files.exists(unfinished)) {
      // Left by a crash; it never got its name, so nothing refers to it.
      files.delete(unfinished);
    }
    long bytes;
    try {
      try (StoreFile file = files.open(unfinished, OpenMode.CREATE_NEW)) {
        SegmentOutput out = new SegmentOutput(file, progress);
        new TextSegmentWriter(out, documents).write(storeId, number);
        bytes = out.position();
        file.sync();
      }
      files.rename(unfinished, target);
    } catch (RuntimeException | Error e) {
      deleteAfter(e, files, unfinished);
      throw e;
    }
    files.syncDirectory(target.toAbsolutePath().getParent());
    return new Written(
        bytes, documents.first(), documents.end(), documents.firstLsn(), documents.lastLsn());
  }

  private static void deleteAfter(Throwable failure, FileOps files, Path unfinished) {
    try {
      if (files.exists(unfinished)) {
        files.delete(unfinished);
      }
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private void write(StoreId storeId, long number) {
    MemorySegment header = MemorySegment.ofArray(new long[FileHeaderLayout.SIZE / Long.BYTES]);
    FileHeader.write(header, FileKind.TEXT, storeId, documents.lastLsn(), number);
    out.bytes(header.toArray(ValueLayout.JAVA_BYTE), 0, FileHeaderLayout.SIZE);
    int[] numbers =
        documents.parts().stream()
            .flatMapToInt(part -> Arrays.stream(part.fields()))
            .distinct()
            .sorted()
            .toArray();
    for (int field : numbers) {
      writeField(field);
    }
    new ColumnWriter(out, documents, summary).write();
    longAt(summary, PAGES_OFFSET, out.pages());
    writeTable();
    writeSummary();
    out.footer();
  }

  private void writeField(int number) {
    MemorySegment entry = MemorySegment.ofArray(new long[TextFieldLayout.SIZE / Long.BYTES]);
    FieldWriter field = new FieldWriter(out, documents, number);
    if (field.write(entry)) {
      table.add(entry.toArray(ValueLayout.JAVA_BYTE), 0, TextFieldLayout.SIZE);
      prefixes.add(field.prefix(), 0, field.prefix().length);
      fields++;
    }
  }

  private void writeTable() {
    int prefixBytes = prefixes.size();
    table.add(prefixes.array(), 0, prefixBytes);
    for (long i = prefixBytes; i < BlockLayout.align(prefixBytes); i++) {
      table.u8(0);
    }
    out.bytes(table);
    intAt(summary, FIELDS_OFFSET, fields);
    intAt(summary, PREFIX_BYTES_OFFSET, prefixBytes);
    intAt(summary, TABLE_CRC_OFFSET, Checksums.crc32c(table.array(), 0, table.size()));
  }

  private void writeSummary() {
    longAt(summary, FIRST_LSN_OFFSET, documents.firstLsn());
    longAt(summary, LAST_LSN_OFFSET, documents.lastLsn());
    intAt(summary, FIRST_DOCUMENT_OFFSET, documents.first());
    intAt(summary, END_DOCUMENT_OFFSET, documents.end());
    intAt(summary, DOCUMENTS_OFFSET, documents.documents());
    intAt(summary, CRC_OFFSET, Checksums.crc32c(summary, 0, CRC_OFFSET));
    out.bytes(summary.toArray(ValueLayout.JAVA_BYTE), 0, TextSegmentLayout.SIZE);
  }
}
