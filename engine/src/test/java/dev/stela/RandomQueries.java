package dev.stela;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/** Random queries of every kind, with texts that are hard to write. For one thread. */
final class RandomQueries {
  private static final String[] PIECES = {
    "a", "host", "web-", "é", "日本", "😀", " ", "\u00A0", "\u3000", "(", ")", ",", "\"", "\\", "*",
    "?", "=", "<", ">", "!", "!=", "AND", "OR", "NOT", "IN", "ID", "LIKE", "EVER", "1", "-1.5e3",
    "*", "and", "'", "&&", "\u200B", "e\u0301", ".", "-"
  };

  /** What has a meaning in the language for searching, too. */
  private static final String[] TEXT_PIECES = {
    "~", "~1", "^", "^2", ":", "[", "]", "{", "}", "+", "-", "TO", "TAGS", "ALL", "\n", "title",
    "map"
  };

  private final Random random;

  RandomQueries(Random random) {
    this.random = random;
  }

  Query query(int depth) {
    if (depth == 0 || random.nextInt(5) == 0) {
      return block();
    }
    return switch (random.nextInt(7)) {
      case 0, 1 -> new Query.And(queries(depth));
      case 2, 3 -> new Query.Or(queries(depth));
      case 4 -> Query.not(query(depth - 1));
      case 5 -> Query.ever(query(depth - 1));
      default ->
          random.nextBoolean()
              ? Query.asOf(instant(), query(depth - 1))
              : Query.asOf(random.nextLong() >>> 1, query(depth - 1));
    };
  }

  private List<Query> queries(int depth) {
    List<Query> queries = new ArrayList<>();
    for (int i = random.nextInt(2, 5); i > 0; i--) {
      queries.add(query(depth - 1));
    }
    return queries;
  }

  private Query block() {
    return switch (random.nextInt(16)) {
      case 12, 13, 14, 15 -> valid(this::textLeaf);
      case 0 -> Query.all();
      case 1, 2 -> Query.tag(valid(() -> Tag.of(text() + (random.nextBoolean() ? ":" : ""))));
      case 3 -> Query.tag(Tag.of(namespace(), text() + (random.nextInt(4) == 0 ? ":" : "")));
      case 4 -> Query.namespace(namespace());
      case 5 -> valid(() -> Query.matches(namespace(), text()));
      case 6 -> valid(() -> Query.matches(random.nextBoolean() ? null : "*", text()));
      case 7 -> comparison();
      case 8 -> Query.lifecycle(Lifecycle.values()[random.nextInt(2)]);
      case 9 -> Query.createdIn(limit(), limit());
      case 10 -> Query.updatedIn(limit(), limit());
      default -> {
        List<EntityId> ids = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
          ids.add(id());
        }
        yield Query.ids(ids);
      }
    };
  }

  private TextQuery textLeaf() {
    String field = random.nextBoolean() ? null : words();
    float boost = boost();
    return switch (random.nextInt(6)) {
      case 0 -> new TextQuery.Words(field, words(), random.nextInt(3) > 0, boost);
      case 1 -> new TextQuery.Phrase(field, words(), random.nextInt(3), boost);
      case 2 -> new TextQuery.Prefix(field, words(), boost);
      case 3 -> new TextQuery.Wildcard(field, words() + (random.nextBoolean() ? "*" : ""), boost);
      case 4 -> new TextQuery.Fuzzy(field, words(), random.nextInt(1, 3), boost);
      default ->
          new TextQuery.Range(
              field,
              random.nextBoolean() ? null : words(),
              random.nextBoolean() ? null : words(),
              random.nextBoolean(),
              random.nextBoolean(),
              boost);
    };
  }

  private float boost() {
    return switch (random.nextInt(5)) {
      case 0 -> random.nextInt(100);
      case 1 -> random.nextFloat();
      case 2 -> Float.intBitsToFloat(random.nextInt() & 0x7FFFFFFF);
      default -> 1;
    };
  }

  private String words() {
    var words = new StringBuilder(text());
    for (int i = random.nextInt(3); i > 0; i--) {
      words.append(TEXT_PIECES[random.nextInt(TEXT_PIECES.length)]).append(text());
    }
    return words.toString();
  }

  private Query comparison() {
    Comparison comparison = Comparison.values()[random.nextInt(Comparison.values().length)];
    int operands =
        switch (comparison) {
          case BETWEEN -> 2;
          case IN -> random.nextInt(1, 5);
          default -> 1;
        };
    boolean numeric = random.nextBoolean();
    List<Query.Operand> all = new ArrayList<>();
    for (int i = 0; i < operands; i++) {
      boolean number = comparison == Comparison.IN ? random.nextBoolean() : numeric;
      all.add(number ? Query.Operand.ofNumber(number()) : Query.Operand.ofText(text()));
    }
    return new Query.Compares(namespace(), comparison, all);
  }

  private Number number() {
    return switch (random.nextInt(5)) {
      case 0 -> random.nextInt(-5, 100);
      case 1 -> random.nextLong();
      case 2 -> random.nextGaussian() * Math.pow(10, random.nextInt(-300, 300));
      case 3 -> new BigInteger(200, random);
      default -> new BigDecimal(new BigInteger(90, random), random.nextInt(-2000, 2000));
    };
  }

  private EntityId id() {
    return switch (random.nextInt(4)) {
      case 0 -> EntityId.of(new UUID(random.nextLong(), random.nextLong()));
      case 1 -> EntityId.named(new UUID(random.nextLong(), random.nextLong()).toString());
      case 2 -> EntityId.named("line\nbreak\u0000" + random.nextInt());
      default -> valid(() -> EntityId.named(text()));
    };
  }

  private Instant limit() {
    return random.nextInt(3) == 0 ? null : instant();
  }

  private Instant instant() {
    return switch (random.nextInt(6)) {
      case 0 -> Instant.MIN;
      case 1 -> Instant.MAX;
      case 2 -> Instant.EPOCH;
      default -> Instant.ofEpochSecond(random.nextInt() * 30L, random.nextInt(1_000_000_000));
    };
  }

  private String namespace() {
    return text();
  }

  private String text() {
    var text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private static <T> T valid(Supplier<T> made) {
    while (true) {
      try {
        return made.get();
      } catch (InvalidArgumentException another) {
        continue;
      }
    }
  }
}
