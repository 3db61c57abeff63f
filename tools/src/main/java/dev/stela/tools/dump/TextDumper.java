package dev.stela.tools.dump;

import dev.stela.internal.format.BlockLayout;
import dev.stela.internal.format.Checksums;
import dev.stela.internal.format.FileFooter;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.TextFieldLayout;
import dev.stela.internal.format.TextSegmentLayout;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Dumps a segment of the text index: what stands at its end, which pages are damaged, and, if it is
 * asked for, the bytes between.
 */
final class TextDumper extends Dumper {
  private static final int ROW = 16;

  TextDumper(FileBytes file, DumpRange range, HexPrinter printer) {
    super(file, range, printer);
  }

  @Override
  long dump() throws IOException {
    if (range.wants(0, FileHeaderLayout.SIZE)) {
      check(FileHeaderFields.print(fields(file.read(0, FileHeaderLayout.SIZE), 0, 0)));
    }
    long summaryAt = file.size() - FileFooter.SIZE - TextSegmentLayout.SIZE;
    if (summaryAt < FileHeaderLayout.SIZE) {
      line("DAMAGED: the file is too short for a segment of the text index");
      damage();
      return file.size();
    }
    MemorySegment summary = file.read(summaryAt, TextSegmentLayout.SIZE + FileFooter.SIZE);
    long pages = TextSegmentLayout.longAt(summary, TextSegmentLayout.PAGES_OFFSET);
    int count = TextSegmentLayout.intAt(summary, TextSegmentLayout.FIELDS_OFFSET);
    int prefixBytes = TextSegmentLayout.intAt(summary, TextSegmentLayout.PREFIX_BYTES_OFFSET);
    long tableAt = summaryAt - (long) count * TextFieldLayout.SIZE - BlockLayout.align(prefixBytes);
    long pageCount = (pages + TextSegmentLayout.PAGE_BYTES - 1) / TextSegmentLayout.PAGE_BYTES;
    boolean sound =
        prefixBytes >= 0
            && count >= 0
            && pages >= FileHeaderLayout.SIZE
            && pages < tableAt
            && tableAt - pages == BlockLayout.align(pageCount * Integer.BYTES);
    long bodyEnd = sound ? pages : summaryAt;
    long end = body(bodyEnd);
    if (end < bodyEnd) {
      return end;
    }
    if (sound) {
      pages(pages);
      table(file.read(tableAt, summaryAt - tableAt), tableAt, count, prefixBytes);
    } else {
      line("DAMAGED: the summary leads out of the file");
      damage();
    }
    summary(fields(summary, 0, summaryAt));
    footer(fields(summary, TextSegmentLayout.SIZE, summaryAt));
    return file.size();
  }

  /** Posting lists, terms and columns, which only an address or all of them asked for shows. */
  private long body(long end) throws IOException {
    long offset = Math.max(FileHeaderLayout.SIZE, range.from() & -ROW);
    if (!range.whole() && range.from() < FileHeaderLayout.SIZE) {
      line("");
      line(end - offset + " bytes of lists, terms and columns; --from shows them");
      return end;
    }
    while (offset < end && !isOver(offset)) {
      MemorySegment row = file.readUpTo(offset, Math.min(ROW, end - offset));
      fields(row, 0, offset).field("", 0, row.byteSize());
      offset += row.byteSize();
    }
    return offset;
  }

  private void pages(long pages) throws IOException {
    line("");
    int damaged = 0;
    long crcs = pages;
    for (long at = 0; at < pages; at += TextSegmentLayout.PAGE_BYTES) {
      MemorySegment page = file.readUpTo(at, Math.min(TextSegmentLayout.PAGE_BYTES, pages - at));
      int expected = Checksums.crc32c(page, 0, page.byteSize());
      if (file.read(crcs, Integer.BYTES).get(Layouts.INT, 0) != expected) {
        line("%08x page DAMAGED".formatted(at));
        damage();
        damaged++;
      }
      crcs += Integer.BYTES;
    }
    line("%08x checksums of pages, %d of them DAMAGED".formatted(pages, damaged));
  }

  private void table(MemorySegment table, long at, int count, int prefixBytes) {
    long prefix = (long) count * TextFieldLayout.SIZE;
    for (int i = 0; i < count; i++) {
      Fields fields = fields(table, (long) i * TextFieldLayout.SIZE, at);
      fields.title("text field", 0);
      fields.int64("tokens", TextFieldLayout.TOKENS_OFFSET);
      fields.int64("endedTokens", TextFieldLayout.ENDED_TOKENS_OFFSET);
      fields.int64("terms", TextFieldLayout.TERMS_OFFSET);
      fields.int64("index", TextFieldLayout.INDEX_OFFSET);
      fields.int64("lengths", TextFieldLayout.LENGTHS_OFFSET);
      fields.int32("field", TextFieldLayout.FIELD_OFFSET);
      fields.int32("flags", TextFieldLayout.FLAGS_OFFSET);
      fields.int32("documents", TextFieldLayout.DOCUMENTS_OFFSET);
      fields.int32("endedDocuments", TextFieldLayout.ENDED_DOCUMENTS_OFFSET);
      fields.int32("lengthBytes", TextFieldLayout.LENGTH_BYTES_OFFSET);
      fields.int32("lengthEntries", TextFieldLayout.LENGTH_ENTRIES_OFFSET);
      fields.int32("greatestLength", TextFieldLayout.GREATEST_LENGTH_OFFSET);
      int bytes = fields.int32("prefixBytes", TextFieldLayout.PREFIX_BYTES_OFFSET);
      fields(table, 0, at).text("prefix", prefix, bytes);
      prefix += bytes;
    }
    fields(table, 0, at).zeros("padding", prefix, BlockLayout.align(prefixBytes) - prefixBytes);
  }

  private void summary(Fields fields) throws IOException {
    fields.title("summary", 0);
    fields.int64("firstLsn", TextSegmentLayout.FIRST_LSN_OFFSET);
    fields.int64("lastLsn", TextSegmentLayout.LAST_LSN_OFFSET);
    fields.int64("baseLsn", TextSegmentLayout.BASE_LSN_OFFSET);
    fields.int64("ordinals", TextSegmentLayout.ORDINALS_OFFSET);
    fields.int64("froms", TextSegmentLayout.FROMS_OFFSET);
    fields.int64("endings", TextSegmentLayout.ENDINGS_OFFSET);
    fields.int64("order", TextSegmentLayout.ORDER_OFFSET);
    fields.int64("outer", TextSegmentLayout.OUTER_OFFSET);
    fields.int64("pages", TextSegmentLayout.PAGES_OFFSET);
    fields.int32("firstDocument", TextSegmentLayout.FIRST_DOCUMENT_OFFSET);
    fields.int32("endDocument", TextSegmentLayout.END_DOCUMENT_OFFSET);
    fields.int32("documents", TextSegmentLayout.DOCUMENTS_OFFSET);
    fields.int32("fields", TextSegmentLayout.FIELDS_OFFSET);
    fields.int32("fromBytes", TextSegmentLayout.FROM_BYTES_OFFSET);
    fields.int32("endingBytes", TextSegmentLayout.ENDING_BYTES_OFFSET);
    fields.int32("outerEndings", TextSegmentLayout.OUTER_ENDINGS_OFFSET);
    fields.int32("prefixBytes", TextSegmentLayout.PREFIX_BYTES_OFFSET);
    fields.hex32("tableCrc", TextSegmentLayout.TABLE_CRC_OFFSET, "");
    int expected = Checksums.crc32c(fields.memory(), 0, TextSegmentLayout.CRC_OFFSET);
    check(fields.checksum("crc", TextSegmentLayout.CRC_OFFSET, expected));
  }

  private void footer(Fields fields) {
    fields.title("file footer", 0);
    check(fields.int64("length", FileFooter.LENGTH_OFFSET) == file.size());
    check(fields.hex32("magic", FileFooter.MAGIC_OFFSET, "") == FileFooter.MAGIC);
    fields.hex32("crc", FileFooter.CRC_OFFSET, "");
  }
}
