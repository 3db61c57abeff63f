package dev.stela.internal.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.StorageException;
import dev.stela.StoreInUseException;
import dev.stela.internal.storage.FaultyFiles.Operation;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StoreLockTest {
  private static final long OWN_PID = ProcessHandle.current().pid();

  @TempDir Path directory;
  private final FaultyFiles files = new FaultyFiles();

  @Test
  void shouldNameThisProcessAndKeepTheLockWhenOpenedTwiceInOneProcess() throws Exception {
    var lock = StoreLock.exclusive(files, directory);
    try {
      var alias = Files.createSymbolicLink(directory.resolve("alias"), directory);
      for (var path : new Path[] {directory, alias}) {
        var failure =
            assertThrows(StoreInUseException.class, () -> StoreLock.exclusive(files, path));
        assertEquals(OWN_PID, failure.pid());
        assertTrue(failure.getMessage().contains("this process"), failure.getMessage());
        assertThrows(StoreInUseException.class, () -> StoreLock.shared(files, path));
      }
      // A descriptor opened and closed by the losers would have dropped the lock.
      assertRefusedByThisProcess("exclusive");
      assertRefusedByThisProcess("shared");
    } finally {
      lock.close();
    }
    assertTrue(child("exclusive").startsWith("locked"));
  }

  @Test
  void shouldKeepTheLockWhenTheOwnerIsInterrupted() throws Exception {
    Thread.currentThread().interrupt();
    var lock = StoreLock.exclusive(files, directory);
    try {
      assertTrue(Thread.interrupted());
      assertRefusedByThisProcess("exclusive");
    } finally {
      lock.close();
    }
  }

  @Test
  void shouldNameProcessAndStartWhenAnotherProcessWrites() throws Exception {
    var process = ChildJvm.start(LockChild.class, directory.toString(), "exclusive");
    try (var output = process.inputReader()) {
      assertTrue(lineOf(output).startsWith("locked"));
      for (int i = 0; i < 2; i++) {
        var failure =
            assertThrows(StoreInUseException.class, () -> StoreLock.exclusive(files, directory));
        assertEquals(process.pid(), failure.pid());
        var started = "started=" + process.info().startInstant().orElseThrow();
        assertTrue(failure.getMessage().contains(started), failure.getMessage());
        assertThrows(StoreInUseException.class, () -> StoreLock.shared(files, directory));
      }
      // The lock of a process that is killed goes with it.
      process.destroyForcibly().waitFor();
      StoreLock.exclusive(files, directory).close();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void shouldShareAmongReadersAndRefuseAWriterUntilTheLastHasClosed() throws Exception {
    StoreLock.exclusive(files, directory).close();
    var first = StoreLock.shared(files, directory);
    var second = StoreLock.shared(files, directory);
    assertTrue(child("shared").startsWith("locked"));
    first.close();
    first.close();
    var refused = child("exclusive");
    assertTrue(refused.startsWith("0 ") && refused.contains("for reading"), refused);
    var failure =
        assertThrows(StoreInUseException.class, () -> StoreLock.exclusive(files, directory));
    assertTrue(failure.getMessage().contains("for reading"), failure.getMessage());
    second.close();
    assertTrue(child("exclusive").startsWith("locked"));
  }

  @Test
  void shouldLeaveTheStoreFreeWhenLockingFails() {
    for (var operation : new Operation[] {Operation.OPEN, Operation.WRITE}) {
      files.fail(operation, 1);
      assertThrows(StorageException.class, () -> StoreLock.exclusive(files, directory));
    }
    StoreLock.exclusive(files, directory).close();
  }

  private void assertRefusedByThisProcess(String kind) throws Exception {
    var line = child(kind);
    assertTrue(line.startsWith(OWN_PID + " "), line);
  }

  private String child(String kind) throws Exception {
    var process = ChildJvm.start(LockChild.class, directory.toString(), kind);
    try (var output = process.inputReader()) {
      var line = lineOf(output);
      process.outputWriter().close();
      assertEquals(0, process.waitFor());
      return line;
    } finally {
      process.destroyForcibly();
    }
  }

  private static String lineOf(BufferedReader output) throws IOException {
    return String.valueOf(output.readLine());
  }
}
