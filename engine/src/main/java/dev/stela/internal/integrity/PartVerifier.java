package dev.stela.internal.integrity;

import dev.stela.CorruptionException;
import dev.stela.internal.checkpoint.IndexParts;
import dev.stela.internal.checkpoint.SealedSegment;
import dev.stela.internal.format.FileFooter;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.log.IndexPart;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentFiles;
import java.lang.foreign.MemorySegment;

/**
 * Checks what a manifest says of sealed segments, and their index parts, against what their frames
 * give. One thread.
 */
final class PartVerifier {
  private final SegmentFiles files;
  private final Findings findings;

  PartVerifier(SegmentFiles files, Findings findings) {
    this.files = files;
    this.findings = findings;
  }

  /** Checks one segment, whose frames are sound. */
  void verify(LogSegment segment, SealedSegment sealed) {
    try (IndexPart found = files.openPart(segment);
        IndexPart expected = IndexParts.build(files, segment, sealed.range())) {
      MemorySegment own = found.memory();
      MemorySegment other = expected.memory();
      if (own.byteSize() != other.byteSize() || own.byteSize() != sealed.indexBytes()) {
        findings.add(
            "length of an index part is not what the segment gives",
            found.path(),
            0,
            other.byteSize() + ", in the manifest " + sealed.indexBytes(),
            own.byteSize());
        return;
      }
      long from = FileHeaderLayout.SIZE;
      long to = own.byteSize() - FileFooter.SIZE;
      long difference = MemorySegment.mismatch(own, from, to, other, from, to);
      if (difference >= 0) {
        findings.add(
            "an index part is not what the segment gives",
            found.path(),
            from + difference,
            "what the frames of " + segment.path().getFileName() + " say",
            "other");
      }
    } catch (CorruptionException e) {
      findings.add(e);
    }
  }
}
