package dev.stela;

import dev.stela.SearchLexer.Kind;
import dev.stela.SearchLexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Reads the language for searching, by recursive descent with one token ahead. For one thread.
 *
 * <p>Whatever the text, it answers by a query or by a {@link QuerySyntaxException}.
 */
final class SearchParser {
  private static final String WORD = "a word, such as hash or title:hash";
  private static final String MIXED =
      "+ and - do not go with AND, OR and NOT: write NOT, or parentheses";
  private static final Pattern BOOST = Pattern.compile("\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
  private static final Pattern COUNT = Pattern.compile("\\d{1,9}");

  private final String text;
  private final boolean allWanted;
  private final SearchLexer lexer;
  private Token token;
  private int previousEnd;
  private int depth;

  /** Where words are looked for; null for every field. */
  private String field;

  /** Whether that has been said: then a star alone is any term, and not every entity. */
  private boolean inField;

  /**
   * A clause of a list: {@code MUST}, {@code MUST_NOT} or, if nothing is said, {@code WORD}; {@code
   * or} says whether an OR stands before it.
   */
  private record Clause(Kind kind, Query query, boolean or) {}

  private SearchParser(String text, boolean allWanted, int from, int depth) {
    this.text = text;
    this.allWanted = allWanted;
    this.lexer = new SearchLexer(text, from);
    this.previousEnd = from;
    this.depth = depth;
    this.token = lexer.next();
  }

  /** Reads a text; {@code allWanted} says that clauses next to each other must all be there. */
  static Query parse(String text, boolean allWanted) {
    var parser = new SearchParser(text, allWanted, 0, 0);
    if (parser.token.kind() == Kind.END) {
      throw parser.error("the text is empty: expected " + WORD);
    }
    Query query = parser.list();
    if (parser.token.kind() != Kind.END) {
      throw parser.error("this parenthesis closes nothing");
    }
    return query;
  }

  /** What was read, and where in the text it ends. */
  record Embedded(Query query, int end) {}

  /** Reads what stands in a text of the other language, behind a parenthesis, up to its end. */
  static Embedded embedded(String text, int open, int depth) {
    var parser = new SearchParser(text, false, open + 1, depth);
    Query query = parser.list();
    parser.requireClosed(open);
    return new Embedded(query, parser.token.end());
  }

  /** Clauses one after the other, up to a closing parenthesis or the end. */
  private Query list() {
    int start = token.start();
    List<Clause> clauses = new ArrayList<>(List.of(clause(false)));
    while (token.kind() != Kind.CLOSE && token.kind() != Kind.END) {
      boolean or = acceptOperator("OR");
      if (!or && token.start() == previousEnd) {
        throw error("expected a space before " + found());
      }
      clauses.add(clause(or));
    }
    return build(start, () -> joined(clauses));
  }

  private Clause clause(boolean afterOr) {
    if (token.kind() == Kind.MUST || token.kind() == Kind.MUST_NOT) {
      return modified(afterOr);
    }
    boolean not = isOperator("NOT");
    Query query = and();
    // In a list without OR, NOT takes away from the whole: as a minus does.
    return not && !afterOr && !isOperator("OR") && query instanceof Query.Not(Query inner)
        ? new Clause(Kind.MUST_NOT, inner, false)
        : new Clause(Kind.WORD, query, afterOr);
  }

  private Clause modified(boolean afterOr) {
    if (afterOr) {
      throw error(MIXED);
    }
    Token modifier = advance();
    if (token.start() != modifier.end()) {
      throw lexer.error(
          modifier.start(),
          "expected a word right behind "
              + lexer.source(modifier)
              + ", but found a space or the end");
    }
    Query query = primary();
    if (token.kind() == Kind.OPERATOR && !isOperator("NOT")) {
      throw lexer.error(modifier.start(), MIXED);
    }
    return new Clause(modifier.kind(), query, false);
  }

  private Query joined(List<Clause> clauses) {
    List<Query> must = of(Kind.MUST, clauses);
    List<Query> may = of(Kind.WORD, clauses);
    List<Query> all = new ArrayList<>(must);
    if (allWanted) {
      all.addAll(alternatives(clauses));
    } else if (!must.isEmpty()) {
      // What may be there decides nothing, but is worth something.
      may.forEach(query -> all.add(Query.or(query, Query.all())));
    } else if (!may.isEmpty()) {
      all.add(Query.or(may));
    }
    of(Kind.MUST_NOT, clauses).forEach(query -> all.add(Query.not(query)));
    return Query.and(all);
  }

  private static List<Query> of(Kind kind, List<Clause> clauses) {
    return clauses.stream().filter(clause -> clause.kind() == kind).map(Clause::query).toList();
  }

  /** Of clauses of which nothing is said but OR, those between two of which it stands are one. */
  private static List<Query> alternatives(List<Clause> clauses) {
    List<Query> all = new ArrayList<>();
    List<Query> open = new ArrayList<>();
    for (Clause clause : clauses) {
      if (clause.kind() == Kind.WORD) {
        if (!clause.or() && !open.isEmpty()) {
          all.add(Query.or(open));
          open = new ArrayList<>();
        }
        open.add(clause.query());
      }
    }
    if (!open.isEmpty()) {
      all.add(Query.or(open));
    }
    return all;
  }

  private Query and() {
    int start = token.start();
    Query first = not();
    if (!isOperator("AND")) {
      return first;
    }
    List<Query> all = new ArrayList<>(List.of(first));
    while (acceptOperator("AND")) {
      all.add(not());
    }
    return build(start, () -> new Query.And(all));
  }

  private Query not() {
    int start = token.start();
    if (!isOperator("NOT")) {
      return primary();
    }
    deeper();
    advance();
    Query query = not();
    depth--;
    return build(start, () -> new Query.Not(query));
  }

  private Query primary() {
    return switch (token.kind()) {
      case FIELD -> field();
      case WORD -> word();
      case QUOTED -> phrase();
      case RANGE -> range();
      case OPEN -> group();
      case FUNCTION -> function();
      case MUST, MUST_NOT -> throw error(MIXED);
      case OPERATOR ->
          throw error(
              "expected "
                  + WORD
                  + ", but found the keyword "
                  + token.literal()
                  + ": the word is written \\"
                  + token.literal());
      default -> throw error("expected " + WORD + ", but found " + found());
    };
  }

  private Query field() {
    Token name = advance();
    if (name.wildcard() && !name.pattern().equals(TextIndexing.OTHERS)) {
      throw lexer.error(name.start(), "a field has no wildcards, but for * alone: every field");
    }
    if (token.start() != previousEnd) {
      throw lexer.error(previousEnd, "expected a word right behind the colon of a field");
    }
    if (token.kind() == Kind.FIELD) {
      throw lexer.error(token.end(), "a colon in a word is written \\:");
    }
    if (token.kind() == Kind.FUNCTION && isTags()) {
      throw error("tags are in no text field: write TAGS without one");
    }
    String fieldBefore = field;
    boolean inFieldBefore = inField;
    field = name.wildcard() ? null : build(name.start(), () -> checked(name.literal()));
    inField = true;
    Query query = primary();
    field = fieldBefore;
    inField = inFieldBefore;
    return query;
  }

  private static String checked(String name) {
    TextChecks.requireFieldName(name);
    return name;
  }

  private Query word() {
    Token word = advance();
    boolean fuzzy = isBehind(Kind.TILDE);
    if (word.wildcard()) {
      if (fuzzy) {
        throw error("a word with wildcards is not looked for with edits too");
      }
      return wildcards(word);
    }
    if (!fuzzy) {
      return leaf(word, boost -> new TextQuery.Words(field, word.literal(), true, boost));
    }
    int edits = token.literal().isEmpty() ? TextQuery.MAX_EDITS : count("a number of edits");
    advance();
    return leaf(word, boost -> new TextQuery.Fuzzy(field, word.literal(), edits, boost));
  }

  private Query wildcards(Token word) {
    String pattern = word.pattern();
    if (pattern.equals("*") && !inField) {
      if (isBehind(Kind.CARET)) {
        throw error("* is every entity, and has no score");
      }
      return Query.all();
    }
    int wildcard = firstWildcard(pattern);
    boolean prefix = wildcard > 0 && wildcard == pattern.length() - 1 && pattern.endsWith("*");
    if (!prefix) {
      return leaf(word, boost -> new TextQuery.Wildcard(field, pattern, boost));
    }
    String text = word.literal().substring(0, word.literal().length() - 1);
    return leaf(word, boost -> new TextQuery.Prefix(field, text, boost));
  }

  private static int firstWildcard(String pattern) {
    int at = 0;
    while (pattern.charAt(at) != '*' && pattern.charAt(at) != '?') {
      at += pattern.charAt(at) == '\\' ? 2 : 1;
    }
    return at;
  }

  private Query phrase() {
    Token words = advance();
    int slop = 0;
    if (isBehind(Kind.TILDE)) {
      slop = count("a number of positions behind the phrase");
      advance();
    }
    int wanted = slop;
    return leaf(words, boost -> new TextQuery.Phrase(field, words.literal(), wanted, boost));
  }

  private Query range() {
    Token open = token;
    boolean fromIncluded = text.charAt(open.start()) == '[';
    String from = limit();
    Token to = lexer.limit();
    if (to.kind() != Kind.WORD || !lexer.source(to).equals("TO")) {
      throw lexer.error(to.start(), "expected TO, but found " + quote(lexer.source(to)));
    }
    String most = limit();
    boolean toIncluded = lexer.closingBracket(open.start()) == ']';
    previousEnd = lexer.position();
    token = lexer.next();
    return leaf(
        open, boost -> new TextQuery.Range(field, from, most, fromIncluded, toIncluded, boost));
  }

  /** Returns an end of a range; null if it is open. */
  private String limit() {
    Token limit = lexer.limit();
    if (!limit.wildcard()) {
      return limit.literal();
    }
    if (!limit.literal().equals("*")) {
      throw lexer.error(
          limit.start(),
          "expected a term, or * for no limit, but found a pattern: quote * and ? that mean"
              + " themselves");
    }
    return null;
  }

  private Query group() {
    Token open = advance();
    deeper();
    Query query = list();
    requireClosed(open.start());
    advance();
    depth--;
    return build(open.start(), () -> boosted(query, boost()));
  }

  private static Query boosted(Query query, float boost) {
    return switch (query) {
      case TextQuery leaf -> leaf.withBoost(leaf.boost() * boost);
      case Query.And(List<Query> queries) -> new Query.And(boosted(queries, boost));
      case Query.Or(List<Query> queries) -> new Query.Or(boosted(queries, boost));
      default -> query;
    };
  }

  private static List<Query> boosted(List<Query> queries, float boost) {
    return queries.stream().map(query -> boosted(query, boost)).toList();
  }

  private boolean isTags() {
    return token.literal().equals("TAGS");
  }

  private Query function() {
    if (isTags()) {
      return tags();
    }
    Token name = token;
    boolean all = name.literal().equals("ALL");
    if (!all && !name.literal().equals("ANY")) {
      throw lexer.error(
          name.end(), "expected a space before \"(\", or one of the functions ALL, ANY and TAGS");
    }
    advance();
    Token open = advance();
    if (token.kind() != Kind.QUOTED) {
      throw error("expected words in quotes, but found " + found());
    }
    Token words = advance();
    requireClosed(open.start());
    advance();
    return leaf(name, boost -> new TextQuery.Words(field, words.literal(), all, boost));
  }

  private Query tags() {
    int open = token.end();
    deeper();
    QueryParser.Embedded tags = QueryParser.embedded(text, open, depth);
    depth--;
    lexer.moveTo(tags.end());
    previousEnd = tags.end();
    token = lexer.next();
    if (isBehind(Kind.CARET)) {
      throw error("TAGS has no score");
    }
    return tags.query();
  }

  /** Makes a query of a boost that may stand behind it. */
  private interface Leaf {
    TextQuery with(float boost);
  }

  private Query leaf(Token start, Leaf leaf) {
    return build(start.start(), () -> leaf.with(boost()));
  }

  private float boost() {
    if (!isBehind(Kind.CARET)) {
      return 1;
    }
    if (!BOOST.matcher(token.literal()).matches()) {
      throw error("expected a number behind ^, such as 2 or 0.5");
    }
    return Float.parseFloat(advance().literal());
  }

  private int count(String expected) {
    if (!COUNT.matcher(token.literal()).matches()) {
      throw error("expected " + expected + ", but found " + found());
    }
    return Integer.parseInt(token.literal());
  }

  /** Returns whether a token of a kind stands right behind the one before. */
  private boolean isBehind(Kind kind) {
    return token.kind() == kind && token.start() == previousEnd;
  }

  private void requireClosed(int open) {
    if (token.kind() != Kind.CLOSE) {
      throw error(
          "expected \")\", but found "
              + found()
              + ": the parenthesis at index "
              + open
              + " is not closed");
    }
  }

  private String found() {
    return token.kind() == Kind.END ? "the end" : quote(lexer.source(token));
  }

  private static String quote(String source) {
    return source.startsWith("\"") ? source : '"' + source + '"';
  }

  private void deeper() {
    if (++depth > QueryChecks.MAX_DEPTH) {
      throw error("the query is nested too deep: most=" + QueryChecks.MAX_DEPTH);
    }
  }

  private boolean isOperator(String operator) {
    return token.kind() == Kind.OPERATOR && token.literal().equals(operator);
  }

  private boolean acceptOperator(String operator) {
    boolean accepted = isOperator(operator);
    if (accepted) {
      advance();
    }
    return accepted;
  }

  private Token advance() {
    Token passed = token;
    previousEnd = passed.end() + (passed.kind() == Kind.FIELD ? 1 : 0);
    token = lexer.next();
    return passed;
  }

  private QuerySyntaxException error(String what) {
    return lexer.error(token.start(), what);
  }

  /** What the parts of a query refuse is an error in the text, at the place they begin. */
  private <T> T build(int start, Supplier<T> part) {
    try {
      return part.get();
    } catch (QuerySyntaxException e) {
      throw e;
    } catch (InvalidArgumentException e) {
      throw lexer.error(start, e.getMessage());
    }
  }
}
