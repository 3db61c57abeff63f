package dev.stela.internal.header;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.CorruptionException;
import dev.stela.StorageException;
import dev.stela.StoreClosedException;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.LiveHeaderLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.FaultyFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LiveHeaderTest {
  private static final StoreId STORE = new StoreId(3, 4);
  private static final long PID = 4711;

  @TempDir Path directory;
  private final FaultyFiles files = new FaultyFiles();
  private final LiveSnapshot snapshot = new LiveSnapshot();

  @Test
  void shouldReadWhatWasPublishedThroughAnotherMapping() {
    try (var writer = LiveHeader.initialise(files, directory, STORE, PID);
        var reader = LiveHeader.open(files, directory, STORE)) {
      reader.read(snapshot);
      assertEquals(0, snapshot.visibleLsn());
      assertEquals(PID, snapshot.pid());
      writer.publish(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
      reader.read(snapshot);
      assertEquals(1, snapshot.visibleLsn());
      assertEquals(2, snapshot.durableLsn());
      assertEquals(3, snapshot.segmentNumber());
      assertEquals(4, snapshot.logTail());
      assertEquals(5, snapshot.activeEntities());
      assertEquals(6, snapshot.deletedEntities());
      assertEquals(7, snapshot.archivedEntities());
      assertEquals(8, snapshot.purgedEntities());
      assertEquals(9, snapshot.tags());
      assertEquals(10, snapshot.clock());
      assertEquals(PID, snapshot.pid());
      writer.counters().set(Layouts.LONG, 8, 99);
      assertEquals(99, reader.counters().get(Layouts.LONG, 8));
    }
  }

  @Test
  void shouldNeverReadATornHeaderWhileAnotherThreadPublishes() throws InterruptedException {
    try (var writer = LiveHeader.initialise(files, directory, STORE, PID);
        var reader = LiveHeader.open(files, directory, STORE)) {
      var stop = new AtomicBoolean();
      var publisher =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (long i = 1; !stop.get(); i++) {
                      writer.publish(
                          i, 2 * i, 3 * i, 4 * i, 5 * i, 6 * i, 7 * i, 8 * i, 9 * i, 10 * i);
                      // A writer that never rests leaves a slow reader no moment to read in.
                      for (long rest = i % 16; rest > 0; rest--) {
                        Thread.onSpinWait();
                      }
                    }
                  });
      try {
        long last = 0;
        for (int i = 0; i < 500_000; i++) {
          reader.read(snapshot);
          long n = snapshot.visibleLsn();
          assertTrue(n >= last, "went back");
          last = n;
          boolean whole =
              snapshot.durableLsn() == 2 * n
                  && snapshot.segmentNumber() == 3 * n
                  && snapshot.logTail() == 4 * n
                  && snapshot.activeEntities() == 5 * n
                  && snapshot.deletedEntities() == 6 * n
                  && snapshot.archivedEntities() == 7 * n
                  && snapshot.purgedEntities() == 8 * n
                  && snapshot.tags() == 9 * n
                  && snapshot.clock() == 10 * n;
          assertTrue(whole, "torn at " + n);
        }
        assertTrue(last > 0, "nothing was published meanwhile");
      } finally {
        stop.set(true);
        publisher.join();
      }
    }
  }

  @Test
  void shouldForgetEverythingButGoOnForReadersWhenInitialisedAgain() throws IOException {
    try (var writer = LiveHeader.initialise(files, directory, STORE, PID);
        var reader = LiveHeader.open(files, directory, STORE)) {
      writer.publish(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
      writer.counters().fill((byte) 1);
      try (var next = LiveHeader.initialise(files, directory, STORE, PID + 1)) {
        reader.read(snapshot);
        assertEquals(0, snapshot.visibleLsn());
        assertEquals(PID + 1, snapshot.pid());
        assertEquals(0, reader.counters().get(Layouts.LONG, 0));
        next.publish(9, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        reader.read(snapshot);
        assertEquals(9, snapshot.visibleLsn());
      }
    }
  }

  @Test
  void shouldNotTrustAnythingLeftByACrash() throws IOException {
    var path = directory.resolve(LiveHeader.FILE_NAME);
    for (int size : new int[] {0, 100, LiveHeaderLayout.SIZE, 10_000}) {
      var bytes = new byte[size];
      Arrays.fill(bytes, (byte) 0x5B);
      Files.write(path, bytes);
      try (var writer = LiveHeader.initialise(files, directory, STORE, PID);
          var reader = LiveHeader.open(files, directory, STORE)) {
        reader.read(snapshot);
        assertEquals(0, snapshot.clock());
        assertFalse(reader.applied().readNewest(new AppliedState()));
        writer.publish(1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        reader.read(snapshot);
        assertEquals(1, snapshot.clock());
      }
      var content = MemorySegment.ofArray(Files.readAllBytes(path));
      assertEquals(LiveHeaderLayout.SIZE, content.byteSize());
      for (long i = LiveHeaderLayout.GAP_OFFSET; i < LiveHeaderLayout.VERSION_OFFSET; i++) {
        assertEquals(0, content.get(Layouts.BYTE, i));
      }
      for (long i = LiveHeaderLayout.RESERVED_OFFSET; i < LiveHeaderLayout.APPLIED_A_OFFSET; i++) {
        assertEquals(0, content.get(Layouts.BYTE, i));
      }
    }
  }

  @Test
  void shouldThrowWhenAPublicationNeverEndsAndRecoverWithTheNext() {
    try (var arena = Arena.ofConfined()) {
      var memory = arena.allocate(LiveHeaderLayout.SIZE, 64);
      var header = new LiveHeader(memory);
      LiveHeaderLayout.version(memory, 5);
      var failure = assertThrows(StorageException.class, () -> header.read(snapshot));
      assertTrue(failure.getMessage().contains("version=5"), failure.getMessage());
      header.publish(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
      header.read(snapshot);
      assertEquals(10, snapshot.clock());
      assertEquals(6, LiveHeaderLayout.version(memory));
    }
  }

  @Test
  void shouldRefuseAnotherStoreAndAShortFile() throws IOException {
    LiveHeader.initialise(files, directory, STORE, PID).close();
    assertThrows(
        CorruptionException.class, () -> LiveHeader.open(files, directory, new StoreId(0, 0)));
    Files.write(directory.resolve(LiveHeader.FILE_NAME), new byte[100]);
    assertThrows(CorruptionException.class, () -> LiveHeader.open(files, directory, STORE));
  }

  @Test
  void shouldThrowTypedExceptionsWhenTheFileIsCutOrTheHeaderClosed() throws IOException {
    var header = LiveHeader.initialise(files, directory, STORE, PID);
    try (var channel =
        FileChannel.open(directory.resolve(LiveHeader.FILE_NAME), StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
    assertThrows(StorageException.class, () -> header.read(snapshot));
    assertFaults(() -> header.publish(1, 1, 1, 1, 1, 1, 1, 1, 1, 1));
    header.close();
    header.close();
    assertThrows(StoreClosedException.class, () -> header.read(snapshot));
    assertThrows(StoreClosedException.class, () -> header.publish(1, 1, 1, 1, 1, 1, 1, 1, 1, 1));
    assertFalse(Files.exists(directory.resolve("live.tmp")));
  }

  /**
   * The fault of a store may be delivered late: where the compiler has inlined the method, after
   * its handler has been left. Then it is still an error that can be caught, as the JVM gave it.
   */
  private static void assertFaults(Executable access) {
    var fault = assertThrows(Throwable.class, access);
    assertTrue(
        fault instanceof StorageException
            || fault instanceof InternalError
                && fault.getMessage().contains("unsafe memory access"),
        fault.toString());
  }
}
