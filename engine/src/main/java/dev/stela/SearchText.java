package dev.stela;

import dev.stela.internal.format.Glob;
import dev.stela.internal.format.Spaces;
import java.util.List;

/**
 * Writes queries in the language for searching, so that its parser reads equal ones. One thread.
 */
final class SearchText {
  private final StringBuilder text = new StringBuilder();

  private SearchText() {}

  static String of(Query query) {
    var writer = new SearchText();
    writer.write(query);
    return writer.text.toString();
  }

  private void write(Query query) {
    switch (query) {
      case TextQuery leaf -> leaf(leaf);
      case Query.All all -> text.append('*');
      case Query.And(List<Query> queries) -> join(queries, " AND ");
      case Query.Or(List<Query> queries) -> join(queries, " OR ");
      case Query.Not(Query inner) -> {
        text.append("NOT ");
        operand(inner, inner instanceof Query.And || inner instanceof Query.Or);
      }
      default -> text.append("TAGS(").append(query.text()).append(')');
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
    text.append(parentheses ? "(" : "");
    write(query);
    text.append(parentheses ? ")" : "");
  }

  private void leaf(TextQuery leaf) {
    if (leaf.field() != null) {
      escaped(leaf.field()).append(':');
    }
    switch (leaf) {
      case TextQuery.Words words -> words(words);
      case TextQuery.Phrase phrase -> {
        quoted(phrase.words());
        text.append(phrase.slop() == 0 ? "" : "~" + phrase.slop());
      }
      case TextQuery.Prefix prefix -> escaped(prefix.prefix()).append('*');
      case TextQuery.Wildcard wildcard -> wildcard(wildcard);
      case TextQuery.Fuzzy fuzzy -> escaped(fuzzy.word()).append('~').append(fuzzy.edits());
      case TextQuery.Range range -> range(range);
    }
    boost(leaf.boost());
  }

  private void words(TextQuery.Words words) {
    boolean oneWord =
        !words.words().isEmpty() && words.words().codePoints().noneMatch(SearchText::separates);
    if (words.all() && oneWord) {
      escaped(words.words());
    } else {
      text.append(words.all() ? "ALL(" : "ANY(");
      quoted(words.words());
      text.append(')');
    }
  }

  private static boolean separates(int codePoint) {
    return Spaces.isSpace(codePoint) || Character.isISOControl(codePoint);
  }

  private void wildcard(TextQuery.Wildcard wildcard) {
    pattern(wildcard.pattern());
    Glob glob = Glob.of(wildcard.pattern());
    boolean hasField = wildcard.field() != null;
    // With one star it would be read as a prefix, or as every entity.
    text.append(glob.isPrefix() && !(hasField && glob.isAny()) ? "*" : "");
  }

  private void range(TextQuery.Range range) {
    text.append(range.fromIncluded() ? '[' : '{');
    limit(range.from());
    text.append(" TO ");
    limit(range.to());
    text.append(range.toIncluded() ? ']' : '}');
  }

  private void limit(String term) {
    if (term == null) {
      text.append('*');
    } else if (!term.isEmpty() && term.codePoints().allMatch(SearchText::isPlainLimit)) {
      text.append(term);
    } else {
      quoted(term);
    }
  }

  private static boolean isPlainLimit(int codePoint) {
    return !separates(codePoint) && "[]{}\"\\*?".indexOf(codePoint) < 0;
  }

  private void boost(float boost) {
    if (boost != 1) {
      String number = Float.toString(boost);
      text.append('^')
          .append(number.endsWith(".0") ? number.substring(0, number.length() - 2) : number);
    }
  }

  private void quoted(String words) {
    text.append('"').append(words.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
  }

  private StringBuilder escaped(String word) {
    text.append(SearchLexer.OPERATORS.contains(word) ? "\\" : "");
    return pattern(Glob.escape(word));
  }

  /** A pattern's own escapes are kept; the language has the same. */
  private StringBuilder pattern(String pattern) {
    boolean escaped = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      boolean meant = i == 0 && SearchLexer.isModifier(c) || SearchLexer.endsWord(c);
      text.append(!escaped && meant ? "\\" : "").append(c);
      escaped = !escaped && c == '\\';
    }
    return text;
  }
}
