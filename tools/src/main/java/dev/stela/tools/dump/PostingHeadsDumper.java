package dev.stela.tools.dump;

import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.PostingHeadLayout;
import dev.stela.internal.index.postings.Postings;
import java.lang.foreign.MemorySegment;

/** Dumps the heads of the posting lists that have events. One thread. */
final class PostingHeadsDumper extends ExtentsDumper {
  PostingHeadsDumper(FileBytes file, DumpRange range, HexPrinter printer) {
    super(file, range, printer);
  }

  @Override
  int unit() {
    return PostingHeadLayout.SIZE;
  }

  @Override
  int length(MemorySegment extent, long at) {
    return PostingHeadLayout.head(extent, at) == 0 ? 0 : PostingHeadLayout.SIZE;
  }

  @Override
  void print(Fields fields, long fileOffset) {
    long index = (fileOffset - FileHeaderLayout.SIZE) / PostingHeadLayout.SIZE;
    int list = (int) index + PostingHeadLayout.FIRST_LIST;
    fields.title(
        switch (list) {
          case Postings.PURGED -> "head of the purges";
          case Postings.ARCHIVED -> "head of the archivings";
          case Postings.DELETED -> "head of the deletions";
          default -> "head of tag " + list;
        },
        0);
    long head = PostingHeadLayout.head(fields.memory(), fields.start());
    fields.field(
        "events = %d, last block at 0x%x"
            .formatted(PostingHeadLayout.events(head), PostingHeadLayout.lastBlock(head)),
        0,
        PostingHeadLayout.SIZE);
  }
}
