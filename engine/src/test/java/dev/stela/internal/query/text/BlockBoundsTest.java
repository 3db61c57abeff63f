package dev.stela.internal.query.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.internal.format.StoreId;
import dev.stela.internal.format.TextListLayout;
import dev.stela.internal.index.text.DocumentTokens;
import dev.stela.internal.index.text.FieldPart;
import dev.stela.internal.index.text.Norms;
import dev.stela.internal.index.text.PostingCursor;
import dev.stela.internal.index.text.TextDelta;
import dev.stela.internal.index.text.TextSegment;
import dev.stela.internal.index.text.TextSegmentWriter;
import dev.stela.internal.storage.SystemFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No bound is too low, whatever ranges of a list of many groups are asked about. {@code
 * -Dstela.seed=…} repeats a failure.
 */
class BlockBoundsTest {
  private static final int DOCUMENTS = 60_000;
  private static final int ZONE = 2_500;
  private static final int FIELD = 3;
  private static final byte[] TERM = {'a'};
  private static final byte[] OTHER = {'b'};

  @TempDir Path folder;
  private final long seed = Long.getLong("stela.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final int[] frequencies = new int[DOCUMENTS];
  private final int[] norms = new int[DOCUMENTS];
  private final Weight weight = new Weight(1, factors());
  private TextSegment segment;
  private PostingCursor cursor;
  private BlockBounds bounds;

  private static float[] factors() {
    var factors = new float[Norms.COUNT];
    for (int norm = 0; norm < factors.length; norm++) {
      factors[norm] = 1f / (1 + norm);
    }
    return factors;
  }

  @BeforeEach
  void write() {
    var delta = new TextDelta(0, 1, field -> false);
    var tokens = new DocumentTokens();
    int most = 1;
    for (int i = 0; i < DOCUMENTS; i++) {
      if (i % ZONE == 0) {
        most = 1 + random.nextInt(9);
      }
      frequencies[i] = random.nextInt(10) < 3 ? 0 : 1 + random.nextInt(most);
      int others = 1 + random.nextInt(10 - most);
      if (random.nextInt(500) == 0) {
        // Stronger than all around, or shorter.
        frequencies[i] = random.nextBoolean() ? 10 + random.nextInt(200) : 1;
        others = 0;
      }
      norms[i] = Norms.encode(frequencies[i] + others);
      tokens.clear();
      tokens.begin(FIELD);
      for (int position = 0; position < frequencies[i] + others; position++) {
        tokens.token(position < frequencies[i] ? TERM : OTHER, 1, position, 0, 0);
      }
      delta.add(tokens, i, 1);
    }
    delta.extendTo(1);
    delta.freeze();
    Path path = folder.resolve("1.text");
    StoreId id = StoreId.random();
    var files = new SystemFiles();
    TextSegmentWriter.write(files, path, id, 1, List.of(delta), ordinal -> false, bytes -> {});
    segment = TextSegment.open(files, path, id, 1);
  }

  @AfterEach
  void close() {
    segment.close();
  }

  @Test
  void shouldNeverBeTooLowWhenRangesAreOfAnyLength() {
    for (int walk = 0; walk < 200; walk++) {
      begin();
      int from = random.nextInt(3_000);
      while (from < DOCUMENTS) {
        from = ask(from) + 1;
      }
    }
  }

  @Test
  void shouldPassOverNothingThatIsStrongEnough() {
    for (int walk = 0; walk < 200; walk++) {
      begin();
      int from = 0;
      while (from < DOCUMENTS) {
        float least = random.nextFloat() * 4;
        int found = bounds.skip(from, least);
        int last = Math.min(found, DOCUMENTS) - 1;
        assertTrue(strongest(from, last) < least, "seed=" + seed + " from=" + from);
        from = (int) Math.min(DOCUMENTS, found + 1L + random.nextInt(300));
      }
    }
  }

  @Test
  void shouldBeExactWhenARangeIsABlock() {
    begin();
    for (int from = 0; from < DOCUMENTS; ) {
      int end = Math.min(bounds.blockEnd(from), DOCUMENTS - 1);
      assertEquals(strongest(from, end), bounds.strongest(from, end), "seed=" + seed);
      from = end + 1;
    }
  }

  @Test
  void shouldBeExactWhenARangeIsOfWholeGroups() {
    int[] ends = groupEnds();
    for (int groups = 1; groups <= 3; groups++) {
      begin();
      int from = 0;
      for (int i = groups - 1; i < ends.length; i += groups) {
        String context = "seed=" + seed + " groups=" + groups + " from=" + from;
        float strongest = strongest(from, ends[i]);
        float rough = groups == 1 ? strongest : Float.POSITIVE_INFINITY;
        assertEquals(rough, bounds.roughly(from, ends[i]), context);
        assertEquals(strongest, bounds.strongest(from, ends[i]), context);
        from = ends[i] + 1;
      }
    }
  }

  /** Returns the last documents of all groups but the last one. */
  private int[] groupEnds() {
    int[] documents =
        IntStream.range(0, DOCUMENTS).filter(document -> frequencies[document] > 0).toArray();
    int ofGroup = TextListLayout.GROUP_BLOCKS * TextListLayout.BLOCK_DOCUMENTS;
    return IntStream.range(0, (documents.length - 1) / ofGroup)
        .map(group -> documents[(group + 1) * ofGroup - 1])
        .toArray();
  }

  private void begin() {
    FieldPart field = segment.field(FIELD);
    cursor = field.find(TERM, TERM.length).cursor(false);
    bounds = new BlockBounds(cursor, weight);
  }

  /** Asks about a range as matchers do, and returns its end. */
  private int ask(int from) {
    String context = "seed=" + seed + " from=" + from;
    long end = bounds.blockEnd(from);
    if (random.nextInt(3) > 0) {
      end = from + random.nextInt(random.nextBoolean() ? 400 : 30_000);
    }
    int upTo = (int) Math.min(end, DOCUMENTS - 1);
    if (random.nextBoolean() && cursor.document() < from) {
      cursor.advance(from);
    }
    float strongest = strongest(from, upTo);
    if (random.nextBoolean()) {
      assertTrue(bounds.roughly(from, upTo) >= strongest, context);
    }
    if (random.nextInt(4) > 0) {
      assertTrue(bounds.strongest(from, upTo) >= strongest, context);
    }
    int first = from + random.nextInt(upTo - from + 1);
    int last = Math.min(upTo, first + random.nextInt(200));
    float factor = bounds.greatestFactor(first, last);
    for (int document = first; document <= last; document++) {
      int frequency = frequencies[document];
      assertTrue(frequency == 0 || frequency * factor >= strength(document), context);
    }
    return upTo;
  }

  private float strength(int document) {
    return weight.strength(frequencies[document], norms[document]);
  }

  private float strongest(int from, int upTo) {
    float strongest = -1;
    for (int document = from; document <= upTo; document++) {
      if (frequencies[document] > 0) {
        strongest = Math.max(strongest, strength(document));
      }
    }
    return strongest;
  }
}
