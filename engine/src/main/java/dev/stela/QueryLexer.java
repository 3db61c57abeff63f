package dev.stela;

import dev.stela.internal.format.Spaces;
import java.util.Set;

/** Cuts the text of a query into tokens, one at a time. For one thread. */
final class QueryLexer {
  /** Words that are not read as tags unless they are quoted. */
  static final Set<String> KEYWORDS =
      Set.of(
          "AND",
          "OR",
          "NOT",
          "IN",
          "BETWEEN",
          "EVER",
          "ASOF",
          "LIFECYCLE",
          "CREATED",
          "UPDATED",
          "ID",
          "LIKE",
          "TEXT");

  private static final String RESERVED = "(),\"=<>";

  enum Kind {
    WORD,
    KEYWORD,
    OPEN,
    CLOSE,
    COMMA,
    EQUAL,
    NOT_EQUAL,
    LESS,
    AT_MOST,
    GREATER,
    AT_LEAST,
    END
  }

  /**
   * A token.
   *
   * @param kind its kind
   * @param start where it begins in the text
   * @param end where it ends
   * @param literal a word without quotes and escapes
   * @param pattern the word as a pattern
   * @param wildcard whether the pattern has a wildcard
   * @param quoted whether the word has quotes or escapes
   */
  record Token(
      Kind kind,
      int start,
      int end,
      String literal,
      String pattern,
      boolean wildcard,
      boolean quoted) {}

  private final String text;
  private int at;

  QueryLexer(String text) {
    this.text = text;
  }

  /** Goes on elsewhere: behind what another parser has read. */
  void moveTo(int position) {
    at = position;
  }

  Token next() {
    at = Spaces.skip(text, at);
    if (at == text.length()) {
      return token(Kind.END, 0);
    }
    return switch (text.charAt(at)) {
      case '(' -> token(Kind.OPEN, 1);
      case ')' -> token(Kind.CLOSE, 1);
      case ',' -> token(Kind.COMMA, 1);
      case '=' -> followedBy('=') ? refuse("\"==\" is no operator: write =") : token(Kind.EQUAL, 1);
      case '<' -> {
        if (followedBy('>')) {
          yield refuse("\"<>\" is no operator: write !=");
        }
        yield followedBy('=') ? token(Kind.AT_MOST, 2) : token(Kind.LESS, 1);
      }
      case '>' -> followedBy('=') ? token(Kind.AT_LEAST, 2) : token(Kind.GREATER, 1);
      case '!' ->
          followedBy('=')
              ? token(Kind.NOT_EQUAL, 2)
              : refuse("\"!\" is no operator: write NOT, or quote a tag that begins with it");
      default -> word();
    };
  }

  /** Returns what a token is in the text, shortened if it is long. */
  String source(Token token) {
    return SyntaxErrors.source(text, token.start(), token.end());
  }

  /** Returns the exception that says what is wrong and shows where. */
  QuerySyntaxException error(int position, String what) {
    return SyntaxErrors.at(text, position, what);
  }

  /** Returns whether a character ends a word that is not quoted. */
  static boolean isReserved(int codePoint) {
    return RESERVED.indexOf(codePoint) >= 0;
  }

  private Token word() {
    int start = at;
    var literal = new StringBuilder();
    var pattern = new StringBuilder();
    boolean wildcard = false;
    boolean quoted = false;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (c == '"') {
        quoted = true;
        quoted(literal, pattern);
        continue;
      }
      if (Spaces.isSpace(c) || isReserved(c) || c == '!' && followedBy('=')) {
        break;
      }
      if (c == '*' || c == '?') {
        wildcard = true;
        literal.append((char) c);
        pattern.append((char) c);
      } else {
        if (c == '\\') {
          quoted = true;
          at++;
          if (at == text.length()) {
            throw error(at - 1, "a backslash escapes the character after it, but found the end");
          }
          c = text.codePointAt(at);
        }
        append(c, literal, pattern);
      }
      at += Character.charCount(c);
    }
    String word = literal.toString();
    boolean keyword = !quoted && KEYWORDS.contains(word);
    return new Token(
        keyword ? Kind.KEYWORD : Kind.WORD, start, at, word, pattern.toString(), wildcard, quoted);
  }

  private void quoted(StringBuilder literal, StringBuilder pattern) {
    int open = at++;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (c == '"') {
        at++;
        return;
      }
      if (c == '\\') {
        at++;
        if (at == text.length() || text.charAt(at) != '"' && text.charAt(at) != '\\') {
          throw error(at - 1, "inside quotes a backslash stands before \" or \\ only: write \\\\");
        }
        c = text.charAt(at);
      }
      append(c, literal, pattern);
      at += Character.charCount(c);
    }
    throw error(open, "this quote is not closed: expected another \"");
  }

  private static void append(int codePoint, StringBuilder literal, StringBuilder pattern) {
    literal.appendCodePoint(codePoint);
    if (codePoint == '*' || codePoint == '?' || codePoint == '\\') {
      pattern.append('\\');
    }
    pattern.appendCodePoint(codePoint);
  }

  private boolean followedBy(char c) {
    return at + 1 < text.length() && text.charAt(at + 1) == c;
  }

  private Token token(Kind kind, int length) {
    int start = at;
    at += length;
    return new Token(kind, start, at, "", "", false, false);
  }

  private Token refuse(String what) {
    throw error(at, what);
  }
}
