package dev.stela.internal.index.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.InvalidArgumentException;
import dev.stela.StorageException;
import dev.stela.StorageFullException;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.FaultyFiles;
import dev.stela.internal.storage.FaultyFiles.Operation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSegmentWriterTest {
  private static final StoreId STORE = new StoreId(8, 9);

  @TempDir Path folder;

  private final FaultyFiles files = new FaultyFiles();

  private static TextDelta delta(int first, int documents) {
    TextDelta delta = new TextDelta(first, 1 + first, _ -> true);
    DocumentTokens tokens = new DocumentTokens();
    for (int i = 0; i < documents; i++) {
      tokens.clear();
      tokens.begin(1);
      for (int j = 0; j < 20; j++) {
        byte[] term = Integer.toString(i * 31 * j % 7_919).getBytes(StandardCharsets.UTF_8);
        tokens.token(term, term.length, j, 0, 1);
      }
      delta.add(tokens, first + i, 1 + first + i);
    }
    delta.freeze();
    return delta;
  }

  private void write(List<TextDelta> parts, LongConsumer progress) {
    TextSegmentWriter.write(files, folder.resolve("1.text"), STORE, 1, parts, _ -> false, progress);
  }

  private List<String> names() {
    return files.list(folder).stream().map(path -> path.getFileName().toString()).toList();
  }

  @Test
  void shouldLeaveNoFileWhenTheDiskFillsUpAtAnyWrite() {
    List<TextDelta> parts = List.of(delta(0, 20_000));
    write(parts, _ -> {});
    long writes = files.count(Operation.WRITE);
    assertTrue(writes > 3, "writes=" + writes);
    files.delete(folder.resolve("1.text"));
    for (int nth = 1; nth <= writes; nth++) {
      files.fail(Operation.WRITE, nth, fault -> fault.torn().asFullDisk());
      assertThrows(StorageFullException.class, () -> write(parts, _ -> {}));
      assertEquals(List.of(), names());
      files.heal();
    }
  }

  @Test
  void shouldLeaveNoFileWhenItCannotBeSyncedOrNamed() {
    List<TextDelta> parts = List.of(delta(0, 100));
    for (Operation operation : List.of(Operation.OPEN, Operation.SYNC, Operation.RENAME)) {
      files.fail(operation, 1);
      assertThrows(StorageException.class, () -> write(parts, _ -> {}));
      assertEquals(List.of(), names());
    }
  }

  @Test
  void shouldBeDurableUnderItsNameWhenItReturns() {
    List<String> steps = new ArrayList<>();
    long synced = files.count(Operation.SYNC);
    long folders = files.count(Operation.SYNC_DIRECTORY);
    write(List.of(delta(0, 100)), bytes -> steps.addAll(names()));
    assertEquals(List.of("1.text"), names());
    assertTrue(steps.stream().allMatch("1.text.tmp"::equals), steps.toString());
    assertEquals(synced + 1, files.count(Operation.SYNC));
    assertEquals(folders + 1, files.count(Operation.SYNC_DIRECTORY));
  }

  @Test
  void shouldLeaveNoFileWhenItIsStopped() {
    List<TextDelta> parts = List.of(delta(0, 20_000));
    List<Long> told = new ArrayList<>();
    write(parts, told::add);
    assertEquals(told.stream().sorted().toList(), told);
    assertEquals(folder.resolve("1.text").toFile().length(), told.getLast());
    files.delete(folder.resolve("1.text"));
    for (int nth = 1; nth <= told.size(); nth++) {
      int[] left = {nth};
      LongConsumer stop =
          _ -> {
            if (--left[0] == 0) {
              throw new CancellationException("stopped");
            }
          };
      assertThrows(CancellationException.class, () -> write(parts, stop));
      assertEquals(List.of(), names());
    }
  }

  @Test
  void shouldReplaceWhatACrashLeftWhenItWasNotComplete() throws Exception {
    Files.writeString(folder.resolve("1.text.tmp"), "half of it");
    write(List.of(delta(0, 10)), _ -> {});
    assertEquals(List.of("1.text"), names());
    TextSegment segment = TextSegment.open(files, folder.resolve("1.text"), STORE, 1);
    try {
      assertEquals(10, segment.documents());
    } finally {
      segment.close();
    }
  }

  @Test
  void shouldRefuseWhenTheFileIsThere() throws Exception {
    Files.writeString(folder.resolve("1.text"), "somebody's");
    List<TextDelta> parts = List.of(delta(0, 10));
    assertThrows(StorageException.class, () -> write(parts, _ -> {}));
    assertEquals("somebody's", Files.readString(folder.resolve("1.text")));
  }

  @Test
  void shouldRefuseWhenPartsAreNotAdjacent() {
    List<TextDelta> parts = List.of(delta(0, 10), delta(11, 10));
    assertThrows(InvalidArgumentException.class, () -> write(parts, _ -> {}));
    assertEquals(List.of(), names());
  }

  @Test
  void shouldRefuseWhenAnOuterEndingWasNotApplied() {
    TextDelta older = delta(0, 10);
    TextDelta newer = new TextDelta(10, 11, _ -> true);
    newer.endOuter(4, 12, true);
    newer.freeze();
    List<TextDelta> parts = List.of(older, newer);
    assertThrows(IllegalStateException.class, () -> write(parts, _ -> {}));
    older.end(4, 12, true);
    write(parts, _ -> {});
    assertEquals(List.of("1.text"), names());
  }
}
