package dev.stela.tools.dump;

import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.tools.Text;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Dumps a log segment: its first page, then frame by frame with all records. */
final class LogDumper extends Dumper {
  LogDumper(FileBytes file, DumpRange range, HexPrinter printer) {
    super(file, range, printer);
  }

  @Override
  long dump() throws IOException {
    MemorySegment page = file.readUpTo(0, LogSegmentLayout.FRAMES_OFFSET);
    if (page.byteSize() < LogSegmentLayout.FRAMES_OFFSET) {
      line("DAMAGED: the file is shorter than its first page");
      damage();
      return file.size();
    }
    if (range.wants(0, LogSegmentLayout.FRAMES_OFFSET)) {
      page(fields(page, 0, 0));
    }
    return frames(LogSegmentLayout.salt(page));
  }

  private void page(Fields fields) {
    check(FileHeaderFields.print(fields));
    fields.title("log segment", LogSegmentLayout.SALT_OFFSET);
    fields.hex32("salt", LogSegmentLayout.SALT_OFFSET, "");
    int fileBytes = fields.int32("fileBytes", LogSegmentLayout.FILE_BYTES_OFFSET);
    if (fileBytes != file.size()) {
      fields.note("DAMAGED: the file has " + file.size() + " bytes");
      damage();
    }
    check(
        fields.checksum(
            "crc", LogSegmentLayout.CRC_OFFSET, LogSegmentLayout.computeCrc(fields.memory())));
    fields.zeros(
        "reserved",
        LogSegmentLayout.CRC_OFFSET + (long) Integer.BYTES,
        LogSegmentLayout.FRAMES_OFFSET - LogSegmentLayout.CRC_OFFSET - (long) Integer.BYTES);
  }

  private long frames(int salt) throws IOException {
    long offset = LogSegmentLayout.FRAMES_OFFSET;
    while (offset + FrameLayout.SIZE <= file.size() && !isOver(offset)) {
      MemorySegment header = file.read(offset, FrameLayout.SIZE);
      if (FrameLayout.headWord(header, 0) == 0) {
        line("");
        line(
            "%08x no frame from here to the end of the file: %s bytes"
                .formatted(offset, Text.count(file.size() - offset)));
        return file.size();
      }
      int length = FrameLayout.length(header, 0);
      if (length < FrameLayout.MIN_LENGTH || length > file.size() - offset) {
        line("");
        line(
            "%08x no frame can have the length found here: length=%d, a torn tail or damage"
                .formatted(offset, length));
        return file.size();
      }
      if (range.wants(offset, length)) {
        frame(offset, length, salt);
      }
      offset += length;
    }
    return offset;
  }

  private void frame(long offset, int length, int salt) throws IOException {
    Fields fields = fields(file.read(offset, length), 0, offset);
    FrameFields.print(fields, salt);
  }
}
