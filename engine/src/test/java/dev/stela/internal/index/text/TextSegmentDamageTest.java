package dev.stela.internal.index.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.CorruptionException;
import dev.stela.FormatVersionException;
import dev.stela.internal.format.Checksums;
import dev.stela.internal.format.FileFooter;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.FileKind;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.format.TextSegmentLayout;
import dev.stela.internal.storage.SystemFiles;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged file gives the right answers or a {@link CorruptionException}, and nothing else. */
class TextSegmentDamageTest {
  private static final StoreId STORE = new StoreId(5, 6);
  private static final int FIRST = 10;
  private static final long NUMBER = 12;

  @TempDir Path folder;

  private final SystemFiles files = new SystemFiles();
  private Path path;
  private byte[] sound;
  private String content;

  @BeforeEach
  void write() throws IOException {
    path = folder.resolve("12.text");
    TextDelta delta = new TextDelta(FIRST, 100, field -> field != 2);
    DocumentTokens tokens = new DocumentTokens();
    Random random = new Random(7);
    for (int i = 0; i < 150; i++) {
      tokens.clear();
      for (int field = 1; field <= 2; field++) {
        tokens.begin(field);
        for (int j = 0; j < 1 + random.nextInt(3); j++) {
          byte[] term =
              ("term" + random.nextInt(1 << random.nextInt(7))).getBytes(StandardCharsets.UTF_8);
          tokens.token(term, term.length, 3 * j, 0, 1);
        }
        tokens.token("all".getBytes(StandardCharsets.UTF_8), 3, 20, 0, 1);
      }
      delta.add(tokens, random.nextInt(1_000), 100 + i);
    }
    delta.endOuter(3, 300, true);
    delta.end(FIRST + 4, 301, false);
    delta.freeze();
    TextSegmentWriter.write(files, path, STORE, NUMBER, List.of(delta), _ -> false, _ -> {});
    sound = Files.readAllBytes(path);
    content = readAll();
  }

  private TextSegment open() {
    return TextSegment.open(files, path, STORE, NUMBER);
  }

  /** Returns everything that a segment says. */
  private String readAll() {
    TextSegment segment = open();
    try {
      StringBuilder all = new StringBuilder();
      for (int i = segment.firstDocument(); i < segment.endDocument(); i++) {
        all.append(segment.ordinal(i)).append(' ').append(segment.from(i)).append(' ');
        all.append(segment.to(i)).append(segment.isRetired(i));
        all.append(segment.documentOf(segment.ordinal(i), Long.MAX_VALUE)).append('\n');
      }
      OuterEndings outer = segment.outerEndings();
      for (int i = 0; i < outer.size(); i++) {
        all.append(outer.document(i)).append('=').append(outer.ending(i)).append('\n');
      }
      for (int field : segment.fields()) {
        all.append(segment.statistics(field, Long.MAX_VALUE)).append('\n');
        readField(segment, segment.field(field), all);
      }
      return all.append(segment.firstLsn()).append(' ').append(segment.lastLsn()).toString();
    } finally {
      segment.close();
    }
  }

  private static void readField(TextSegment segment, FieldPart field, StringBuilder all) {
    all.append(field.field()).append(field.statistics()).append(field.hasPositions());
    for (int i = segment.firstDocument(); i < segment.endDocument(); i++) {
      all.append(field.length(i)).append(' ');
    }
    TermScan scan = field.scan();
    while (scan.next()) {
      all.append('\n').append(new String(scan.term(), 0, scan.length(), StandardCharsets.UTF_8));
      TermPostings postings = field.find(scan.term().clone(), scan.length());
      assertEquals(scan.postings().documents(), postings.documents());
      PostingCursor cursor = postings.cursor(field.hasPositions());
      for (int document = cursor.next(); document != PostingCursor.END; document = cursor.next()) {
        all.append(' ').append(document).append('*').append(cursor.frequency());
        int[] positions = field.hasPositions() ? cursor.positions(new int[0]) : new int[0];
        for (int i = 0; field.hasPositions() && i < cursor.frequency(); i++) {
          all.append('@').append(positions[i]);
        }
        all.append('<').append(cursor.blockEnd(document));
        for (int i = 0; i < cursor.impacts().size(); i++) {
          all.append(',')
              .append(cursor.impacts().frequency(i))
              .append('/')
              .append(cursor.impacts().norm(i));
        }
      }
    }
  }

  @Test
  void shouldSayNothingWrongWhenAnyByteIsDamaged() throws IOException {
    Random random = new Random(3);
    int survived = 0;
    for (int at = 0; at < sound.length; at++) {
      byte[] damaged = sound.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      Files.write(path, damaged);
      String where = "offset=" + at;
      try {
        assertEquals(content, readAll(), where);
        survived++;
      } catch (CorruptionException e) {
        assertFalse(e.getMessage().isEmpty());
      }
      try {
        TextSegment segment = open();
        try {
          assertThrows(CorruptionException.class, segment::verify, where);
        } finally {
          segment.close();
        }
      } catch (CorruptionException e) {
        assertTrue(e.getMessage().contains(path.toString()), where);
      }
    }
    // What nobody reads but a verification: the checksum of the whole, and padding.
    assertTrue(survived >= Integer.BYTES && survived < 32, "survived=" + survived);
  }

  @Test
  void shouldRefuseToOpenWhenTheFileWasCutOrHasGrown() throws IOException {
    for (int length = 0; length < sound.length; length += length < 200 ? 1 : 41) {
      Files.write(path, Arrays.copyOf(sound, length));
      assertThrows(CorruptionException.class, this::open, "length=" + length);
    }
    Files.write(path, Arrays.copyOf(sound, sound.length + 8));
    assertThrows(CorruptionException.class, this::open);
    Files.delete(path);
    assertThrows(CorruptionException.class, this::open);
  }

  @Test
  void shouldRefuseToOpenWhenTheFileIsAnother() throws IOException {
    assertThrows(CorruptionException.class, () -> TextSegment.open(files, path, STORE, NUMBER + 1));
    StoreId other = new StoreId(5, 7);
    assertThrows(CorruptionException.class, () -> TextSegment.open(files, path, other, NUMBER));
    TextSegment.open(files, path, null, NUMBER).close();
    MemorySegment header = MemorySegment.ofArray(new long[FileHeaderLayout.SIZE / Long.BYTES]);
    MemorySegment file = MemorySegment.ofArray(sound);
    MemorySegment.copy(file, 0, header, 0, FileHeaderLayout.SIZE);
    FileHeaderLayout.version(header, FileKind.TEXT.version() + 1);
    FileHeaderLayout.crc(header, Checksums.crc32c(header, 0, FileHeaderLayout.CRC_OFFSET));
    MemorySegment.copy(header, 0, file, 0, FileHeaderLayout.SIZE);
    Files.write(path, sound);
    assertThrows(FormatVersionException.class, this::open);
  }

  /** A page that nobody reads may be damaged, and what others say is right all the same. */
  @Test
  void shouldReadOnlyWhatIsAskedForWhenAnotherPageIsDamaged() throws IOException {
    Path large = folder.resolve("1.text");
    TextDelta delta = new TextDelta(0, 1, _ -> true);
    DocumentTokens tokens = new DocumentTokens();
    for (int i = 0; i < 3_000; i++) {
      tokens.clear();
      tokens.begin(1);
      for (int j = 0; j < 10; j++) {
        byte[] term = ("term" + (i * 10 + j)).getBytes(StandardCharsets.UTF_8);
        tokens.token(term, term.length, j, 0, 1);
      }
      delta.add(tokens, i, 1 + i);
    }
    delta.freeze();
    TextSegmentWriter.write(files, large, STORE, 1, List.of(delta), _ -> false, _ -> {});
    byte[] bytes = Files.readAllBytes(large);
    int pages =
        (bytes.length - TextSegmentLayout.SIZE - FileFooter.SIZE) / TextSegmentLayout.PAGE_BYTES;
    assertTrue(pages > 10);
    Set<String> outcomes = new HashSet<>();
    for (int page = 0; page < pages; page++) {
      byte[] damaged = bytes.clone();
      damaged[page * TextSegmentLayout.PAGE_BYTES + 5_000]++;
      Files.write(large, damaged);
      TextSegment segment = TextSegment.open(files, large, STORE, 1);
      try {
        byte[] term = "term20000".getBytes(StandardCharsets.UTF_8);
        PostingCursor cursor = segment.field(1).find(term, term.length).cursor(true);
        assertEquals(2_000, cursor.next());
        assertArrayEquals(new int[1], cursor.positions(new int[1]));
        outcomes.add("right");
      } catch (CorruptionException e) {
        outcomes.add("damaged " + page);
      } finally {
        segment.close();
      }
    }
    assertTrue(outcomes.contains("right"));
    assertTrue(outcomes.size() > 1 && outcomes.size() < 5, outcomes.toString());
  }
}
