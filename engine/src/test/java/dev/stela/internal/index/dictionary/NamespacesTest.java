package dev.stela.internal.index.dictionary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.Comparison;
import dev.stela.Query.Operand;
import dev.stela.Tag;
import dev.stela.internal.format.Decimal;
import dev.stela.internal.format.Glob;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.MemoryExtents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/**
 * Namespaces answer as a plain list of all tags does.
 *
 * <p>{@code -Dstela.namespaces.seed=…} repeats one run of the random tests.
 */
class NamespacesTest {
  private static final String SEED = "stela.namespaces.seed";
  private static final StoreId STORE = new StoreId(1, 2);
  private static final String[] NAMESPACES = {null, "", "n", "nn", "größe", "日本", "a b"};
  private static final String[] PIECES = {
    "a", "b", "ab", "é", "z\u0301", "日", "😀", "\uFFFD", ":", "*", " ", "-", "1", "0", ".5"
  };
  private static final String[] NUMBERS = {
    "1",
    "1.0",
    "01",
    "1e0",
    "10e-1",
    "1e3",
    "1000",
    "-0",
    "0",
    "0.0",
    "-1",
    "1e400",
    "-1e400",
    "2e400",
    "1e-400",
    "1e99999999999",
    "12345678901234567890",
    "12345678901234567891",
    "12345678901234567891.0",
    "9007199254740993",
    "9007199254740992",
    "-9007199254740993",
    "+1",
    "1.",
    ".5",
    "NaN",
    "Infinity",
    "0x10",
    "1f"
  };
  private static final String[] PATTERNS = {
    "*",
    "",
    "a",
    "a*",
    "*a",
    "a*b*",
    "?",
    "??",
    "?*",
    "1*",
    "日*",
    "*:*",
    "\\**",
    "ab",
    "a?",
    "-*1",
    "😀",
    "😀*",
    "n*",
    "nn",
    "*n",
    "größe",
    "12345678901234567890"
  };

  private final long seed = Long.getLong(SEED, ThreadLocalRandom.current().nextLong());
  private final Random random = new Random(seed);
  private final MemoryExtents extents =
      new MemoryExtents(Path.of("dictionary"), Dictionary.EXTENT_BYTES);
  private final Dictionary dictionary = Dictionary.create(extents, STORE, 1);
  private final List<Tag> defined = new ArrayList<>(List.of(Tag.of("number 0 is no tag's")));

  @Test
  void shouldAnswerAsThePlainListDoesWhileTagsAreDefined() {
    for (int round = 0; round < 60; round++) {
      // Few and many, so that lists are both extended and folded.
      define(round % 10 == 9 ? 3_000 : random.nextInt(40));
      int checks = round < 20 ? 40 : 8;
      for (int i = 0; i < checks; i++) {
        check(dictionary.namespaces());
      }
    }
  }

  @Test
  void shouldAnswerAsThePlainListDoesWhenTakenOverFromACleanClose() {
    define(5_000);
    Dictionary opened = Dictionary.open(extents, STORE, dictionary.seal(1), Optional.empty());
    for (int i = 0; i < 100; i++) {
      check(opened.namespaces());
    }
  }

  @Test
  void shouldKnowNamespacesByNumberAndName() {
    Namespaces namespaces = dictionary.namespaces();
    assertEquals(1, namespaces.count());
    assertEquals(0, namespaces.find(null));
    assertNull(namespaces.name(0));
    assertEquals(0, namespaces.tags(0).length);
    for (int i = 0; i < 5_000; i++) {
      define(Tag.of("n" + i, "x"));
      define(Tag.of("n" + i, "y"));
    }
    assertEquals(5_001, namespaces.count());
    for (int i = 0; i < 5_000; i++) {
      int number = namespaces.find("n" + i);
      assertEquals("n" + i, namespaces.name(number));
      assertArrayEquals(new int[] {2 * i + 1, 2 * i + 2}, namespaces.tags(number));
      assertEquals(number, dictionary.namespaceOf(2 * i + 1));
    }
    assertEquals(-1, namespaces.find("n"));
    assertEquals(0, namespaces.comparing(-1, Comparison.EQUAL, texts("x")).length);
    assertEquals(0, namespaces.matching("n", "*").length);
  }

  @Test
  void shouldFindNoOtherNamespacesTagWhenAPatternWithoutOneHasAColon() {
    define(Tag.of("a:b"));
    assertEquals(0, dictionary.namespaces().matching(null, "a:b").length);
    assertEquals(0, dictionary.namespaces().comparing(0, Comparison.EQUAL, texts("a:b")).length);
  }

  @Test
  void shouldAnswerForWhatWasDefinedBeforeWhileTheWriterGoesOn() throws Exception {
    var published = new AtomicInteger();
    int tags = 60_000;
    Namespaces namespaces = dictionary.namespaces();
    define(Tag.of("m:0"));
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<?>> readers = new ArrayList<>();
      for (int thread = 0; thread < 3; thread++) {
        int order = thread;
        readers.add(
            threads.submit(
                () -> {
                  while (published.get() < tags) {
                    int before = published.get();
                    int[] found =
                        switch (order) {
                          case 0 -> namespaces.ordered(namespaces.find("m"));
                          case 1 -> namespaces.orderedByNumber(namespaces.find("m"));
                          default ->
                              namespaces.comparing(
                                  namespaces.find("m"),
                                  Comparison.AT_LEAST,
                                  List.of(Operand.ofNumber(0)));
                        };
                    requireAllUpTo(before, found, order < 2 ? order : -1);
                  }
                  return null;
                }));
      }
      for (int i = 1; i <= tags && readers.stream().noneMatch(Future::isDone); i++) {
        define(Tag.of("m:" + Integer.reverse(i) / 7.0));
        published.set(i + 1);
      }
      published.set(tags);
      for (Future<?> reader : readers) {
        reader.get();
      }
    }
    assertEquals(tags + 1, namespaces.ordered(namespaces.find("m")).length);
  }

  /** Checks the order by neighbours, and that no tag up to one is missing. */
  private void requireAllUpTo(int last, int[] found, int order) {
    int[] sorted = found.clone();
    Arrays.sort(sorted);
    int missing = 0;
    for (int tag = 1; tag <= last; tag++) {
      boolean wanted = order == 0 || order == 1 || dictionary.tag(tag).value().charAt(0) != '-';
      missing += wanted && Arrays.binarySearch(sorted, tag) < 0 ? 1 : 0;
    }
    assertEquals(0, missing, "tags are missing: defined=" + last);
    for (int i = 1; i < found.length && order >= 0; i++) {
      Tag left = dictionary.tag(found[i - 1]);
      Tag right = dictionary.tag(found[i]);
      assertTrue(
          order == 0
              ? left.compareTo(right) < 0
              : Double.parseDouble(left.value()) < Double.parseDouble(right.value()),
          () -> "tags are not in order: " + left + " " + right);
    }
  }

  private void check(Namespaces namespaces) {
    String name = NAMESPACES[random.nextInt(NAMESPACES.length)];
    int namespace = namespaces.find(name);
    IntPredicate inNamespace = tag -> Objects.equals(name, defined.get(tag).namespace());
    switch (random.nextInt(4)) {
      case 0 -> {
        if (namespace >= 0) {
          int[] expected = select(inNamespace, Comparator.comparing(defined::get));
          assertArrayEquals(expected, namespaces.ordered(namespace), this::repeat);
        }
      }
      case 1 -> {
        if (namespace >= 0) {
          int[] expected =
              select(
                  inNamespace.and(tag -> Decimal.isNumber(defined.get(tag).value())),
                  Comparator.comparing((Integer tag) -> Decimal.of(defined.get(tag).value()))
                      .thenComparing(tag -> tag));
          assertArrayEquals(expected, namespaces.orderedByNumber(namespace), this::repeat);
        }
      }
      case 2 -> {
        String pattern = PATTERNS[random.nextInt(PATTERNS.length)];
        String namespacePattern =
            random.nextBoolean() ? name : PATTERNS[random.nextInt(PATTERNS.length)];
        Glob glob = Glob.of(pattern);
        Glob namespaceGlob = namespacePattern == null ? null : Glob.of(namespacePattern);
        assertSameTags(
            tag -> {
              String own = defined.get(tag).namespace();
              return glob.matches(defined.get(tag).value())
                  && (own == null || namespaceGlob == null
                      ? own == null && namespaceGlob == null
                      : namespaceGlob.matches(own));
            },
            namespaces.matching(namespacePattern, pattern),
            "pattern=" + namespacePattern + ":" + pattern);
      }
      default -> {
        Comparison comparison = Comparison.values()[random.nextInt(Comparison.values().length)];
        boolean numeric = random.nextBoolean();
        List<Operand> operands = new ArrayList<>();
        int count = comparison == Comparison.IN ? 4 : comparison == Comparison.BETWEEN ? 2 : 1;
        for (int i = 0; i < count; i++) {
          operands.add(operand(comparison == Comparison.IN ? random.nextBoolean() : numeric));
        }
        assertSameTags(
            inNamespace.and(tag -> compares(defined.get(tag).value(), comparison, operands)),
            namespaces.comparing(namespace, comparison, operands),
            "namespace=" + name + " comparison=" + comparison + " operands=" + operands);
      }
    }
  }

  private static boolean compares(String value, Comparison comparison, List<Operand> operands) {
    return switch (comparison) {
      case IN -> operands.stream().anyMatch(operand -> is(value, operand, 0, 0));
      case EQUAL -> is(value, operands.get(0), 0, 0);
      case NOT_EQUAL -> !is(value, operands.get(0), 0, 0);
      case LESS -> is(value, operands.get(0), -1, -1);
      case AT_MOST -> is(value, operands.get(0), -1, 0);
      case GREATER -> is(value, operands.get(0), 1, 1);
      case AT_LEAST -> is(value, operands.get(0), 0, 1);
      case BETWEEN -> is(value, operands.get(0), 0, 1) && is(value, operands.get(1), -1, 0);
    };
  }

  private static boolean is(String value, Operand operand, int least, int most) {
    if (operand.numeric() && !Decimal.isNumber(value)) {
      return false;
    }
    int sign =
        Integer.signum(
            operand.numeric()
                ? Decimal.of(value).compareTo(Decimal.of(operand.text()))
                : Arrays.compareUnsigned(
                    value.getBytes(StandardCharsets.UTF_8),
                    operand.text().getBytes(StandardCharsets.UTF_8)));
    return sign >= least && sign <= most;
  }

  private void assertSameTags(IntPredicate wanted, int[] actual, String asked) {
    int[] sorted = actual.clone();
    Arrays.sort(sorted);
    assertArrayEquals(
        select(wanted, Comparator.naturalOrder()), sorted, () -> repeat() + " " + asked);
  }

  private int[] select(IntPredicate wanted, Comparator<Integer> order) {
    List<Integer> tags = new ArrayList<>();
    for (int tag = 1; tag < defined.size(); tag++) {
      if (wanted.test(tag)) {
        tags.add(tag);
      }
    }
    tags.sort(order);
    return tags.stream().mapToInt(Integer::intValue).toArray();
  }

  private Operand operand(boolean numeric) {
    String text = value();
    return new Operand(
        numeric && !Decimal.isNumber(text) ? Integer.toString(random.nextInt(99)) : text, numeric);
  }

  private String value() {
    if (random.nextInt(3) == 0) {
      return NUMBERS[random.nextInt(NUMBERS.length)];
    }
    if (random.nextInt(3) == 0) {
      return Double.toString(random.nextInt(100_000) / 100.0);
    }
    var value = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      value.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return value.toString();
  }

  private void define(int attempts) {
    for (int i = 0; i < attempts; i++) {
      String namespace = NAMESPACES[random.nextInt(NAMESPACES.length)];
      String value = value();
      if (namespace != null || !value.isEmpty()) {
        Tag tag = Tag.of(namespace == null ? value : namespace + ":" + value);
        if (dictionary.find(tag) == 0) {
          define(tag);
        }
      }
    }
  }

  private void define(Tag tag) {
    assertTrue(dictionary.defineTag(defined.size(), tag.utf8(), 0, tag.byteLength()));
    defined.add(tag);
  }

  private static List<Operand> texts(String text) {
    return List.of(Operand.ofText(text));
  }

  private String repeat() {
    return "repeat by -D" + SEED + "=" + seed;
  }
}
