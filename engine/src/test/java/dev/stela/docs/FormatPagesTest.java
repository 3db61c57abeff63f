package dev.stela.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.Entity;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.RecoveryReport;
import dev.stela.StoreVerifier;
import dev.stela.VerificationReport;
import dev.stela.internal.format.AppliedLayout;
import dev.stela.internal.format.BlockLayout;
import dev.stela.internal.format.BucketLayout;
import dev.stela.internal.format.ChunkLayout;
import dev.stela.internal.format.CleanImageLayout;
import dev.stela.internal.format.DefinitionLayout;
import dev.stela.internal.format.DictionaryTablesLayout;
import dev.stela.internal.format.DirectoryLayout;
import dev.stela.internal.format.EntityRowLayout;
import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.FileFooter;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.FileKind;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.IdHash;
import dev.stela.internal.format.IndexEntryLayout;
import dev.stela.internal.format.IndexPartLayout;
import dev.stela.internal.format.LiveHeaderLayout;
import dev.stela.internal.format.LoadLayout;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.ManifestLayout;
import dev.stela.internal.format.PartEntityLayout;
import dev.stela.internal.format.PostingBlockLayout;
import dev.stela.internal.format.PostingHeadLayout;
import dev.stela.internal.format.PurgeLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.format.StateLayout;
import dev.stela.internal.format.SuperblockLayout;
import dev.stela.internal.format.TextFieldLayout;
import dev.stela.internal.format.TextListLayout;
import dev.stela.internal.format.TextSegmentLayout;
import dev.stela.internal.format.TextTermLayout;
import dev.stela.internal.index.postings.Postings;
import dev.stela.internal.storage.CheckedExtents;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds the pages on the file formats to the constants of the layouts: each table of offsets names
 * every field of its layout, where it is, without gaps; each table of codes names every code; and
 * the hex dumps make a store that opens.
 */
class FormatPagesTest {
  private static final String FOLDER = "docs/format/";
  private static final String SUFFIX = "_OFFSET";

  /** The size that stands for a part of variable length at the end. */
  private static final String REST = "rest";

  private static final Class<?> BUCKET_MAP = load("dev.stela.internal.directory.BucketMap");

  /**
   * A table of offsets.
   *
   * @param page the file
   * @param heading the heading above the table; empty for the first table of the page
   * @param layout the class whose constants the rows are
   * @param end where the last row ends, or begins if it is of variable size
   * @param others rows without a constant in the layout
   * @param left constants of the layout without a row
   */
  private record Table(
      String page,
      String heading,
      Class<?> layout,
      int end,
      Set<String> others,
      Set<String> left) {}

  private static final Set<String> HEADER = Set.of("file header");
  private static final Set<String> PURGE = Set.of("length", "kind", "flags", "bytes", "ordinal");
  private static final Set<String> RECORD = Set.of("length", "kind", "flags");

  private static final List<Table> TABLES =
      List.of(
          table("README", "File header", FileHeaderLayout.class, FileHeaderLayout.SIZE),
          table("README", "File footer", FileFooter.class, FileFooter.SIZE),
          table("superblock", "Slot", SuperblockLayout.class, SuperblockLayout.SIZE, HEADER),
          table("live", "Fields", LiveHeaderLayout.class, LiveHeaderLayout.SIZE, HEADER),
          table("live", "Applied slot", AppliedLayout.class, AppliedLayout.SIZE),
          table(
              "log-segment",
              "Segment header",
              LogSegmentLayout.class,
              LogSegmentLayout.FRAMES_OFFSET,
              Set.of("file header", "zero")),
          table("log-segment", "Frame header", FrameLayout.class, FrameLayout.SIZE),
          table(
              "log-segment",
              "Definition record",
              DefinitionLayout.class,
              DefinitionLayout.TEXT_OFFSET,
              RECORD),
          table(
              "log-segment",
              "Chunk record",
              ChunkLayout.class,
              ChunkLayout.DATA_OFFSET,
              Set.of("length", "kind", "flags", "bytes")),
          table("log-segment", "Purge record", PurgeLayout.class, PurgeLayout.SIZE, PURGE),
          table(
              "log-segment",
              "Load record",
              LoadLayout.class,
              LoadLayout.TEXTS_OFFSET,
              Set.of("length", "kind")),
          table("log-segment", "Entity record", RecordLayout.class, RecordLayout.SIZE),
          table("log-segment", "Event", EventLayout.class, EventLayout.SIZE),
          table("log-segment", "Block", BlockLayout.class, BlockLayout.SIZE),
          table("log-segment", "State", StateLayout.class, StateLayout.SIZE),
          new Table(
              "directory",
              "Seal",
              DirectoryLayout.class,
              DirectoryLayout.SEAL_END_OFFSET,
              Set.of(),
              Set.of("SEAL_OFFSET", "SEAL_END_OFFSET", "TABLE_OFFSET")),
          table("directory", "Bucket", BucketLayout.class, BucketLayout.HEADER_BYTES),
          table("directory", "Slot", IndexEntryLayout.class, IndexEntryLayout.BYTES),
          table(
              "directory",
              "Bucket map",
              BUCKET_MAP,
              constant(BUCKET_MAP, "HEADER_BYTES"),
              Set.of("magic", "buckets")),
          table(
              "manifest", "", ManifestLayout.class, ManifestLayout.SEGMENT_ENTRIES_OFFSET, HEADER),
          table(
              "manifest",
              "Clean image",
              CleanImageLayout.class,
              CleanImageLayout.SEGMENT_ENTRIES_OFFSET),
          new Table(
              "dictionary-tables",
              "",
              DictionaryTablesLayout.class,
              DictionaryTablesLayout.TABLES_OFFSET,
              HEADER,
              Set.of("TABLES_OFFSET")),
          table("index-part", "", IndexPartLayout.class, IndexPartLayout.BODY_OFFSET, HEADER),
          table("index-part", "Entity", PartEntityLayout.class, PartEntityLayout.SIZE),
          table("text-segment", "Summary", TextSegmentLayout.class, TextSegmentLayout.SIZE),
          table("text-segment", "Field", TextFieldLayout.class, TextFieldLayout.SIZE),
          table(
              "text-segment", "Posting list", TextListLayout.class, TextListLayout.ENTRIES_OFFSET),
          table("entities", "Row", EntityRowLayout.class, EntityRowLayout.SIZE),
          table("postings", "Block", PostingBlockLayout.class, PostingBlockLayout.EVENTS_OFFSET));

  @TestFactory
  Stream<DynamicTest> shouldFailWhenATableIsNotTheLayout() {
    return TABLES.stream()
        .map(
            table ->
                DynamicTest.dynamicTest(
                    table.page + ": " + table.layout.getSimpleName(), () -> check(table)));
  }

  private static void check(Table table) throws IOException {
    Map<String, Integer> left = offsets(table.layout);
    table.left.forEach(name -> assertNotNull(left.remove(name), name));
    List<String[]> rows = rows(table.page, table.heading, "offset");
    long next = Integer.parseInt(rows.getFirst()[0]);
    for (String[] row : rows) {
      String field = row[2];
      assertEquals(next, Integer.parseInt(row[0]), () -> "offset of " + field);
      String name = field.toUpperCase(Locale.ROOT).replace(' ', '_') + SUFFIX;
      if (left.containsKey(name)) {
        assertEquals(left.remove(name).longValue(), next, () -> "offset of " + field);
      } else {
        assertTrue(table.others.contains(field), () -> "a row without a constant: " + field);
      }
      if (row[1].equals(REST)) {
        assertSame(rows.getLast(), row, () -> "not the last: " + field);
      } else {
        next += Integer.parseInt(row[1]);
      }
    }
    assertEquals(table.end, next, "end of the last row");
    assertEquals(Map.of(), left, "constants without a row");
  }

  @Test
  void shouldFailWhenATableOfCodesIsNotTheConstants() throws Exception {
    Map<String, Integer> kinds = new TreeMap<>();
    for (FileKind kind : FileKind.values()) {
      kinds.put(kind.name(), kind.code());
    }
    assertEquals(kinds, codes("README", "kind"));
    assertEquals(superblockStates(), codes("superblock", "state"));
    assertEquals(
        constants(FrameLayout.class, "KIND_COMMIT", "KIND_CHUNK", "KIND_SEAL"),
        codes("log-segment", "kind of frame"));
    assertEquals(
        constants(
            RecordLayout.class,
            "KIND_ENTITY",
            "KIND_TAG",
            "KIND_FIELD",
            "KIND_CHUNK",
            "KIND_PURGE",
            "KIND_LOAD"),
        codes("log-segment", "kind of record"));
    assertEquals(
        constants(
            RecordLayout.class,
            "FLAG_FULL",
            "FLAG_CREATED",
            "FLAG_NAMED",
            "FLAG_DELETED",
            "FLAG_ARCHIVED",
            "FLAG_CUT"),
        codes("log-segment", "flag of a record"));
    assertEquals(
        constants(
            EventLayout.class,
            "TAG_ADD",
            "TAG_REMOVE",
            "CONTENT_PUT",
            "CONTENT_REMOVE",
            "TEXT_PUT",
            "TEXT_REMOVE",
            "DELETE",
            "RESTORE",
            "ARCHIVE"),
        codes("log-segment", "event"));
    assertEquals(
        constants(
            LoadLayout.class,
            "PHASE_RUNNING",
            "PHASE_PAUSED",
            "PHASE_FINISHED",
            "PHASE_CANCELLED",
            "PHASE_FORGOTTEN"),
        codes("log-segment", "phase of a load"));
    assertEquals(
        constants(BlockLayout.class, "INLINE", "CHUNKED", "REFERENCE"),
        codes("log-segment", "kind of block"));
    assertEquals(
        constants(
            IndexEntryLayout.class, "USED", "DELETED", "NAMED", "ARCHIVED", "PURGED", "REUSED"),
        codes("directory", "flag"));
  }

  /** Integer constants that are neither offsets nor sizes, so that a new code is noticed. */
  @Test
  void shouldFailWhenALayoutHasACodeThatNoTableNames() throws Exception {
    assertEquals(3, codesOf(FrameLayout.class).size(), "kinds of frames");
    assertEquals(12, codesOf(RecordLayout.class).size(), "kinds of records and flags");
    assertEquals(9, codesOf(EventLayout.class).size(), "events");
    assertEquals(3, codesOf(BlockLayout.class).size(), "kinds of blocks");
  }

  @Test
  void shouldFailWhenAVersionIsNotTheOneOfThePage() throws IOException {
    Map<String, String> versions = new TreeMap<>();
    for (FileKind kind : FileKind.values()) {
      versions.put("`" + kind + "`", Integer.toString(kind.version()));
    }
    Map<String, String> described = new TreeMap<>();
    for (String[] row : rows("README", "File header", "code")) {
      described.put(row[1], row[2]);
    }
    assertEquals(versions, described);
    assertMentions("manifest", "The format version is " + FileKind.MANIFEST.version() + ".");
  }

  /** A head has no constants of offsets: it is one word, put together and taken apart as such. */
  @Test
  void shouldFailWhenAPostingHeadIsNotWhatThePageSays() throws IOException {
    List<String[]> rows = rows("posting-heads", "Head", "offset");
    assertEquals(2, rows.size());
    ByteBuffer head = ByteBuffer.allocate(PostingHeadLayout.SIZE).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(0, PostingHeadLayout.of(7, 9 * Long.BYTES));
    assertEquals("last block", rows.get(0)[2]);
    assertEquals(9, head.getInt(Integer.parseInt(rows.get(0)[0])));
    assertEquals("events", rows.get(1)[2]);
    assertEquals(7, head.getInt(Integer.parseInt(rows.get(1)[0])));
  }

  @Test
  void shouldFailWhenAnEventOfAPostingIsNotWhatThePageSays() throws IOException {
    List<String[]> rows = rows("postings", "Event", "bits");
    assertEquals(List.of("0", "1 to 31", "32 to 63"), rows.stream().map(row -> row[0]).toList());
    assertEquals(1L, PostingBlockLayout.event(0, 0, true));
    assertEquals(5L << 1, PostingBlockLayout.event(0, 5, false));
    assertEquals(5L << 32, PostingBlockLayout.event(5, 0, false));
  }

  @Test
  void shouldFailWhenANumberInTheTextIsNotTheConstant() throws IOException {
    assertMentions("README", "`0x%016X`".formatted(FileHeaderLayout.MAGIC));
    assertMentions("README", "`0x%08X`".formatted(FileHeaderLayout.BYTE_ORDER_MARK));
    assertMentions("README", "`0x%08X`".formatted(FileFooter.MAGIC));
    assertMentions("README", "header bytes | " + FileHeaderLayout.SIZE + " |");
    assertMentions("directory", "`0x%016X`".formatted(DirectoryLayout.SEALED));
    assertMentions("directory", "`0x%08X`".formatted(BucketLayout.MAGIC));
    assertMentions("directory", "`0x%08X`".formatted(constant(BUCKET_MAP, "MAGIC")));
    assertMentions("directory", BucketLayout.SLOTS + " slots of " + IndexEntryLayout.BYTES);
    assertMentions("directory", "blocks of " + BucketLayout.BYTES + " bytes");
    assertMentions("directory", "0 to " + DirectoryLayout.MAX_DEPTH + " |");
    assertMentions("log-segment", "shorter than " + FrameLayout.MIN_LENGTH + " bytes");
    assertMentions("index-part", PartEntityLayout.SIZE + " bytes for each entity");
    assertMentions("index-part", IndexPartLayout.LIST_BYTES + " bytes for each list");
    assertMentions("index-part", IndexPartLayout.STEP_BYTES + " bytes for each 16 KiB");
    assertMentions("text-segment", "for each %,d bytes".formatted(TextSegmentLayout.PAGE_BYTES));
    assertMentions("text-segment", "in blocks of " + TextTermLayout.BLOCK_TERMS);
    assertMentions("text-segment", "in blocks of " + TextListLayout.BLOCK_DOCUMENTS);
    assertMentions("text-segment", "`0x%02X`, the number of words".formatted(TextListLayout.BITS));
    assertMentions("text-segment", "in groups of up to " + TextListLayout.GROUP_BLOCKS);
    assertMentions(
        "text-segment",
        (TextSegmentLayout.SIZE + FileFooter.SIZE) + " bytes before the end of the file");
    assertMentions("manifest", "entry has " + ManifestLayout.SEGMENT_ENTRY_BYTES + " bytes");
    assertMentions("manifest", "end has " + CleanImageLayout.SEGMENT_ENTRY_BYTES + " bytes");
    String first = "`" + FileHeaderLayout.SIZE + " + ";
    assertMentions("entities", first + EntityRowLayout.SIZE + " * n`");
    assertMentions(
        "posting-heads",
        first + PostingHeadLayout.SIZE + " * (n + " + -PostingHeadLayout.FIRST_LIST + ")`");
    assertMentions("posting-heads", "| " + Postings.PURGED + " | the purges");
    assertMentions("posting-heads", "| " + Postings.ARCHIVED + " | the archivings");
    assertMentions("posting-heads", "| " + Postings.DELETED + " | the deletions");
    assertMentions(
        "postings",
        "has "
            + PostingBlockLayout.MIN_BYTES
            + " to "
            + PostingBlockLayout.MAX_BYTES
            + " bytes: room for one event");
    assertEquals(1, PostingBlockLayout.capacity(PostingBlockLayout.MIN_BYTES));
    assertMentions("postings", "In the list of number " + Postings.DELETED + ",");
    for (String page : List.of("entities", "posting-heads", "postings")) {
      assertMentions(page, "extents of " + (CheckedExtents.EXTENT_BYTES >> 20) + " MiB");
    }
  }

  @Test
  void shouldFailWhenTheHashIsNotTheOneOfThePage() throws IOException {
    List<String[]> rows = rows("README", "Hash of the directory", "high");
    assertEquals(3, rows.size());
    for (String[] row : rows) {
      assertEquals(word(row[2]), IdHash.hash(word(row[0]), word(row[1])), row[2]);
    }
    EntityId ada = EntityId.named("ada");
    assertMentions("README", "`ada` gives `" + ada.toUuid() + "`");
    assertEquals(word(rows.getLast()[0]), ada.high());
    assertEquals(word(rows.getLast()[1]), ada.low());
  }

  @Test
  void shouldOpenTheStoreThatTheDumpsShow(@TempDir Path store) throws IOException {
    Files.createDirectory(store.resolve("log"));
    dump("superblock", store.resolve("superblock"), 2 * SuperblockLayout.SIZE);
    dump("log-segment", store.resolve("log/0000000001.log"), 1 << 20);
    dump("manifest", store.resolve("manifest-4"), 520);
    dump("directory", store.resolve("directory-3"), 4 << 20);
    dump("dictionary", store.resolve("dictionary-3"), 1 << 20);
    dump("entities", store.resolve("entities-3"), 1 << 20);
    dump("posting-heads", store.resolve("posting-heads-3"), 1 << 20);
    dump("postings", store.resolve("postings-3"), 1 << 20);

    try (EntityStore opened = EntityStore.open(store)) {
      assertEquals(RecoveryReport.Kind.CLEAN, opened.recovery().kind());
      Entity ada = opened.get(EntityId.named("ada")).orElseThrow();
      assertEquals("{type:person=2027-01-15T08:00:01Z}", ada.tagTimes().toString());
      assertEquals("Hello", new String(ada.content(), StandardCharsets.UTF_8));
      assertEquals(Map.of("bio", "Countess"), ada.texts());
      assertEquals(Instant.ofEpochSecond(1_800_000_000), ada.created());
    }
    VerificationReport report = StoreVerifier.verify(store);
    assertEquals(List.of(), report.damages());
    assertEquals(2, report.frames());
    assertEquals(4, report.records());
  }

  private static Table table(String page, String heading, Class<?> layout, int end) {
    return table(page, heading, layout, end, Set.of());
  }

  private static Table table(
      String page, String heading, Class<?> layout, int end, Set<String> others) {
    return new Table(page, heading, layout, end, others, Set.of());
  }

  /** Returns the cells of the first table below a heading whose first column has that title. */
  private static List<String[]> rows(String page, String heading, String column)
      throws IOException {
    List<String> lines = Docs.lines(FOLDER + page + ".md");
    int from = 0;
    if (!heading.isEmpty()) {
      from = lines.indexOf("## " + heading);
      assertTrue(from >= 0, () -> "no heading " + heading + " on page " + page);
    }
    return rowsBelow(lines, from, "| " + column + " |", page);
  }

  private static List<String[]> rowsBelow(List<String> lines, int from, String start, String page) {
    List<String[]> rows = new ArrayList<>();
    int at = from;
    while (at < lines.size() && !lines.get(at).startsWith(start)) {
      at++;
    }
    for (at += 2; at < lines.size() && lines.get(at).startsWith("|"); at++) {
      String line = lines.get(at);
      rows.add(line.substring(1, line.length() - 1).trim().split(" *\\| *", -1));
    }
    assertFalse(rows.isEmpty(), () -> "no table " + start + " on page " + page);
    return rows;
  }

  private static Map<String, Integer> codes(String page, String title) throws IOException {
    Map<String, Integer> codes = new TreeMap<>();
    List<String> lines = Docs.lines(FOLDER + page + ".md");
    for (String[] row : rowsBelow(lines, 0, "| code | " + title + " |", page)) {
      codes.put(row[1].replace("`", ""), Integer.parseInt(row[0]));
    }
    return codes;
  }

  private static Map<String, Integer> offsets(Class<?> layout) {
    Map<String, Integer> offsets = new TreeMap<>();
    for (Field field : layout.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getName().endsWith(SUFFIX)) {
        offsets.put(field.getName(), constant(layout, field.getName()));
      }
    }
    assertFalse(offsets.isEmpty(), layout::getName);
    return offsets;
  }

  private static Set<String> codesOf(Class<?> layout) {
    Set<String> names = new HashSet<>();
    for (Field field : layout.getDeclaredFields()) {
      String name = field.getName();
      boolean number = field.getType() == int.class || field.getType() == byte.class;
      if (number
          && Modifier.isPublic(field.getModifiers())
          && !name.endsWith(SUFFIX)
          && !Set.of("SIZE", "MIN_LENGTH").contains(name)) {
        names.add(name);
      }
    }
    return names;
  }

  private static Map<String, Integer> constants(Class<?> layout, String... names) {
    Map<String, Integer> values = new TreeMap<>();
    Arrays.stream(names).forEach(name -> values.put(name, constant(layout, name)));
    return values;
  }

  private static int constant(Class<?> layout, String name) {
    try {
      Field field = layout.getDeclaredField(name);
      field.setAccessible(true);
      return ((Number) field.get(null)).intValue();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(layout.getName() + "." + name, e);
    }
  }

  private static Map<String, Integer> superblockStates() throws ReflectiveOperationException {
    Class<?> states = load("dev.stela.internal.header.Superblock$State");
    Field code = states.getDeclaredField("code");
    code.setAccessible(true);
    Map<String, Integer> codes = new TreeMap<>();
    for (Object state : states.getEnumConstants()) {
      codes.put(((Enum<?>) state).name(), code.getInt(state));
    }
    return codes;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static long word(String cell) {
    return Long.parseUnsignedLong(cell.replace("`", ""), 16);
  }

  private static void assertMentions(String page, String text) throws IOException {
    assertTrue(
        String.join(" ", Docs.lines(FOLDER + page + ".md")).contains(text),
        () -> "page " + page + " does not say: " + text);
  }

  /** Writes a file of the given length with the bytes of the page's dump, the rest zero. */
  private static void dump(String page, Path file, int length) throws IOException {
    byte[] bytes = new byte[length];
    boolean found = false;
    for (String line : Docs.lines(FOLDER + page + ".md")) {
      if (line.matches("[0-9a-f]{8}  .*\\|")) {
        byte[] row = HexFormat.ofDelimiter(" ").parseHex(line.substring(10, 57).strip());
        System.arraycopy(row, 0, bytes, HexFormat.fromHexDigits(line, 0, 8), row.length);
        found = true;
      }
    }
    assertTrue(found, () -> "no dump on page " + page);
    Files.write(file, bytes);
  }
}
