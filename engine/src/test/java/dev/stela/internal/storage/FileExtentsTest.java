package dev.stela.internal.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.stela.StorageException;
import dev.stela.StorageFullException;
import dev.stela.StoreClosedException;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.storage.FaultyFiles.Operation;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileExtentsTest {
  private static final int EXTENT_BYTES = 1 << 16;
  private static final Executor NEVER =
      task -> {
        throw new RejectedExecutionException();
      };

  @TempDir Path directory;
  private final FaultyFiles files = new FaultyFiles();

  @Test
  void shouldKeepExtentsWhenReopened() throws IOException {
    var path = directory.resolve("extents");
    try (var executor = Executors.newSingleThreadExecutor()) {
      try (var extents = FileExtents.create(files, path, EXTENT_BYTES, executor)) {
        for (int i = 0; i < 20; i++) {
          var added = extents.addExtent();
          assertEquals(-1, added.mismatch(MemorySegment.ofArray(new byte[EXTENT_BYTES])));
          added.set(Layouts.LONG, 8, i);
          assertSame(added, extents.extent(i));
        }
        extents.sync();
      }
      assertEquals(20 * EXTENT_BYTES, Files.size(path));
      try (var extents = FileExtents.open(files, path, EXTENT_BYTES, executor)) {
        assertEquals(20, extents.extents());
        for (int i = 0; i < 20; i++) {
          assertEquals(i, extents.extent(i).get(Layouts.LONG, 8));
        }
        extents.addExtent();
        assertEquals(21, extents.extents());
      }
    }
    assertEquals(21 * EXTENT_BYTES, Files.size(path));
  }

  @Test
  void shouldPrepareOneExtentInTheBackground() throws IOException {
    var path = directory.resolve("extents");
    var tasks = new ArrayDeque<Runnable>();
    try (var extents = FileExtents.create(files, path, EXTENT_BYTES, tasks::add)) {
      tasks.remove().run();
      assertEquals(EXTENT_BYTES, Files.size(path));
      long writes = files.count(Operation.WRITE);
      extents.addExtent();
      assertEquals(writes, files.count(Operation.WRITE), "the writer paid");
      // The writer outruns the background and prepares for itself; the late tasks do it once.
      extents.addExtent();
      assertEquals(writes + 1, files.count(Operation.WRITE));
      while (!tasks.isEmpty()) {
        tasks.remove().run();
      }
      assertEquals(writes + 2, files.count(Operation.WRITE));
      assertEquals(2, extents.extents());
    }
    assertEquals(2 * EXTENT_BYTES, Files.size(path));
  }

  @Test
  void shouldGrowWithoutBackground() {
    try (var extents =
        FileExtents.create(files, directory.resolve("extents"), EXTENT_BYTES, NEVER)) {
      extents.addExtent();
      extents.addExtent();
      assertEquals(2, extents.extents());
    }
  }

  @Test
  void shouldGrowAgainWhenSpaceReturns() {
    try (var extents =
        FileExtents.create(files, directory.resolve("extents"), EXTENT_BYTES, Runnable::run)) {
      extents.addExtent().set(Layouts.LONG, 0, 1);
      files.fail(Operation.WRITE, 1, fault -> fault.asFullDisk().torn().forGood());
      // One extent had been prepared in time.
      extents.addExtent();
      assertThrows(StorageFullException.class, extents::addExtent);
      assertEquals(2, extents.extents());
      files.heal();
      extents.addExtent();
      assertEquals(3, extents.extents());
      assertEquals(1, extents.extent(0).get(Layouts.LONG, 0));
    }
  }

  @Test
  void shouldNotCountAnIncompleteExtentWhenReopenedAfterACrash() throws IOException {
    var path = directory.resolve("extents");
    FileExtents.create(files, path, EXTENT_BYTES, NEVER).close();
    Files.write(path, new byte[EXTENT_BYTES + 1000]);
    try (var extents = FileExtents.open(files, path, EXTENT_BYTES, NEVER)) {
      assertEquals(1, extents.extents());
      extents.addExtent();
    }
    assertEquals(2 * EXTENT_BYTES, Files.size(path));
  }

  @Test
  void shouldThrowATypedExceptionWhenTheFileIsCutBeneathTheMapping() throws IOException {
    var path = directory.resolve("extents");
    try (var extents = FileExtents.create(files, path, EXTENT_BYTES, NEVER)) {
      var extent = extents.addExtent();
      try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
      var fault = assertThrows(InternalError.class, () -> extent.get(Layouts.LONG, 4096));
      assertInstanceOf(StorageException.class, Faults.translate(fault, path));
    }
    var other = new InternalError("something else");
    assertSame(other, assertThrows(InternalError.class, () -> Faults.translate(other, path)));
  }

  @Test
  void shouldThrowATypedExceptionWhenUsedAfterClose() {
    var path = directory.resolve("extents");
    var tasks = new ArrayDeque<Runnable>();
    var extents = FileExtents.create(files, path, EXTENT_BYTES, tasks::add);
    var extent = extents.addExtent();
    extents.close();
    extents.close();
    tasks.forEach(Runnable::run);
    var failure = assertThrows(IllegalStateException.class, () -> extent.get(Layouts.LONG, 0));
    assertInstanceOf(StoreClosedException.class, Faults.translate(failure, path));
    assertThrows(StoreClosedException.class, extents::addExtent);
  }

  @Test
  void shouldCloseTheFileWhenItCannotBeMapped() {
    var path = directory.resolve("extents");
    try (var extents = FileExtents.create(files, path, EXTENT_BYTES, NEVER)) {
      extents.addExtent();
    }
    files.fail(Operation.MAP, 1);
    assertThrows(StorageException.class, () -> FileExtents.open(files, path, EXTENT_BYTES, NEVER));
    FileExtents.open(files, path, EXTENT_BYTES, NEVER).close();
  }

  @Test
  void shouldGrowInMemory() {
    var name = Path.of("memory");
    var extents = new MemoryExtents(name, EXTENT_BYTES);
    var extent = extents.addExtent();
    assertSame(extent, extents.extent(0));
    assertEquals(EXTENT_BYTES, extent.byteSize());
    assertEquals(0, extent.address() % 4096);
    assertEquals(1, extents.extents());
    extents.sync();
    extents.close();
    extents.close();
    assertThrows(IllegalStateException.class, () -> extent.get(Layouts.LONG, 0));
    assertThrows(StoreClosedException.class, extents::addExtent);
    assertEquals(name, extents.path());
  }
}
