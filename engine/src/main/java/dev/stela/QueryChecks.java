package dev.stela;

import dev.stela.internal.format.Decimal;
import dev.stela.internal.format.Glob;
import dev.stela.internal.format.Utf8;
import java.util.Collection;
import java.util.List;

/** What the parts of a query must satisfy. Stateless, for any thread. */
final class QueryChecks {
  /** How deep queries may be nested: whoever walks one may recurse. */
  static final int MAX_DEPTH = 500;

  private static final int MAX_NUMBER_CHARS = 1_000;

  private QueryChecks() {}

  static <T> T requirePresent(T value, String name) {
    if (value == null) {
      throw new InvalidArgumentException("a part of a query is null: part=" + name);
    }
    return value;
  }

  static <T> List<T> requireList(Collection<? extends T> values, String name, int least) {
    requirePresent(values, name);
    if (values.size() < least) {
      throw new InvalidArgumentException(
          "a part of a query has too few elements: part="
              + name
              + " elements="
              + values.size()
              + " least="
              + least);
    }
    for (T value : values) {
      requirePresent(value, name);
    }
    return List.copyOf(values);
  }

  static String requireNamespace(String namespace) {
    requirePresent(namespace, "namespace");
    // The shortest tag of the namespace says whether there can be one.
    Tag.of(namespace, "");
    return namespace;
  }

  /** As {@link #requireNamespace}; null stands for tags without a namespace. */
  static String requireNamespaceOrNone(String namespace) {
    return namespace == null ? null : requireNamespace(namespace);
  }

  /** Returns the pattern in its shortest form, so that equal queries are equal. */
  static String requirePattern(String pattern, String name) {
    requirePresent(pattern, name);
    for (int i = 0; i < pattern.length(); i++) {
      if (Character.isISOControl(pattern.charAt(i))) {
        throw new InvalidArgumentException(
            "a tag has no control characters: index="
                + i
                + " character=U+"
                + "%04X".formatted((int) pattern.charAt(i)));
      }
    }
    return Glob.of(pattern).text();
  }

  static void requireOperand(String text, boolean numeric) {
    requirePresent(text, "operand");
    Utf8.encode(text, "an operand");
    if (numeric && (text.length() > MAX_NUMBER_CHARS || !Decimal.isNumber(text))) {
      throw new InvalidArgumentException(
          "an operand is no decimal number of at most "
              + MAX_NUMBER_CHARS
              + " characters: operand="
              + text);
    }
  }

  static void requireOperands(Comparison comparison, List<Query.Operand> operands) {
    int wanted =
        switch (comparison) {
          case BETWEEN -> 2;
          case IN -> operands.size();
          default -> 1;
        };
    if (operands.size() != wanted) {
      throw new InvalidArgumentException(
          "a comparison has another number of operands: comparison="
              + comparison
              + " expected="
              + wanted
              + " actual="
              + operands.size());
    }
    if (comparison == Comparison.BETWEEN
        && operands.get(0).numeric() != operands.get(1).numeric()) {
      throw new InvalidArgumentException(
          "both operands of BETWEEN are numbers, or both are texts: first="
              + operands.get(0).text()
              + " second="
              + operands.get(1).text());
    }
  }

  static void requireDepth(Collection<Query> queries) {
    for (Query query : queries) {
      if (depth(query) >= MAX_DEPTH) {
        throw new InvalidArgumentException("a query is nested too deep: most=" + MAX_DEPTH);
      }
    }
  }

  private static int depth(Query query) {
    return switch (query) {
      case Query.And and -> 1 + depth(and.queries());
      case Query.Or or -> 1 + depth(or.queries());
      case Query.Not not -> 1 + depth(not.query());
      case Query.Ever ever -> 1 + depth(ever.query());
      case Query.AsOf asOf -> 1 + depth(asOf.query());
      case Query.AsOfLsn asOf -> 1 + depth(asOf.query());
      default -> 0;
    };
  }

  private static int depth(List<Query> queries) {
    int deepest = 0;
    for (Query query : queries) {
      deepest = Math.max(deepest, depth(query));
    }
    return deepest;
  }
}
