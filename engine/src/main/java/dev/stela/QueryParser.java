package dev.stela;

import dev.stela.QueryLexer.Kind;
import dev.stela.QueryLexer.Token;
import dev.stela.internal.format.Decimal;
import dev.stela.internal.format.Glob;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Reads the textual form of queries, by recursive descent with one token ahead. For one thread.
 *
 * <p>Whatever the text, it answers by a query or by a {@link QuerySyntaxException}.
 */
final class QueryParser {
  private static final String CONDITION = "a condition, such as ns:value";

  private final String text;
  private final QueryLexer lexer;
  private Token token;
  private Token previous;
  private int depth;

  private QueryParser(String text, int from, int depth) {
    this.text = text;
    this.lexer = new QueryLexer(text);
    this.depth = depth;
    lexer.moveTo(from);
    this.token = lexer.next();
    this.previous = token;
  }

  /** What was read, and where in the text it ends. */
  record Embedded(Query query, int end) {}

  /** Reads what stands in a text of the other language, behind a parenthesis, up to its end. */
  static Embedded embedded(String text, int open, int depth) {
    var parser = new QueryParser(text, open + 1, depth);
    Query query = parser.or();
    if (parser.token.kind() == Kind.END) {
      throw parser.unclosed(open, "AND, OR or \")\"");
    }
    if (parser.token.kind() != Kind.CLOSE) {
      throw parser.noOperator("AND, OR or \")\"");
    }
    return new Embedded(query, parser.token.end());
  }

  static Query parse(String text) {
    var parser = new QueryParser(text, 0, 0);
    if (parser.token.kind() == Kind.END) {
      throw parser.error("the text is empty: expected " + CONDITION);
    }
    Query query = parser.or();
    if (parser.token.kind() != Kind.END) {
      throw parser.noOperator("AND, OR or the end");
    }
    return query;
  }

  private Query or() {
    int start = token.start();
    Query first = and();
    if (!isKeyword("OR")) {
      return first;
    }
    List<Query> all = new ArrayList<>(List.of(first));
    while (acceptKeyword("OR")) {
      all.add(and());
    }
    return build(start, () -> new Query.Or(all));
  }

  private Query and() {
    int start = token.start();
    Query first = not();
    if (!isKeyword("AND")) {
      return first;
    }
    List<Query> all = new ArrayList<>(List.of(first));
    while (acceptKeyword("AND")) {
      all.add(not());
    }
    return build(start, () -> new Query.And(all));
  }

  private Query not() {
    int start = token.start();
    if (!isKeyword("NOT")) {
      return term();
    }
    deeper();
    advance();
    Query query = not();
    depth--;
    return build(start, () -> new Query.Not(query));
  }

  private Query term() {
    return switch (token.kind()) {
      case OPEN -> nested();
      case KEYWORD -> function();
      case WORD -> wordOrComparison();
      case EQUAL, NOT_EQUAL, LESS, AT_MOST, GREATER, AT_LEAST ->
          throw error("expected a namespace before the operator " + lexer.source(token));
      default -> throw error("expected " + CONDITION + ", but found " + found());
    };
  }

  private Query nested() {
    Token open = advance();
    deeper(open);
    Query query = or();
    close(open);
    return query;
  }

  private Query wordOrComparison() {
    Token word = advance();
    if (comparison() != null) {
      return comparison(word);
    }
    return build(word.start(), () -> tag(word));
  }

  private static Query tag(Token word) {
    if (!word.wildcard()) {
      return new Query.HasTag(Tag.of(word.literal()));
    }
    Query.Matches matches = matches(word);
    boolean anyValue = Glob.of(matches.value()).isAny();
    if (!anyValue) {
      return matches;
    }
    if (matches.namespace() == null) {
      return new Query.All();
    }
    String namespace = word.literal().substring(0, word.literal().indexOf(':'));
    return Glob.of(matches.namespace()).isLiteral() ? new Query.HasNamespace(namespace) : matches;
  }

  private static Query.Matches matches(Token word) {
    int colon = word.pattern().indexOf(':');
    return colon < 0
        ? new Query.Matches(null, word.pattern())
        : new Query.Matches(
            word.pattern().substring(0, colon), word.pattern().substring(colon + 1));
  }

  /** Returns how the token at hand compares; null if it does not. */
  private Comparison comparison() {
    return switch (token.kind()) {
      case EQUAL -> Comparison.EQUAL;
      case NOT_EQUAL -> Comparison.NOT_EQUAL;
      case LESS -> Comparison.LESS;
      case AT_MOST -> Comparison.AT_MOST;
      case GREATER -> Comparison.GREATER;
      case AT_LEAST -> Comparison.AT_LEAST;
      case KEYWORD ->
          isKeyword("IN") ? Comparison.IN : isKeyword("BETWEEN") ? Comparison.BETWEEN : null;
      default -> null;
    };
  }

  private Query comparison(Token namespace) {
    Comparison comparison = comparison();
    String operator = lexer.source(token);
    if (namespace.wildcard()) {
      throw lexer.error(
          namespace.start(), "expected one namespace before " + operator + ", but found a pattern");
    }
    if (namespace.literal().indexOf(':') >= 0) {
      throw lexer.error(
          namespace.start(),
          "expected a namespace, which has no colon, before "
              + operator
              + ", but found "
              + quote(lexer.source(namespace)));
    }
    advance();
    List<Query.Operand> operands = new ArrayList<>();
    if (comparison == Comparison.IN) {
      Token open = open("IN");
      do {
        operands.add(operand("a value"));
      } while (accept(Kind.COMMA));
      closeList(open);
    } else {
      operands.add(operand("a value after " + operator));
      if (comparison == Comparison.BETWEEN) {
        if (!acceptKeyword("AND")) {
          throw error("expected AND and the greatest value, but found " + found());
        }
        operands.add(operand("a value after AND"));
      }
    }
    return build(
        namespace.start(), () -> new Query.Compares(namespace.literal(), comparison, operands));
  }

  private Query.Operand operand(String expected) {
    Token word = word(expected);
    boolean numeric = !word.quoted() && Decimal.isNumber(word.literal());
    return build(word.start(), () -> new Query.Operand(word.literal(), numeric));
  }

  private Query function() {
    if (isKeyword("TEXT")) {
      return text();
    }
    Token keyword = token;
    BiFunction<Integer, Token, Query> rest =
        switch (keyword.literal()) {
          case "EVER" -> this::ever;
          case "ASOF" -> this::asOf;
          case "LIFECYCLE" -> this::lifecycle;
          case "CREATED" -> (start, open) -> span(start, open, Query.CreatedIn::new);
          case "UPDATED" -> (start, open) -> span(start, open, Query.UpdatedIn::new);
          case "ID" -> this::ids;
          case "LIKE" -> this::like;
          default ->
              throw error(
                  "expected " + CONDITION + ", but found " + found() + inQuotes(keyword.literal()));
        };
    advance();
    return rest.apply(keyword.start(), open(keyword.literal()));
  }

  /** What stands in the parentheses is of the language for searching. */
  private Query text() {
    advance();
    if (token.kind() != Kind.OPEN) {
      throw noOpening("TEXT");
    }
    deeper();
    SearchParser.Embedded search = SearchParser.embedded(text, token.start(), depth);
    depth--;
    previous = token;
    lexer.moveTo(search.end());
    token = lexer.next();
    return search.query();
  }

  private Query ever(int start, Token open) {
    deeper(open);
    Query query = or();
    close(open);
    return build(start, () -> new Query.Ever(query));
  }

  private Query asOf(int start, Token open) {
    Token moment = word("a moment or an LSN");
    boolean digits = moment.literal().chars().allMatch(c -> c >= '0' && c <= '9');
    long lsn = digits ? lsn(moment) : 0;
    Instant time = digits ? null : instant(moment, "a moment or an LSN");
    if (!accept(Kind.COMMA)) {
      throw error("expected a comma and a query, but found " + found());
    }
    deeper(open);
    Query query = or();
    close(open);
    return build(start, () -> digits ? new Query.AsOfLsn(lsn, query) : new Query.AsOf(time, query));
  }

  private long lsn(Token word) {
    try {
      return Long.parseLong(word.literal());
    } catch (NumberFormatException e) {
      throw lexer.error(word.start(), "expected an LSN from 0 to " + Long.MAX_VALUE);
    }
  }

  private Query lifecycle(int start, Token open) {
    Token word = word("active, deleted or archived");
    Lifecycle lifecycle =
        switch (word.literal().toLowerCase(Locale.ROOT)) {
          case "active" -> Lifecycle.ACTIVE;
          case "deleted" -> Lifecycle.DELETED;
          case "archived" -> Lifecycle.ARCHIVED;
          default ->
              throw lexer.error(
                  word.start(),
                  "expected active, deleted or archived, but found " + quote(lexer.source(word)));
        };
    closeList(open);
    return build(start, () -> new Query.InLifecycle(lifecycle));
  }

  private Query span(int start, Token open, BiFunction<Instant, Instant, Query> span) {
    Instant from = limit();
    if (!accept(Kind.COMMA)) {
      throw error("expected a comma and the end of the span, but found " + found());
    }
    Instant to = limit();
    closeList(open);
    return build(start, () -> span.apply(from, to));
  }

  private Instant limit() {
    String expected = "a moment, or * for no limit";
    if (token.kind() == Kind.WORD && token.wildcard() && token.literal().equals("*")) {
      advance();
      return null;
    }
    return instant(word(expected), expected);
  }

  private Instant instant(Token word, String expected) {
    String text = word.literal();
    try {
      return text.indexOf('T') < 0 && text.indexOf('t') < 0
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
    } catch (DateTimeException e) {
      throw lexer.error(
          word.start(),
          "expected "
              + expected
              + ", but found "
              + quote(lexer.source(word))
              + ": a moment is written 2026-01-31 or 2026-01-31T09:30:00Z");
    }
  }

  private Query ids(int start, Token open) {
    Set<EntityId> ids = new HashSet<>();
    do {
      Token word = word("an id");
      // In quotes it is a name even if it looks like a UUID.
      ids.add(
          build(
              word.start(),
              () ->
                  word.quoted() ? EntityId.named(word.literal()) : EntityId.parse(word.literal())));
    } while (accept(Kind.COMMA));
    closeList(open);
    return build(start, () -> new Query.HasId(ids));
  }

  private Query like(int start, Token open) {
    if (token.kind() != Kind.WORD) {
      throw error("expected a pattern, but found " + found());
    }
    Token word = advance();
    closeList(open);
    return build(word.start(), () -> matches(word));
  }

  private Token word(String expected) {
    if (token.kind() == Kind.KEYWORD) {
      throw error("expected " + expected + ", but found " + found() + inQuotes(token.literal()));
    }
    if (token.kind() != Kind.WORD) {
      throw error("expected " + expected + ", but found " + found());
    }
    if (token.wildcard()) {
      throw error(
          "expected " + expected + ", but found a pattern: quote * and ? that mean themselves");
    }
    return advance();
  }

  private Token open(String after) {
    if (token.kind() != Kind.OPEN) {
      throw noOpening(after);
    }
    return advance();
  }

  private QuerySyntaxException noOpening(String after) {
    return error("expected \"(\" after " + after + ", but found " + found() + inQuotes(after));
  }

  private void close(Token open) {
    if (token.kind() == Kind.END) {
      throw unclosed(open.start(), "AND, OR or \")\"");
    }
    if (!accept(Kind.CLOSE)) {
      throw noOperator("AND, OR or \")\"");
    }
    depth--;
  }

  private void closeList(Token open) {
    if (token.kind() == Kind.END) {
      throw unclosed(open.start(), "\")\"");
    }
    if (!accept(Kind.CLOSE)) {
      throw error("expected \")\", but found " + found());
    }
  }

  private QuerySyntaxException unclosed(int open, String expected) {
    return error(
        "expected "
            + expected
            + ", but found the end: the parenthesis at index "
            + open
            + " is not closed");
  }

  private QuerySyntaxException noOperator(String expected) {
    return error("expected " + expected + ", but found " + found() + hint());
  }

  /** What was probably meant where one condition follows another without an operator. */
  private String hint() {
    String source = lexer.source(token);
    if (token.kind() == Kind.KEYWORD || token.kind() == Kind.WORD || token.kind() == Kind.OPEN) {
      String before = lexer.source(previous);
      for (Token word : List.of(token, previous)) {
        String upper = word.literal().toUpperCase(Locale.ROOT);
        if (word.kind() == Kind.WORD && !word.quoted() && QueryLexer.KEYWORDS.contains(upper)) {
          return ": keywords are upper case, write " + upper;
        }
      }
      if (source.startsWith("&") || source.startsWith("|")) {
        return ": write AND or OR";
      }
      if (before.startsWith("'") || before.startsWith("“")) {
        return ": texts are quoted by \"";
      }
      if (before.endsWith(":") && token.kind() == Kind.WORD) {
        return ": a tag has no space after its colon unless it is quoted";
      }
      return ": two conditions are joined by AND or OR, a tag with spaces is quoted";
    }
    return "";
  }

  private String found() {
    return switch (token.kind()) {
      case END -> "the end";
      case KEYWORD -> "the keyword " + token.literal();
      default -> quote(lexer.source(token));
    };
  }

  private static String quote(String source) {
    return source.startsWith("\"") ? source : '"' + source + '"';
  }

  private static String inQuotes(String keyword) {
    return ": the text " + keyword + " is written \"" + keyword + '"';
  }

  private void deeper() {
    deeper(token);
  }

  private void deeper(Token at) {
    if (++depth > QueryChecks.MAX_DEPTH) {
      throw lexer.error(at.start(), "the query is nested too deep: most=" + QueryChecks.MAX_DEPTH);
    }
  }

  private boolean isKeyword(String keyword) {
    return token.kind() == Kind.KEYWORD && token.literal().equals(keyword);
  }

  private boolean acceptKeyword(String keyword) {
    boolean accepted = isKeyword(keyword);
    if (accepted) {
      advance();
    }
    return accepted;
  }

  private boolean accept(Kind kind) {
    boolean accepted = token.kind() == kind;
    if (accepted) {
      advance();
    }
    return accepted;
  }

  private Token advance() {
    previous = token;
    token = lexer.next();
    return previous;
  }

  private QuerySyntaxException error(String what) {
    return lexer.error(token.start(), what);
  }

  /** What the parts of a query refuse is an error in the text, at the place they begin. */
  private <T> T build(int start, Supplier<T> part) {
    try {
      return part.get();
    } catch (InvalidArgumentException e) {
      throw lexer.error(start, e.getMessage());
    }
  }
}
