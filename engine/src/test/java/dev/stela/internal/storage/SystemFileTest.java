package dev.stela.internal.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.CorruptionException;
import dev.stela.ReadOnlyException;
import dev.stela.StorageException;
import dev.stela.StorageFullException;
import dev.stela.StoreClosedException;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.storage.FileOps.OpenMode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SystemFileTest {
  private static final int BLOCK_BYTES = 4096;

  @TempDir Path directory;

  @Test
  void shouldWriteEveryByteWhenTheSystemWritesShort() throws IOException {
    var path = directory.resolve("short");
    try (var file =
        SystemFile.open(
            path,
            OpenMode.CREATE_NEW,
            (name, options) ->
                new ForwardingChannel(FileChannel.open(name, options)) {
                  @Override
                  public int write(ByteBuffer src, long position) throws IOException {
                    int count = Math.min(7, src.remaining());
                    int written = super.write(src.slice(src.position(), count), position);
                    src.position(src.position() + written);
                    return written;
                  }
                })) {
      var bytes = block(1);
      file.write(bytes, 3);
      assertFalse(bytes.hasRemaining());
    }
    var content = Files.readAllBytes(path);
    assertArrayEquals(block(1).array(), Arrays.copyOfRange(content, 3, content.length));
  }

  /**
   * One that is written in a larger piece is cached in a larger unit, which is dirty as a whole.
   */
  @Test
  void shouldWriteAPageAtATimeWhenMuchIsWritten() throws IOException {
    var path = directory.resolve("pages");
    var pieces = new ArrayList<Integer>();
    try (var file =
        SystemFile.open(
            path,
            OpenMode.CREATE_NEW,
            (name, options) ->
                new ForwardingChannel(FileChannel.open(name, options)) {
                  @Override
                  public int write(ByteBuffer src, long position) throws IOException {
                    pieces.add(src.remaining());
                    return super.write(src, position);
                  }
                })) {
      var bytes = ByteBuffer.allocate(2 * BLOCK_BYTES + 5).put(0, block(1).array());
      file.write(bytes, 0);
      assertFalse(bytes.hasRemaining());
      assertArrayEquals(bytes.array(), Files.readAllBytes(path));
    }
    assertEquals(List.of(BLOCK_BYTES, BLOCK_BYTES, 5), pieces);
  }

  @Test
  void shouldThrowWhenTheSystemWritesNothing() {
    try (var file =
        SystemFile.open(
            directory.resolve("nothing"),
            OpenMode.CREATE_NEW,
            (name, options) ->
                new ForwardingChannel(FileChannel.open(name, options)) {
                  @Override
                  public int write(ByteBuffer src, long position) {
                    return 0;
                  }
                })) {
      var bytes = block(1);
      assertThrows(StorageException.class, () -> file.write(bytes, 0));
      assertEquals(BLOCK_BYTES, bytes.remaining());
    }
  }

  @Test
  void shouldThrowStorageFullWhenDiskOrQuotaIsFull() {
    for (var reason : List.of("No space left on device", "Disk quota exceeded")) {
      try (var file =
          SystemFile.open(
              directory.resolve(reason),
              OpenMode.CREATE_NEW,
              (name, options) ->
                  new ForwardingChannel(FileChannel.open(name, options)) {
                    @Override
                    public int write(ByteBuffer src, long position) throws IOException {
                      throw new IOException(reason);
                    }
                  })) {
        var failure = assertThrows(StorageFullException.class, () -> file.write(block(1), 0));
        assertTrue(failure.getMessage().contains(file.path().toString()), failure.getMessage());
      }
    }
  }

  @Test
  void shouldKeepEveryByteAndTheFlagWhenInterruptedThousandsOfTimes() throws Exception {
    var path = directory.resolve("storm");
    var opened = new AtomicInteger();
    var failure = new AtomicReference<Throwable>();
    var done = new AtomicBoolean();
    int blocks = 2000;
    var writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (var file =
                      SystemFile.open(
                          path,
                          OpenMode.CREATE_NEW,
                          (name, options) -> {
                            opened.incrementAndGet();
                            return FileChannel.open(name, options);
                          })) {
                    boolean interrupted = false;
                    for (int i = 0; i < blocks; i++) {
                      file.write(block(i), (long) i * BLOCK_BYTES);
                      if (i % 10 == 0) {
                        file.sync();
                      }
                      boolean now = Thread.currentThread().isInterrupted();
                      assertTrue(now || !interrupted, "an interrupt was lost");
                      interrupted = now;
                    }
                    assertTrue(interrupted);
                  } catch (Throwable e) {
                    failure.set(e);
                  } finally {
                    done.set(true);
                  }
                });
    int interrupts = 0;
    while (!done.get()) {
      writer.interrupt();
      interrupts++;
      Thread.onSpinWait();
    }
    writer.join();
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
    assertTrue(interrupts > 1000, "interrupts=" + interrupts);
    assertTrue(opened.get() > 2, "no interrupt hit an operation");
    var content = Files.readAllBytes(path);
    assertEquals(blocks * BLOCK_BYTES, content.length);
    for (int i = 0; i < blocks; i++) {
      assertArrayEquals(
          block(i).array(),
          Arrays.copyOfRange(content, i * BLOCK_BYTES, (i + 1) * BLOCK_BYTES),
          "block " + i);
    }
  }

  @Test
  void shouldKeepItsChannelWhenTheThreadWasInterruptedBefore() {
    var opened = new AtomicInteger();
    try (var file =
        SystemFile.open(
            directory.resolve("before"),
            OpenMode.CREATE_NEW,
            (name, options) -> {
              opened.incrementAndGet();
              return FileChannel.open(name, options);
            })) {
      Thread.currentThread().interrupt();
      file.write(block(1), 0);
      file.sync();
      assertTrue(Thread.interrupted());
    }
    assertEquals(2, opened.get());
  }

  @Test
  void shouldReadOnWhenAnotherReaderOfTheSameFileIsInterrupted() throws Exception {
    var path = directory.resolve("shared");
    Files.write(path, block(5).array());
    var failure = new AtomicReference<Throwable>();
    try (var file = new SystemFiles().open(path, OpenMode.READ)) {
      Runnable reader =
          () -> {
            try {
              for (int i = 0; i < 3000; i++) {
                var bytes = ByteBuffer.allocate(BLOCK_BYTES);
                file.read(bytes, 0);
                assertArrayEquals(block(5).array(), bytes.array());
              }
            } catch (Throwable e) {
              failure.set(e);
            }
          };
      var interrupted = Thread.ofPlatform().start(reader);
      var calm = Thread.ofPlatform().start(reader);
      while (interrupted.isAlive()) {
        interrupted.interrupt();
        Thread.onSpinWait();
      }
      calm.join();
    }
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
  }

  @Test
  void shouldAskTheWitnessWhenASyncIsCutOffByAnInterrupt() {
    var channels = new ArrayList<CutOffChannel>();
    try (var file = cutOff(channels, "witness", null)) {
      file.write(block(1), 0);
      file.sync();
      assertTrue(Thread.interrupted());
      assertEquals(1, channels.get(1).syncs);
      // The channel opened in place of the first may never hear of an earlier failure.
      file.sync();
      assertEquals(2, channels.get(1).syncs);
      assertEquals(0, channels.get(2).syncs);
    }
  }

  @Test
  void shouldThrowWhenTheInterruptedSyncHadFailed() {
    var channels = new ArrayList<CutOffChannel>();
    try (var file = cutOff(channels, "failing", new IOException("Input/output error"))) {
      file.write(block(1), 0);
      assertThrows(StorageException.class, file::sync);
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void shouldStayWithItsFileWhenTheNameMeansAnotherOneAfterAnInterrupt() throws IOException {
    var channels = new ArrayList<CutOffChannel>();
    try (var file = cutOff(channels, "renamed", null)) {
      file.write(block(1), 0);
      var moved = directory.resolve("moved");
      Files.move(file.path(), moved);
      Files.write(file.path(), new byte[0]);
      file.sync();
      assertTrue(Thread.interrupted());
      file.write(block(2), BLOCK_BYTES);
      assertEquals(2 * BLOCK_BYTES, file.size());
      assertEquals(2 * BLOCK_BYTES, Files.size(moved));
      assertEquals(0, Files.size(file.path()));
    }
  }

  @Test
  void shouldNameTheOffsetWhenTheFileEndsTooEarly() throws IOException {
    var path = directory.resolve("early");
    Files.write(path, new byte[100]);
    try (var file = new SystemFiles().open(path, OpenMode.READ)) {
      var failure =
          assertThrows(CorruptionException.class, () -> file.read(ByteBuffer.allocate(64), 60));
      assertEquals(100, failure.offset());
      assertEquals("124", failure.expected());
      assertEquals("100", failure.actual());
    }
  }

  @Test
  void shouldRefuseToMapMoreThanThereIs() throws IOException {
    var path = directory.resolve("map");
    Files.write(path, new byte[BLOCK_BYTES]);
    try (var arena = Arena.ofShared();
        var file = new SystemFiles().open(path, OpenMode.READ_WRITE)) {
      assertThrows(
          CorruptionException.class, () -> file.map(BLOCK_BYTES, BLOCK_BYTES, true, arena));
      assertEquals(BLOCK_BYTES, Files.size(path));
      var mapped = file.map(0, BLOCK_BYTES, true, arena);
      mapped.set(Layouts.LONG, 8, 42);
      var bytes = ByteBuffer.allocate(8);
      file.read(bytes, 8);
      assertEquals(42, bytes.get(0));
    }
  }

  @Test
  void shouldRefuseChangesWhenOpenForReading() throws IOException {
    var path = directory.resolve("read");
    Files.write(path, new byte[BLOCK_BYTES]);
    try (var arena = Arena.ofShared();
        var file = new SystemFiles().open(path, OpenMode.READ)) {
      assertThrows(ReadOnlyException.class, () -> file.write(block(0), 0));
      assertThrows(ReadOnlyException.class, () -> file.truncate(0));
      assertThrows(ReadOnlyException.class, () -> file.map(0, 8, true, arena));
    }
  }

  @Test
  void shouldThrowStoreClosedWhenUsedAfterClose() {
    var file = new SystemFiles().open(directory.resolve("closed"), OpenMode.CREATE_NEW);
    file.close();
    file.close();
    assertThrows(StoreClosedException.class, () -> file.write(block(0), 0));
    assertThrows(StoreClosedException.class, file::sync);
    assertThrows(StoreClosedException.class, file::size);
  }

  @Test
  void shouldCloseTheFirstChannelWhenTheSecondCannotBeOpened() {
    var first = new AtomicReference<FileChannel>();
    assertThrows(
        StorageException.class,
        () ->
            SystemFile.open(
                directory.resolve("half"),
                OpenMode.CREATE_NEW,
                (name, options) -> {
                  if (first.get() != null) {
                    throw new IOException("Too many open files");
                  }
                  first.set(FileChannel.open(name, options));
                  return first.get();
                }));
    assertFalse(first.get().isOpen());
  }

  @Test
  void shouldThrowStorageWhenNamesCannotBeChanged() {
    var files = new SystemFiles();
    var missing = directory.resolve("missing").resolve("file");
    assertThrows(StorageException.class, () -> files.open(missing, OpenMode.READ));
    assertThrows(StorageException.class, () -> files.delete(missing));
    assertThrows(StorageException.class, () -> files.rename(missing, missing));
    assertThrows(StorageException.class, () -> files.list(missing));
    assertThrows(StorageException.class, () -> files.syncDirectory(missing));
    files.createDirectory(missing);
    files.createDirectory(missing);
    files.syncDirectory(missing);
    assertTrue(files.exists(missing));
    assertEquals(List.of(missing), files.list(missing.getParent()));
  }

  /** A file whose first channel is closed by an interrupt in the middle of a sync. */
  private StoreFile cutOff(List<CutOffChannel> channels, String name, IOException witnessed) {
    return SystemFile.open(
        directory.resolve(name),
        OpenMode.CREATE_NEW,
        (path, options) -> {
          var channel = new CutOffChannel(FileChannel.open(path, options));
          channel.cutOff = channels.isEmpty();
          channel.failure = channels.size() == 1 ? witnessed : null;
          channels.add(channel);
          return channel;
        });
  }

  private static final class CutOffChannel extends ForwardingChannel {
    boolean cutOff;
    IOException failure;
    int syncs;

    CutOffChannel(FileChannel channel) {
      super(channel);
    }

    @Override
    public void force(boolean metaData) throws IOException {
      if (cutOff) {
        close();
        Thread.currentThread().interrupt();
        throw new ClosedByInterruptException();
      }
      syncs++;
      if (failure != null) {
        throw failure;
      }
      super.force(metaData);
    }
  }

  private static ByteBuffer block(int seed) {
    var bytes = new byte[BLOCK_BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (seed * 31 + i * 7 + (i >> 8));
    }
    return ByteBuffer.wrap(bytes);
  }
}
