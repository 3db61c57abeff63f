package dev.stela.model;

import dev.stela.Comparison;
import dev.stela.EntityId;
import dev.stela.Lifecycle;
import dev.stela.Order;
import dev.stela.Query;
import dev.stela.Query.Operand;
import dev.stela.model.Model.Commit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Makes up queries and orders about what {@link RandomOperations} does: about tags that are there,
 * that were there, and that never were. One thread.
 */
final class RandomQueries {
  private static final List<String> NAMESPACES =
      List.of("type", "status", "", "ü", "日本", "🙂", "a", "number", "unique", "long", "nowhere");
  private static final List<String> PATTERNS =
      List.of(
          "*",
          "?",
          "type:*",
          "*:value?",
          "*:value3",
          "?:value*",
          "??:*",
          "s*s:*1",
          "unique:*",
          "unique:*a*",
          "number:1*",
          "number:?",
          "a:b:*",
          "a:*:value2",
          "*:*",
          ":*",
          "value*",
          "value1?",
          "*é*",
          "long:é*",
          "日*:*",
          "?:*5",
          "\\*:*",
          "*:\\*",
          "number:",
          "*:",
          "type:*a*l*e*4",
          "number:*.*",
          "nowhere:*");

  private final Random random;
  private final RandomOperations operations;
  private final List<Commit> commits;

  /** Asks of the moments of {@code commits}, which may grow at its end. */
  RandomQueries(Random random, RandomOperations operations, List<Commit> commits) {
    this.random = random;
    this.operations = operations;
    this.commits = commits;
  }

  /** A query that a reader of an LSN can be asked. */
  Query query(long lsn) {
    return query(lsn, 4);
  }

  /** Any order. */
  Order order() {
    Order order =
        switch (random.nextInt(6)) {
          case 0 -> Order.created();
          case 1 -> Order.updated();
          case 2 -> Order.id();
          case 3 -> Order.tagCount();
          case 4 -> Order.value(namespace());
          default -> Order.number(random.nextInt(3) == 0 ? namespace() : "number");
        };
    return random.nextBoolean() ? order : order.reversed();
  }

  String namespace() {
    return pick(NAMESPACES);
  }

  private Query query(long lsn, int depth) {
    if (depth == 0) {
      return leaf();
    }
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> Query.and(some(lsn, depth));
      case 4, 5, 6 -> Query.or(some(lsn, depth));
      case 7, 8, 9 -> Query.not(query(lsn, depth - 1));
      case 10 -> Query.ever(query(lsn, depth - 1));
      case 11 -> asOfLsn(lsn, depth);
      case 12 -> asOfTime(lsn, depth);
      default -> leaf();
    };
  }

  private List<Query> some(long lsn, int depth) {
    List<Query> some = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      some.add(query(lsn, depth - 1));
    }
    return some;
  }

  private Query asOfLsn(long lsn, int depth) {
    long earlier =
        switch (random.nextInt(8)) {
          case 0 -> 0;
          case 1 -> lsn;
          default -> random.nextLong(lsn + 1);
        };
    return Query.asOf(earlier, query(earlier, depth - 1));
  }

  private Query asOfTime(long lsn, int depth) {
    int known = known(lsn);
    if (known == 0) {
      return Query.asOf(Instant.EPOCH, query(0, depth - 1));
    }
    int index = random.nextInt(known);
    Commit near = commits.get(index);
    return switch (random.nextInt(8)) {
      // Just before: as of some commit before, of which only the time 0 is certain.
      case 0, 1 -> Query.asOf(instant(near.nanos() - 1), leaf());
      case 2 -> Query.asOf(instant(random.nextLong(commits.getFirst().nanos())), leaf());
      case 3 ->
          index == known - 1
              ? Query.asOf(instant(near.nanos()), leaf())
              : Query.asOf(instant(near.nanos() + 1), query(near.lsn(), depth - 1));
      default -> Query.asOf(instant(near.nanos()), query(near.lsn(), depth - 1));
    };
  }

  /** How many of the commits a reader of an LSN sees. */
  private int known(long lsn) {
    int low = 0;
    int high = commits.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (commits.get(middle).lsn() <= lsn) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private Query leaf() {
    return switch (random.nextInt(24)) {
      case 0 -> Query.all();
      case 1, 2 -> Query.namespace(namespace());
      case 3, 4, 5 -> Query.matches(pick(PATTERNS));
      case 6, 7, 8 -> textual();
      case 9, 10, 11 -> numeric();
      case 12 -> Query.lifecycle(pick(List.of(Lifecycle.values())));
      case 13 -> Query.createdIn(time(), time());
      case 14 -> Query.updatedIn(time(), time());
      case 15, 16 -> ids();
      default -> Query.tag(random.nextInt(20) == 0 ? "never:used" : operations.tag());
    };
  }

  private Query textual() {
    String tag = operations.tag();
    String namespace = tag.indexOf(':') < 0 ? "type" : tag.substring(0, tag.indexOf(':'));
    return compares(namespace, false);
  }

  private Query numeric() {
    return compares(random.nextInt(6) == 0 ? namespace() : "number", true);
  }

  private Query compares(String namespace, boolean numeric) {
    Comparison comparison = pick(List.of(Comparison.values()));
    int count =
        switch (comparison) {
          case BETWEEN -> 2;
          case IN -> 1 + random.nextInt(4);
          default -> 1;
        };
    Operand[] operands = new Operand[count];
    for (int i = 0; i < count; i++) {
      operands[i] = numeric ? number() : text();
    }
    return Query.compare(namespace, comparison, operands);
  }

  private Operand text() {
    if (random.nextInt(5) == 0) {
      return Operand.ofText(pick(List.of("", "a", "value", "é", "b:value3", "8", "🙂", "\uffff")));
    }
    String tag = operations.tag();
    return Operand.ofText(tag.substring(tag.indexOf(':') + 1));
  }

  private Operand number() {
    return switch (random.nextInt(6)) {
      case 0 -> Operand.ofNumber(random.nextInt(-2, 12));
      case 1 -> Operand.ofNumber(random.nextDouble(-2, 12));
      default -> {
        String text = pick(RandomOperations.NUMBERS);
        yield text.matches("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?")
            ? new Operand(text, true)
            : Operand.ofNumber(9007199254740993L);
      }
    };
  }

  /** A moment at or beside a commit, or none at all. */
  private Instant time() {
    if (commits.isEmpty() || random.nextInt(6) == 0) {
      return random.nextInt(4) == 0 ? Instant.MIN : null;
    }
    return instant(pick(commits).nanos() + random.nextInt(-1, 2));
  }

  private Query ids() {
    Set<EntityId> ids = new HashSet<>();
    for (int i = random.nextInt(random.nextBoolean() ? 3 : 60); i >= 0; i--) {
      ids.add(random.nextInt(10) == 0 ? EntityId.named("nobody " + i) : operations.id());
    }
    return Query.ids(ids);
  }

  private static Instant instant(long nanos) {
    return dev.stela.model.Comparison.instant(nanos);
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
