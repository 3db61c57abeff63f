package dev.stela.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.stela.EntityId;
import dev.stela.internal.apply.LoadState;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.log.LogSegment;
import java.lang.foreign.MemorySegment;

/**
 * Goes over the frames of a log that holds one load, and requires of each that it has exactly the
 * documents by which its progress is further than that of the frame before. One thread.
 */
final class LoadFrames {
  private final Documents documents;
  private LoadState before;
  private long position;
  private int frames;

  LoadFrames(Documents documents, String id) {
    this.documents = documents;
    this.before = LoadState.before(id, -1);
  }

  /** Returns how many frames have said how far the load is. */
  int frames() {
    return frames;
  }

  long position() {
    return position;
  }

  void check(LogSegment segment) {
    MemorySegment memory = segment.memory();
    long frame = LogSegmentLayout.FRAMES_OFFSET;
    while (frame < segment.end()) {
      if (FrameLayout.kind(memory, frame) == FrameLayout.KIND_COMMIT) {
        checkCommit(memory, frame);
      }
      frame += FrameLayout.length(memory, frame);
    }
  }

  private void checkCommit(MemorySegment memory, long frame) {
    LoadState state = null;
    long created = 0;
    long lsn = FrameLayout.lsn(memory, frame);
    long record = frame + FrameLayout.SIZE;
    for (int i = FrameLayout.records(memory, frame); i > 0; i--) {
      switch (RecordLayout.kind(memory, record)) {
        case RecordLayout.KIND_LOAD -> {
          assertEquals(null, state, "two records of loads in one frame");
          state = LoadState.read(memory, record, lsn, FrameLayout.timestamp(memory, frame));
        }
        case RecordLayout.KIND_ENTITY -> {
          // In the order of their positions, without the rejected ones.
          if (Documents.isDuplicate(position)) {
            position++;
          }
          EntityId id = documents.id(position);
          assertEquals(id.high(), RecordLayout.idHigh(memory, record), () -> "LSN " + lsn);
          assertEquals(id.low(), RecordLayout.idLow(memory, record), () -> "LSN " + lsn);
          position++;
          created++;
        }
        default -> {
          // A definition.
        }
      }
      record += RecordLayout.length(memory, record);
    }
    if (state == null) {
      assertEquals(0, created, () -> "documents without progress, LSN " + lsn);
      return;
    }
    frames++;
    long rejected = state.counts().rejected() - before.counts().rejected();
    assertEquals(created, state.counts().created() - before.counts().created(), "LSN " + lsn);
    assertEquals(
        created + rejected, state.nextPosition() - before.nextPosition(), () -> "LSN " + lsn);
    position = state.nextPosition();
    before = state;
  }
}
