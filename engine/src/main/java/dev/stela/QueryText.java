package dev.stela;

import dev.stela.internal.format.Decimal;
import dev.stela.internal.format.Glob;
import dev.stela.internal.format.Spaces;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Writes the textual form of queries, so that the parser reads equal ones. For one thread. */
final class QueryText {
  private final StringBuilder text = new StringBuilder();

  private QueryText() {}

  static String of(Query query) {
    var writer = new QueryText();
    writer.write(query);
    return writer.text.toString();
  }

  private void write(Query query) {
    switch (query) {
      case Query.All all -> text.append('*');
      case Query.HasTag has -> tag(has.tag());
      case Query.HasNamespace has -> word(has.namespace()).append(":*");
      case Query.Matches matches -> matches(matches);
      case Query.Compares compares -> compares(compares);
      case Query.InLifecycle in ->
          text.append("LIFECYCLE(")
              .append(in.lifecycle().name().toLowerCase(Locale.ROOT))
              .append(')');
      case Query.CreatedIn in -> span("CREATED", in.from(), in.to());
      case Query.UpdatedIn in -> span("UPDATED", in.from(), in.to());
      case Query.HasId has -> ids(has);
      case Query.And and -> join(and.queries(), " AND ");
      case Query.Or or -> join(or.queries(), " OR ");
      case Query.Not not -> {
        text.append("NOT ");
        operand(not.query(), not.query() instanceof Query.And || not.query() instanceof Query.Or);
      }
      case Query.Ever ever -> function("EVER(", ever.query());
      case Query.AsOf asOf -> function("ASOF(" + asOf.time() + ", ", asOf.query());
      case Query.AsOfLsn asOf -> function("ASOF(" + asOf.lsn() + ", ", asOf.query());
      case TextQuery leaf -> text.append("TEXT(").append(SearchText.of(leaf)).append(')');
    }
  }

  private void join(List<Query> queries, String operator) {
    String separator = "";
    for (Query query : queries) {
      text.append(separator);
      separator = operator;
      // Without parentheses, AND in AND would be read as one AND of all.
      boolean and = query instanceof Query.And && operator.equals(" AND ");
      operand(query, and || query instanceof Query.Or);
    }
  }

  private void operand(Query query, boolean parentheses) {
    if (parentheses) {
      function("(", query);
    } else {
      write(query);
    }
  }

  private void function(String opening, Query query) {
    text.append(opening);
    write(query);
    text.append(')');
  }

  private void tag(Tag tag) {
    if (tag.namespace() == null) {
      word(tag.text());
      return;
    }
    part(tag.namespace(), false);
    text.append(':');
    part(tag.value(), false);
  }

  private void matches(Query.Matches matches) {
    boolean anyValue = Glob.of(matches.value()).isAny();
    boolean literalNamespace =
        matches.namespace() == null || Glob.of(matches.namespace()).isLiteral();
    boolean literal = literalNamespace && Glob.of(matches.value()).isLiteral();
    // As a term of its own it would be read as a tag, a namespace or everything.
    boolean ambiguous = literalNamespace && anyValue || literal;
    text.append(ambiguous ? "LIKE(" : "");
    if (matches.namespace() != null) {
      pattern(matches.namespace());
      text.append(':');
      pattern(matches.value());
    } else if (QueryLexer.KEYWORDS.contains(matches.value())) {
      quoted(matches.value());
    } else {
      pattern(matches.value());
    }
    text.append(ambiguous ? ")" : "");
  }

  private void compares(Query.Compares compares) {
    word(compares.namespace());
    String operator =
        switch (compares.comparison()) {
          case EQUAL -> " = ";
          case NOT_EQUAL -> " != ";
          case IN -> " IN (";
          case LESS -> " < ";
          case AT_MOST -> " <= ";
          case GREATER -> " > ";
          case AT_LEAST -> " >= ";
          case BETWEEN -> " BETWEEN ";
        };
    text.append(operator);
    String separator = "";
    for (Query.Operand operand : compares.operands()) {
      text.append(separator);
      separator = compares.comparison() == Comparison.IN ? ", " : " AND ";
      if (operand.numeric()) {
        text.append(operand.text());
      } else if (Decimal.isNumber(operand.text())) {
        quoted(operand.text());
      } else {
        word(operand.text());
      }
    }
    text.append(compares.comparison() == Comparison.IN ? ")" : "");
  }

  private void span(String name, Instant from, Instant to) {
    text.append(name).append('(').append(from == null ? "*" : from);
    text.append(", ").append(to == null ? "*" : to).append(')');
  }

  private void ids(Query.HasId has) {
    String separator = "ID(";
    for (EntityId id : new TreeSet<>(has.ids())) {
      text.append(separator);
      separator = ", ";
      if (!id.isNamed()) {
        text.append(id.toUuid());
      } else if (EntityId.parse(id.name()).equals(id)) {
        word(id.name());
      } else {
        quoted(id.name());
      }
    }
    text.append(')');
  }

  /** Writes a word that stands alone: not empty, no keyword. */
  private StringBuilder word(String word) {
    part(word, word.isEmpty() || QueryLexer.KEYWORDS.contains(word));
    return text;
  }

  private void part(String part, boolean inQuotes) {
    boolean plain = !inQuotes && !part.startsWith("!");
    if (plain && part.codePoints().allMatch(QueryText::isPlain)) {
      text.append(part);
    } else {
      quoted(part);
    }
  }

  private void quoted(String part) {
    text.append('"').append(part.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
  }

  private void pattern(String pattern) {
    if (pattern.isEmpty()) {
      text.append("\"\"");
      return;
    }
    boolean escaped = pattern.startsWith("!");
    text.append(escaped ? "\\" : "");
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      // Escapes of the pattern itself are kept; the language has the same.
      if (!escaped && (Spaces.isSpace(c) || QueryLexer.isReserved(c))) {
        text.append('\\');
      }
      text.append(c);
      escaped = !escaped && c == '\\';
    }
  }

  private static boolean isPlain(int c) {
    return !Spaces.isSpace(c)
        && !QueryLexer.isReserved(c)
        && !Character.isISOControl(c)
        && "*?\\".indexOf(c) < 0;
  }
}
