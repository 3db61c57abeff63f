package dev.stela.internal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.stela.CorruptionException;
import dev.stela.Durability;
import dev.stela.internal.checkpoint.IndexParts;
import dev.stela.internal.checkpoint.LsnRange;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.SystemFiles;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking LSNs up in a sealed segment that was taken over, with its index part and without. */
class AdoptedSegmentTest {
  private static final int SEGMENT_BYTES = 1 << 18;
  private static final int FRAME_BYTES = 1000;
  private static final int ROUNDS = 300;
  private static final int THREADS = 3;

  @TempDir Path folder;
  private final SegmentTable segments = new SegmentTable();
  private final Arena arena = Arena.ofShared();
  private SegmentFiles files;
  private LogWriter writer;
  private LogSegment sealed;

  @BeforeEach
  void fillASegment() {
    files = new SegmentFiles(new SystemFiles(), folder, new StoreId(1, 2), SEGMENT_BYTES, true);
    files.createFolder();
    segments.add(files.create(1, 0));
    GroupCommit commits = new GroupCommit(segments, Durability.ASYNC, 0, 1);
    writer =
        new LogWriter(
            segments,
            null,
            files,
            commits,
            Runnable::run,
            SystemEpochNanoClock.INSTANCE,
            Durability.ASYNC,
            0,
            0);
    FrameBuffer frame = new FrameBuffer();
    while (writer.fits(FRAME_BYTES)) {
      writer.append(frame, FRAME_BYTES, FrameLayout.KIND_CHUNK, 0, writer.nextTimestamp());
    }
    writer.roll(writer.plainTimestamp());
    sealed = segments.get(1);
    IndexParts.write(files, sealed, LsnRange.of(sealed));
  }

  @AfterEach
  void close() {
    arena.close();
    writer.close();
    segments.close();
  }

  @Test
  void shouldFindEveryLsnAndTimeWhenThePartSaysWhereTheyAre() {
    requireAll(adopt(sealed.memory(), () -> files.openPart(sealed)));
  }

  @Test
  void shouldFindEveryLsnAndTimeWhenThePartIsMissing() {
    new SystemFiles().delete(files.indexPath(1));
    requireAll(adopt(sealed.memory(), () -> files.openPart(sealed)));
  }

  @Test
  void shouldReadOnlyWhatIsNearWhenThePartSaysWhereLsnsAre() {
    MemorySegment damaged = arena.allocate(SEGMENT_BYTES, 8);
    damaged.copyFrom(sealed.memory());
    long middle = sealed.frameOf(sealed.sealedLsn() / 2);
    damaged.set(ValueLayout.JAVA_BYTE, middle + 100, (byte) 7);
    LogSegment adopted = adopt(damaged, () -> files.openPart(sealed));

    assertEquals(sealed.frameOf(1), adopted.frameOf(1));
    assertEquals(sealed.frameOf(sealed.sealedLsn()), adopted.frameOf(sealed.sealedLsn()));
    CorruptionException told =
        assertThrows(CorruptionException.class, () -> adopted.frameOf(sealed.sealedLsn() / 2));
    assertEquals(middle, told.offset());
    assertThrows(CorruptionException.class, adopted::checkAll);
  }

  @Test
  void shouldFindTheSameWhenManyThreadsAreTheFirstToLookUp() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        AtomicInteger opened = new AtomicInteger();
        LogSegment adopted =
            adopt(
                sealed.memory(),
                () -> {
                  opened.incrementAndGet();
                  return files.openPart(sealed);
                });
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<Long>> found = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          long lsn = 1 + i * 100L;
          found.add(
              threads.submit(
                  () -> {
                    start.await();
                    return adopted.frameOf(lsn);
                  }));
        }
        for (int i = 0; i < THREADS; i++) {
          assertEquals(sealed.frameOf(1 + i * 100L), found.get(i).get());
        }
        assertEquals(1, opened.get(), "the part is read once");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private LogSegment adopt(MemorySegment memory, Supplier<IndexPart> part) {
    LogSegment adopted = new LogSegment(1, sealed.salt(), sealed.file(), arena, memory);
    adopted.adopt(sealed.end(), 1, part);
    return adopted;
  }

  private void requireAll(LogSegment adopted) {
    for (long lsn = 0; lsn <= sealed.sealedLsn() + 1; lsn++) {
      assertEquals(sealed.frameOf(lsn), adopted.frameOf(lsn));
      assertEquals(sealed.ceiling(lsn), adopted.ceiling(lsn));
      assertEquals(sealed.floor(lsn), adopted.floor(lsn));
    }
    for (long lsn = 1; lsn <= sealed.sealedLsn(); lsn++) {
      long time = FrameLayout.timestamp(sealed.memory(), sealed.frameOf(lsn));
      assertEquals(sealed.frameAt(time), adopted.frameAt(time));
      assertEquals(sealed.frameAt(time - 1), adopted.frameAt(time - 1));
    }
  }
}
