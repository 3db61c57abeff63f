package dev.stela.tools.dump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.PostingBlockLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.format.TextSegmentLayout;
import dev.stela.internal.index.text.DocumentTokens;
import dev.stela.internal.index.text.TextDelta;
import dev.stela.internal.index.text.TextSegmentWriter;
import dev.stela.internal.storage.SystemFiles;
import dev.stela.tools.Cli;
import dev.stela.tools.ExitCode;
import dev.stela.tools.SampleStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpCommandTest {
  @TempDir private Path folder;
  private SampleStore sample;

  @BeforeEach
  void createStore() throws IOException {
    sample = SampleStore.create(folder.resolve("store"));
  }

  @Test
  void shouldNameFieldsAndValuesOfASuperblock() {
    String dump = dump(file("superblock"));

    assertContains(dump, "kind = 1 SUPERBLOCK", "storeId = ", "generation = ", "state = 1 CLEAN");
    assertContains(dump, "segmentBytes = 1048576", "reserved: ", " ok");
  }

  @Test
  void shouldNameFieldsAndValuesOfALiveHeader() {
    String dump = dump(file("live"));

    assertContains(dump, "kind = 2 LIVE", "version = ", "visibleLsn = ", "activeEntities = 2");
    assertContains(dump, "pid = " + ProcessHandle.current().pid());
  }

  @Test
  void shouldNameFieldsAndValuesOfALogSegment() {
    String dump = dump(sample.logSegment());

    assertContains(dump, "kind = 3 LOG", "salt = 0x", "fileBytes = 1048576", "frame COMMIT");
    assertContains(dump, "lsn = 1", "timestamp = ", "durableLsn = ", "records = ");
    assertContains(dump, "definition of a tag", "text = kind:book", "text = title");
    assertContains(dump, "entity record FULL|CREATED|NAMED", "id = " + SampleStore.BOOK.toUuid());
    assertContains(dump, "CONTENT_PUT", "INLINE", "bytes = " + SampleStore.OLD_CONTENT);
    assertContains(dump, "createdLsn = ", "nameBytes = ", "name = book: \\u00dcbung \\u2014 1");
  }

  @Test
  void shouldShowChunksOfLongContentInPartUnlessAllIsAskedFor() {
    Cli.Result bounded = Cli.run("dump", sample.logSegment());
    Cli.Result whole = Cli.run("dump", "--all", sample.logSegment());

    assertContains(whole.out(), "frame CHUNK", "chunk of content", "dataBytes = ", "CHUNKED");
    assertFalse(whole.out().contains("bytes more"), "something was left out of --all");
    assertContains(bounded.out(), "bytes more, --all shows them");
    assertTrue(bounded.out().length() < whole.out().length() / 2, "it should have been bounded");
  }

  @Test
  void shouldNameFieldsAndValuesOfADirectory() {
    String dump = dump(file("directory-"), "--all");

    assertContains(dump, "kind = 6 DIRECTORY", "SEALED", "entries = 3", "bucket", "shard = ");
    assertContains(dump, "id = " + SampleStore.BOOK.toUuid(), "USED|NAMED", "segment 1 offset 0x");
    assertContains(dump, "USED|DELETED|NAMED", "slots are empty");
  }

  @Test
  void shouldNameFieldsAndValuesOfADictionary() {
    String dump = dump(file("dictionary-"));

    assertContains(dump, "kind = 7 DICTIONARY", "definition of a tag", "text = status:read");
    assertContains(dump, "definition of a text field", "text = title", "number = 1");
  }

  @Test
  void shouldNameFieldsAndValuesOfAManifest() {
    String dump = dump(file("manifest-"));

    assertContains(dump, "kind = 5 MANIFEST", "nextLog = 1", "ordinals = 3", "deletedEntities = 1");
    assertContains(dump, "entityExtents = 1", "postingsTail = ", "bucket map", "file footer");
    assertContains(dump, "entities 0 = 0x", "posting heads 0 = 0x", "postings 0 = 0x");
  }

  @Test
  void shouldNameFieldsAndValuesOfAnEntityTable() {
    String dump = dump(file("entities-"));

    assertContains(dump, "kind = 8 ENTITIES", "row 0", "row 2", "createdLsn = ", "updatedLsn = ");
    assertContains(dump, "id = " + SampleStore.BOOK.toUuid(), "id = " + SampleStore.BLOB.toUuid());
    assertContains(dump, "nothing: ", " bytes of zero");
    assertFalse(dump.contains("row 3"), dump);
  }

  @Test
  void shouldNameFieldsAndValuesOfPostingHeads() {
    String dump = dump(file("posting-heads-"));

    assertContains(dump, "kind = 9 POSTING_HEADS", "head of the deletions", "head of tag 1");
    assertContains(dump, "events = 1, last block at 0x40", "events = 2, last block at 0x");
  }

  @Test
  void shouldNameFieldsAndValuesOfPostings() {
    String dump = dump(file("postings-"));

    assertContains(dump, "kind = 10 POSTINGS", "block of tag 0", "block of tag 1", "baseLsn = 1");
    assertContains(dump, "previous at 0x0", "previous at 0x", "firstIndex = 1", "capacity = 5");
    assertContains(dump, "added ordinal 0 lsn 1", "removed ordinal 0 lsn ", "free: ");
  }

  private Path textSegment() {
    TextDelta delta = new TextDelta(70, 200, _ -> true);
    DocumentTokens tokens = new DocumentTokens();
    for (int i = 0; i < 2_000; i++) {
      tokens.clear();
      tokens.begin(3);
      byte[] term = ("word " + i).getBytes(StandardCharsets.US_ASCII);
      tokens.token(term, term.length, 0, 0, term.length);
      delta.add(tokens, i, 200 + i);
    }
    delta.freeze();
    Path path = folder.resolve("9.text");
    TextSegmentWriter.write(
        new SystemFiles(), path, new StoreId(1, 2), 9, List.of(delta), _ -> false, _ -> {});
    return path;
  }

  @Test
  void shouldNameFieldsAndValuesOfASegmentOfTheTextIndex() {
    Path segment = textSegment();
    String dump = dump(segment);

    assertContains(dump, "kind = 13 TEXT", "bytes of lists, terms and columns");
    assertContains(dump, "checksums of pages, 0 of them DAMAGED", "text field", "terms = 2000");
    assertContains(dump, "prefix = word ", "summary", "firstDocument = 70", "endDocument = 2070");
    assertContains(dump, "lastLsn = 2199", "file footer");
    assertEquals(ExitCode.OK, Cli.run("dump", "--all", segment).exitCode());
  }

  @Test
  void shouldNameThePageWhenASegmentOfTheTextIndexIsDamaged() {
    Path segment = textSegment();
    SampleStore.flip(segment, TextSegmentLayout.PAGE_BYTES + 7);

    Cli.Result result = Cli.run("dump", segment);

    assertEquals(ExitCode.DAMAGED, result.exitCode());
    assertContains(result.out(), "00004000 page DAMAGED", "1 of them DAMAGED", "summary");
  }

  @Test
  void shouldShowWhatThereIsWhenASegmentOfTheTextIndexIsCutOrFullOfNoise() throws IOException {
    byte[] bytes = Files.readAllBytes(textSegment());
    Path damaged = folder.resolve("damaged");
    for (int length = 64; length < bytes.length; length += 997) {
      Files.write(damaged, Arrays.copyOf(bytes, length));
      assertEquals(ExitCode.DAMAGED, Cli.run("dump", damaged).exitCode(), "length=" + length);
    }
    noise(bytes);
    Files.write(damaged, bytes);
    assertEquals(ExitCode.DAMAGED, Cli.run("dump", damaged).exitCode());
  }

  @Test
  void shouldGoOnBehindItWhenABlockOfThePostingsIsImpossible() {
    Path postings = file("postings-");
    SampleStore.flip(postings, FileHeaderLayout.SIZE + PostingBlockLayout.CAPACITY_OFFSET + 2);

    Cli.Result result = Cli.run("dump", postings);

    assertEquals(ExitCode.DAMAGED, result.exitCode());
    assertContains(result.out(), "WHAT IS HERE IS NOT WHAT BELONGS HERE", "block of tag 2");
  }

  @Test
  void shouldShowCharactersWhenAFileHasNoStructure() throws IOException {
    Path file = folder.resolve("note");
    Files.writeString(file, "#just text, no store, but long enough for a header of 64 bytes ...");

    Cli.Result result = Cli.run("dump", file);

    assertEquals(ExitCode.OK, result.exitCode());
    assertContains(result.out(), "not the header of a Stela file", "|#just text, no s|");
    assertContains(result.out(), "00000000 23 6a 75 73 74 20");
  }

  @Test
  void shouldDumpEveryFileOfAStoreAndWriteNothing() {
    var before = sample.fingerprint();

    for (Path file : sample.files()) {
      Cli.Result result = Cli.run("dump", "--all", file);
      assertEquals(ExitCode.OK, result.exitCode(), file + ": " + result.err());
      assertEquals("", result.err());
    }

    assertEquals(before, sample.fingerprint());
  }

  @Test
  void shouldAccountForEveryByteOfAFrameWhenDumpingAll() throws IOException {
    // Each line begins with an offset; so the lines of the frames must follow one another.
    String dump = Cli.run("dump", "--all", sample.logSegment()).out();
    long expected = LogSegmentLayout.FRAMES_OFFSET;
    int lines = 0;
    for (String line : dump.lines().toList()) {
      if (!line.matches("[0-9a-f]{8} [0-9a-f]{2}( .*|)")) {
        continue;
      }
      long offset = Long.parseLong(line.substring(0, 8), 16);
      if (offset >= LogSegmentLayout.FRAMES_OFFSET) {
        assertEquals(expected, offset, line);
        String bytes = line.substring(9).replaceFirst("#.*", "").strip();
        expected += bytes.split("\\s+").length;
        lines++;
      }
    }
    assertTrue(lines > 1000, "lines=" + lines);
  }

  @Test
  void shouldStartAndStopWhereAskedWhenARangeIsGiven() {
    Path log = sample.logSegment();
    String header = dump(log, "--length", "64");
    String frames = dump(log, "--from", "0x1000", "--length", "1");

    assertContains(header, "kind = 3 LOG");
    assertFalse(header.contains("frame COMMIT"), header);
    assertContains(frames, "frame COMMIT", "lsn = 1");
    assertFalse(frames.contains("kind = 3 LOG"), frames);
    assertEquals(1, frames.lines().filter(line -> line.contains("frame COMMIT")).count());
  }

  @Test
  void shouldRefuseToBeginBehindTheEnd() throws IOException {
    Path superblock = file("superblock");

    Cli.Result result = Cli.run("dump", superblock, "--from", Files.size(superblock));

    assertEquals(ExitCode.REFUSED, result.exitCode());
    assertContains(result.err(), "the file ends before");
  }

  @Test
  void shouldEndWithTwoWhenAChecksumShownDoesNotMatch() {
    Path superblock = file("superblock");
    SampleStore.flip(superblock, FileHeaderLayout.CREATION_LSN_OFFSET);

    Cli.Result result = Cli.run("dump", superblock);

    assertEquals(ExitCode.DAMAGED, result.exitCode());
    assertContains(result.out(), "DAMAGED, computed 0x");
  }

  @Test
  void shouldNotFollowRecordsWhenAFrameIsDamaged() {
    SampleStore.flip(sample.logSegment(), LogSegmentLayout.FRAMES_OFFSET + 60);

    String dump = dump(sample.logSegment());

    assertContains(dump, "DOES NOT MATCH", "records are not decoded");
  }

  @Test
  void shouldShowWhatThereIsWhenAFileIsCutOrFullOfNoise() throws IOException {
    for (Path file : sample.files()) {
      byte[] bytes = Files.readAllBytes(file);
      for (int length : new int[] {0, 1, 63, 64, 100, 4095, 4096, 5000, 16384, 20000}) {
        if (length <= bytes.length) {
          Path cut = folder.resolve("cut");
          Files.write(cut, Arrays.copyOf(bytes, length));
          Cli.Result result = Cli.run("dump", "--all", cut);
          assertTrue(result.exitCode() <= ExitCode.DAMAGED, file + " " + length + result.err());
        }
      }
      if (bytes.length > FileHeaderLayout.SIZE) {
        noise(bytes);
        Path noisy = folder.resolve("noisy");
        Files.write(noisy, bytes);
        Cli.Result result = Cli.run("dump", noisy);
        assertTrue(result.exitCode() <= ExitCode.DAMAGED, file + " " + result.err());
      }
    }
  }

  @Test
  void shouldRefuseWhenThereIsNothingToDump() {
    assertEquals(ExitCode.REFUSED, Cli.run("dump", folder).exitCode());
    assertEquals(ExitCode.REFUSED, Cli.run("dump", folder.resolve("none")).exitCode());
    assertEquals(
        ExitCode.REFUSED, Cli.run("dump", file("live"), "--all", "--length", "1").exitCode());
    assertEquals(ExitCode.REFUSED, Cli.run("dump", file("live"), "--from", "-1").exitCode());
  }

  private static void noise(byte[] bytes) {
    Random random = new Random(7);
    for (int i = FileHeaderLayout.SIZE; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt();
    }
  }

  private Path file(String prefix) {
    return sample.files().stream()
        .filter(file -> file.getFileName().toString().startsWith(prefix))
        .findFirst()
        .orElseThrow(() -> new AssertionError(prefix + " is not in " + sample.files()));
  }

  private static String dump(Object file, Object... options) {
    Object[] arguments = new Object[options.length + 2];
    arguments[0] = "dump";
    System.arraycopy(options, 0, arguments, 1, options.length);
    arguments[options.length + 1] = file;
    return Cli.run(arguments).out();
  }

  private static void assertContains(String text, String... parts) {
    for (String part : parts) {
      assertTrue(text.contains(part), () -> "'" + part + "' is not in:\n" + text);
    }
  }
}
