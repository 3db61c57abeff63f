package dev.stela;

import dev.stela.internal.format.Spaces;
import java.util.Set;

/** Cuts a text of the language for searching into tokens, one at a time. For one thread. */
final class SearchLexer {
  /** Words that are not looked for unless they are escaped. */
  static final Set<String> OPERATORS = Set.of("AND", "OR", "NOT");

  private static final String ENDS_WORD = "()[]{}\"~^:";

  enum Kind {
    /** A word, maybe with wildcards. */
    WORD,
    /** A word, with a colon right behind it. */
    FIELD,
    /** Words in quotes. */
    QUOTED,
    /** AND, OR, NOT. */
    OPERATOR,
    /** A word with a parenthesis right behind it. */
    FUNCTION,
    OPEN,
    CLOSE,
    MUST,
    MUST_NOT,
    /** The beginning of a range. */
    RANGE,
    /** A tilde, and the digits behind it. */
    TILDE,
    /** A caret, and the number behind it. */
    CARET,
    END
  }

  /**
   * A token.
   *
   * @param kind its kind
   * @param start where it begins in the text
   * @param end where it ends
   * @param literal a word without escapes, what stands in quotes, or a number
   * @param pattern a word as a pattern
   * @param wildcard whether the pattern has a wildcard
   */
  record Token(Kind kind, int start, int end, String literal, String pattern, boolean wildcard) {}

  private final String text;
  private int at;

  SearchLexer(String text, int from) {
    this.text = text;
    this.at = from;
  }

  Token next() {
    at = Spaces.skip(text, at);
    if (at == text.length()) {
      return token(Kind.END, at, "");
    }
    int start = at;
    return switch (text.charAt(at)) {
      case '(' -> single(Kind.OPEN);
      case ')' -> single(Kind.CLOSE);
      case '[', '{' -> single(Kind.RANGE);
      case '+' -> single(Kind.MUST);
      case '-' -> single(Kind.MUST_NOT);
      case '"' -> token(Kind.QUOTED, start, quoted());
      case '~' -> token(Kind.TILDE, start, number());
      case '^' -> token(Kind.CARET, start, number());
      case '!' ->
          throw error(
              start, "\"!\" is no operator: write NOT or -, or \\! for a word that begins so");
      case ']', '}', ':' ->
          throw error(
              start,
              "expected a word, but found \""
                  + text.charAt(start)
                  + "\": in a word it is written \\"
                  + text.charAt(start));
      default -> word(start);
    };
  }

  /** Goes on behind what another parser has read. */
  void moveTo(int position) {
    at = position;
  }

  /** Returns the next end of a range: a word up to the next space or bracket, or quoted. */
  Token limit() {
    at = Spaces.skip(text, at);
    int start = at;
    if (at < text.length() && text.charAt(at) == '"') {
      return token(Kind.QUOTED, start, quoted());
    }
    var literal = new StringBuilder();
    boolean wildcard = false;
    while (at < text.length() && !Spaces.isSpace(text.codePointAt(at)) && !isBracket(at)) {
      char c = text.charAt(at);
      if (c == '"') {
        throw error(at, "expected a space before the quote");
      }
      wildcard |= c == '*' || c == '?';
      literal.appendCodePoint(c == '\\' ? escapedCharacter() : text.codePointAt(at));
      at += Character.charCount(text.codePointAt(at));
    }
    if (start == at) {
      throw error(start, "expected a term, or * for no limit, but found " + found());
    }
    return new Token(Kind.WORD, start, at, literal.toString(), "", wildcard);
  }

  /** Returns the bracket that ends a range. */
  char closingBracket(int open) {
    at = Spaces.skip(text, at);
    if (at == text.length() || text.charAt(at) != ']' && text.charAt(at) != '}') {
      throw error(
          at,
          "expected ] or }, but found "
              + found()
              + ": the range at index "
              + open
              + " is not closed");
    }
    return text.charAt(at++);
  }

  int position() {
    return at;
  }

  private String found() {
    return at == text.length() ? "the end" : "\"" + text.charAt(at) + "\"";
  }

  private boolean isBracket(int position) {
    return "[]{}".indexOf(text.charAt(position)) >= 0;
  }

  /** Returns what a token is in the text, shortened if it is long. */
  String source(Token token) {
    return SyntaxErrors.source(text, token.start(), token.end());
  }

  /** Returns the exception that says what is wrong and shows where. */
  QuerySyntaxException error(int position, String what) {
    return SyntaxErrors.at(text, position, what);
  }

  /** Returns whether a character ends a word, unless it is escaped. */
  static boolean endsWord(int codePoint) {
    return Spaces.isSpace(codePoint) || ENDS_WORD.indexOf(codePoint) >= 0;
  }

  /** Returns whether a character at the beginning of a word is none of it, unless it is escaped. */
  static boolean isModifier(int codePoint) {
    return codePoint == '+' || codePoint == '-' || codePoint == '!';
  }

  private Token word(int start) {
    var literal = new StringBuilder();
    var pattern = new StringBuilder();
    boolean wildcard = false;
    boolean escaped = false;
    while (at < text.length() && !endsWord(text.codePointAt(at))) {
      int c = text.codePointAt(at);
      if (c == '*' || c == '?') {
        wildcard = true;
        literal.append((char) c);
        pattern.append((char) c);
      } else {
        escaped |= c == '\\';
        c = c == '\\' ? escapedCharacter() : c;
        literal.appendCodePoint(c);
        pattern.append(c == '*' || c == '?' || c == '\\' ? "\\" : "").appendCodePoint(c);
      }
      at += Character.charCount(c);
    }
    char behind = at < text.length() ? text.charAt(at) : ' ';
    Kind kind = Kind.WORD;
    if (behind == ':') {
      kind = Kind.FIELD;
    } else if (!escaped && OPERATORS.contains(literal.toString())) {
      kind = Kind.OPERATOR;
    } else if (behind == '(') {
      kind = Kind.FUNCTION;
    }
    int end = at;
    at += kind == Kind.FIELD ? 1 : 0;
    return new Token(kind, start, end, literal.toString(), pattern.toString(), wildcard);
  }

  /** Returns the character behind the backslash at hand, and goes there. */
  private int escapedCharacter() {
    at++;
    if (at == text.length()) {
      throw error(at - 1, "a backslash escapes the character after it, but found the end");
    }
    return text.codePointAt(at);
  }

  private String quoted() {
    int open = at++;
    var literal = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\') {
        at++;
        if (at == text.length() || text.charAt(at) != '"' && text.charAt(at) != '\\') {
          throw error(at - 1, "inside quotes a backslash stands before \" or \\ only: write \\\\");
        }
      }
      literal.append(text.charAt(at++));
    }
    if (at == text.length()) {
      throw error(open, "this quote is not closed: expected another \"");
    }
    at++;
    return literal.toString();
  }

  /** Returns the number behind the character at hand; empty if there is none. */
  private String number() {
    int from = ++at;
    while (at < text.length() && isPartOfNumber(from)) {
      at++;
    }
    return text.substring(from, at);
  }

  private boolean isPartOfNumber(int from) {
    char c = text.charAt(at);
    boolean exponent = at > from && Character.toLowerCase(text.charAt(at - 1)) == 'e';
    return c >= '0' && c <= '9'
        || c == '.'
        || at > from && (c == 'e' || c == 'E')
        || exponent && (c == '+' || c == '-');
  }

  private Token single(Kind kind) {
    at++;
    return token(kind, at - 1, "");
  }

  private Token token(Kind kind, int start, String literal) {
    return new Token(kind, start, at, literal, "", false);
  }
}
