package dev.stela.internal.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.StelaException;
import dev.stela.StorageException;
import dev.stela.StorageFullException;
import dev.stela.internal.storage.FaultyFiles.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreallocatorTest {
  private static final int LENGTH = 3 << 20 | 4096;

  @TempDir Path directory;
  private final FaultyFiles files = new FaultyFiles();

  @Test
  void shouldAllocateEveryBlock() throws Exception {
    var target = directory.resolve("full");
    try (var file =
        Preallocator.create(
            files, target, LENGTH, f -> f.write(ByteBuffer.wrap(new byte[] {7}), 0))) {
      assertEquals(target, file.path());
      assertEquals(LENGTH, file.size());
    }
    assertTrue(allocatedBytes(target) >= LENGTH, "sparse: " + allocatedBytes(target));
    var content = Files.readAllBytes(target);
    assertEquals(7, content[0]);
    for (int i = 1; i < content.length; i++) {
      assertEquals(0, content[i]);
    }
    assertEquals(1, files.count(Operation.SYNC_DIRECTORY));
  }

  @Test
  void shouldReplaceALeftoverButNotAFinishedFile() throws IOException {
    var target = directory.resolve("file");
    Files.write(directory.resolve("file.tmp"), new byte[LENGTH + 1]);
    Preallocator.create(files, target, LENGTH, f -> {}).close();
    assertEquals(LENGTH, Files.size(target));
    assertThrows(StorageException.class, () -> Preallocator.create(files, target, 1, f -> {}));
    assertEquals(LENGTH, Files.size(target));
  }

  @Test
  void shouldLeaveNothingWhenTheDiskIsFull() throws IOException {
    files.fail(Operation.WRITE, 3, fault -> fault.asFullDisk().torn());
    var target = directory.resolve("file");
    assertThrows(
        StorageFullException.class, () -> Preallocator.create(files, target, LENGTH, f -> {}));
    try (var names = Files.list(directory)) {
      assertEquals(0, names.count());
    }
    Preallocator.create(files, target, LENGTH, f -> {}).close();
  }

  @ParameterizedTest
  @EnumSource(names = {"OPEN", "WRITE", "SYNC", "RENAME"})
  void shouldLeaveNothingWhenAnOperationFails(Operation operation) throws IOException {
    files.fail(operation, 1);
    var target = directory.resolve("file");
    assertThrows(StelaException.class, () -> Preallocator.create(files, target, LENGTH, f -> {}));
    assertFalse(Files.exists(target));
    try (var names = Files.list(directory)) {
      assertEquals(0, names.count());
    }
  }

  private static long allocatedBytes(Path path) throws Exception {
    var process = new ProcessBuilder("stat", "-c", "%b %B", path.toString()).start();
    var words =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
            .strip()
            .split(" ");
    assertEquals(0, process.waitFor());
    return Long.parseLong(words[0]) * Long.parseLong(words[1]);
  }
}
