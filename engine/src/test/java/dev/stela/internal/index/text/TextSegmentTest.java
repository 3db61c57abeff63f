package dev.stela.internal.index.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.internal.format.StoreId;
import dev.stela.internal.index.text.TextSegmentWriter.Written;
import dev.stela.internal.storage.SystemFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Segments made of deltas, of segments and of both, with documents that end and entities that are
 * purged at any time, against plain collections.
 */
class TextSegmentTest {
  private static final int WITHOUT_POSITIONS = 2;
  private static final int RARE = 9;
  private static final int PURGED = 0xABCDEF;
  private static final int KEPT = 0xABCDEE;

  @TempDir Path folder;

  private final SystemFiles files = new SystemFiles();
  private final StoreId storeId = new StoreId(1, 2);
  private final DocumentTokens tokens = new DocumentTokens();
  private final List<TextPart> parts = new ArrayList<>();
  private final BitSet purged = new BitSet();
  private TextWorld world;
  private Random random;
  private String context;
  private long lsn;
  private long number;
  private int ordinals;

  @AfterEach
  void close() {
    parts.forEach(TextPart::close);
  }

  @Test
  void shouldAnswerLikeTheModelWhenPartsAreWrittenMergedAndOpenedAgain() throws IOException {
    long seed = Long.getLong("stela.seed", System.nanoTime());
    for (int round = 0; round < 8; round++) {
      random = new Random(seed + round);
      context =
          "seed=%d; repeat: mvn test -Dtest=TextSegmentTest -Dstela.seed=%1$d"
              .formatted(seed + round);
      // Texts get longer, so that lengths of one and of two bytes come up, and there are long
      // lists.
      run(10 + random.nextInt(30), round % 4 == 3 ? 150 : 1 + random.nextInt(40));
    }
  }

  private void run(int steps, int batch) throws IOException {
    close();
    parts.clear();
    purged.clear();
    world = new TextWorld(WITHOUT_POSITIONS);
    lsn = random.nextInt(1_000);
    ordinals = 1 + random.nextInt(2_000);
    parts.add(delta());
    for (int step = 0; step < steps; step++) {
      switch (random.nextInt(8)) {
        case 0 -> freeze();
        case 1 -> merge();
        case 2 -> purge();
        default -> commit(1 + random.nextInt(batch));
      }
    }
    freeze();
    while (parts.stream().limit(parts.size() - 1L).anyMatch(TextDelta.class::isInstance)) {
      merge();
    }
    openAgain();
    mergeRange(0, parts.size() - 1);
    openAgain();
  }

  private TextDelta delta() {
    return new TextDelta(world.documents.size(), lsn + 1, field -> field != WITHOUT_POSITIONS);
  }

  private TextDelta active() {
    return (TextDelta) parts.getLast();
  }

  private void freeze() {
    active().extendTo(lsn);
    active().freeze();
    parts.add(delta());
  }

  private void commit(int documents) {
    lsn += 1 + (random.nextInt(20) == 0 ? random.nextInt(100_000) : 0);
    for (int i = 0; i < documents; i++) {
      int ordinal = random.nextInt(ordinals);
      if (purged.get(ordinal)) {
        continue;
      }
      end(ordinal, random.nextInt(4) == 0);
      if (random.nextInt(10) > 0) {
        fill();
        active().add(tokens, ordinal, lsn);
        world.add(tokens, ordinal, lsn);
      }
    }
  }

  private void end(int ordinal, boolean retired) {
    for (int i = world.documents.size() - 1; i >= 0; i--) {
      TextWorld.Document document = world.documents.get(i);
      if (document.ordinal == ordinal && document.to == TextPart.NEVER) {
        document.to = lsn;
        document.retired = retired;
        TextPart part = partOf(i);
        part.end(i, lsn, retired);
        if (part != active()) {
          active().endOuter(i, lsn, retired);
        }
        return;
      }
    }
  }

  private TextPart partOf(int document) {
    return parts.stream().filter(part -> document < part.endDocument()).findFirst().orElseThrow();
  }

  private void purge() {
    lsn++;
    int ordinal = random.nextInt(ordinals);
    end(ordinal, true);
    purged.set(ordinal);
  }

  private void merge() {
    int frozen = parts.size() - 1;
    if (frozen > 0) {
      int from = random.nextInt(frozen);
      mergeRange(from, from + 1 + random.nextInt(Math.min(3, frozen - from)));
    }
  }

  /** Makes one segment of some parts and puts it in their place. */
  private void mergeRange(int from, int to) {
    List<TextPart> merged = new ArrayList<>(parts.subList(from, to));
    number++;
    Path path = folder.resolve(number + ".text");
    Written written =
        TextSegmentWriter.write(files, path, storeId, number, merged, purged::get, _ -> {});
    TextSegment segment = TextSegment.open(files, path, storeId, number);
    for (int i = segment.firstDocument(); i < segment.endDocument(); i++) {
      TextWorld.Document document = world.documents.get(i);
      document.gone |= purged.get(document.ordinal);
    }
    moveLaterEndings(merged, segment);
    parts.subList(from, to).clear();
    parts.add(from, segment);
    merged.forEach(TextPart::close);
    check(written, segment);
    segment.verify();
    world.check(segment, lsn, random, context);
  }

  private void check(Written written, TextSegment segment) {
    long gone =
        world.documents.subList(segment.firstDocument(), segment.endDocument()).stream()
            .filter(document -> document.gone)
            .count();
    int numbers = segment.endDocument() - segment.firstDocument();
    assertEquals(
        new Written(
            segment.path().toFile().length(),
            segment.firstDocument(),
            segment.endDocument(),
            segment.firstLsn(),
            segment.lastLsn()),
        written,
        context);
    assertEquals(number, segment.number());
    assertEquals(written.bytes(), segment.bytes());
    assertEquals(numbers - gone, segment.documents());
  }

  private static void moveLaterEndings(List<TextPart> merged, TextSegment segment) {
    record Ending(int document, long ending) {}

    List<Ending> later = new ArrayList<>();
    for (TextPart part : merged) {
      Endings endings = part.endings();
      for (int i = 0; i < endings.size(); i++) {
        Ending ending = new Ending(endings.document(i), endings.ending(i));
        if (Endings.lsn(ending.ending) > segment.lastLsn()) {
          later.add(ending);
        }
      }
    }
    later.sort(Comparator.comparingLong(ending -> Endings.lsn(ending.ending)));
    later.forEach(
        ending ->
            segment.end(
                ending.document, Endings.lsn(ending.ending), Endings.isRetired(ending.ending)));
  }

  /** Opens all segments from their files, which together know all endings up to the last delta. */
  private void openAgain() {
    List<TextSegment> opened = new ArrayList<>();
    for (TextPart part : parts.subList(0, parts.size() - 1)) {
      TextSegment before = (TextSegment) part;
      TextSegment segment = TextSegment.open(files, before.path(), storeId, before.number());
      OuterEndings outer = segment.outerEndings();
      for (int i = 0; i < outer.size(); i++) {
        int document = outer.document(i);
        assertTrue(document < segment.firstDocument(), context);
        opened.stream()
            .filter(older -> document < older.endDocument())
            .findFirst()
            .orElseThrow()
            .end(document, Endings.lsn(outer.ending(i)), Endings.isRetired(outer.ending(i)));
      }
      opened.add(segment);
      part.close();
    }
    for (int i = 0; i < opened.size(); i++) {
      parts.set(i, opened.get(i));
      world.check(opened.get(i), lsn, random, context);
    }
  }

  /**
   * Some fields or none; terms often and seldom, long and short, in one place, now and then many.
   */
  private void fill() {
    tokens.clear();
    for (int field = 5; field >= 1; field--) {
      if (random.nextInt(field) == 0 || field == 4) {
        tokens.begin(field);
        int count = field == 4 ? 7 : random.nextInt(40);
        if (random.nextInt(200) == 0) {
          count = 600;
        }
        int position = random.nextInt(3);
        for (int i = 0; i < count; i++) {
          byte[] term = field == 4 ? ("id-" + i).getBytes(StandardCharsets.UTF_8) : term();
          tokens.token(term, term.length, position, 0, 1);
          position += random.nextInt(30) == 0 ? random.nextInt(10_000) : random.nextInt(3);
          position += field == 4 ? 1 : 0;
        }
      }
    }
    if (random.nextInt(50) == 0) {
      tokens.begin(RARE);
      tokens.token(new byte[] {'x'}, 1, 0, 0, 1);
    }
  }

  private byte[] term() {
    double skewed = Math.pow(random.nextDouble(), 4);
    int word = (int) (skewed * 3_000);
    return switch (word % 7) {
      case 0 -> ("w" + word).getBytes(StandardCharsets.UTF_8);
      case 1 -> ("common prefix of many terms " + word).getBytes(StandardCharsets.UTF_8);
      case 2 -> ("x".repeat(word % 400) + word).getBytes(StandardCharsets.UTF_8);
      case 3 -> new byte[] {(byte) 0xFF, (byte) word};
      case 4 -> new byte[] {0, (byte) word, (byte) (word >> 8)};
      case 5 -> new byte[1 + word % 20];
      default -> Integer.toString(word, 36).getBytes(StandardCharsets.UTF_8);
    };
  }

  @Test
  void shouldHoldNothingOfAnEntityWhenItIsPurged() throws IOException {
    random = new Random(1);
    world = new TextWorld(WITHOUT_POSITIONS);
    parts.add(delta());
    context = "";
    lsn = 1;
    add(PURGED, 1, "common", "secret");
    add(KEPT, 1, "common");
    add(PURGED, 7, "secretive");
    add(KEPT, 1, "common", "words", "words");
    freeze();
    purged.set(PURGED);
    mergeRange(0, 1);
    TextSegment segment = (TextSegment) parts.getFirst();
    assertEquals(2, segment.documents());
    String text = Files.readString(segment.path(), StandardCharsets.ISO_8859_1);
    assertFalse(text.contains("secret"));
    assertFalse(text.contains("\u00EF\u00CD\u00AB"));
    assertTrue(text.contains("common"));
    purged.set(KEPT);
    mergeRange(0, 1);
    segment = (TextSegment) parts.getFirst();
    text = Files.readString(segment.path(), StandardCharsets.ISO_8859_1);
    assertFalse(text.contains("common"));
    assertEquals(0, segment.documents());
    assertEquals(4, parts.getFirst().endDocument());
  }

  private void add(int ordinal, int field, String... words) {
    tokens.clear();
    tokens.begin(field);
    for (int i = 0; i < words.length; i++) {
      byte[] term = words[i].getBytes(StandardCharsets.UTF_8);
      tokens.token(term, term.length, i, 0, 1);
    }
    active().add(tokens, ordinal, lsn);
    world.add(tokens, ordinal, lsn);
  }

  @Test
  void shouldBeEmptyWhenOnlyOlderDocumentsEnded() {
    random = new Random(1);
    world = new TextWorld(WITHOUT_POSITIONS);
    context = "";
    lsn = 5;
    parts.add(delta());
    add(7, 1, "first", "words");
    add(5, 3, "words");
    freeze();
    mergeRange(0, 1);
    lsn++;
    int ended = 0;
    active().endOuter(ended, lsn, true);
    parts.getFirst().end(ended, lsn, true);
    world.documents.get(ended).to = lsn;
    world.documents.get(ended).retired = true;
    freeze();
    mergeRange(1, 2);
    assertEquals(1, parts.get(1).outerEndings().size());
    assertEquals(world.documents.size(), parts.get(1).firstDocument());
    openAgain();
    assertEquals(lsn, parts.getFirst().to(ended));
    mergeRange(0, 2);
    assertEquals(0, parts.getFirst().outerEndings().size());
    openAgain();
    assertEquals(lsn, parts.getFirst().to(ended));
  }
}
