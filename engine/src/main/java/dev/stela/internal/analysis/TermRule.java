package dev.stela.internal.analysis;

import dev.stela.TextQuery;
import dev.stela.internal.format.Glob;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Says of a term whether a query that is not about single words looks for it. Any thread. */
@FunctionalInterface
interface TermRule {
  /** Tells whether the query looks for a term, given as UTF-8. */
  boolean matches(byte[] term, int length);

  /** Returns the rule of a prefix, a pattern, a word with edits or a range. */
  static TermRule of(TextQuery leaf, TextAnalyzer analyzer) {
    return switch (leaf) {
      case TextQuery.Prefix prefix -> {
        byte[] bytes = utf8(analyzer.normalize(prefix.prefix()));
        yield (term, length) ->
            length >= bytes.length && Arrays.equals(term, 0, bytes.length, bytes, 0, bytes.length);
      }
      case TextQuery.Wildcard wildcard -> {
        Glob glob = Glob.of(Patterns.normalize(wildcard.pattern(), analyzer));
        yield (term, length) -> glob.matches(term, 0, length);
      }
      case TextQuery.Fuzzy fuzzy -> {
        var word = new EditDistance(analyzer.normalize(fuzzy.word()));
        yield (term, length) ->
            word.isWithin(new String(term, 0, length, StandardCharsets.UTF_8), fuzzy.edits());
      }
      case TextQuery.Range range -> range(range, analyzer);
      case TextQuery.Words _, TextQuery.Phrase _ ->
          throw new IllegalArgumentException("looked for word by word: query=" + leaf.text());
    };
  }

  private static TermRule range(TextQuery.Range range, TextAnalyzer analyzer) {
    byte[] from = range.from() == null ? null : utf8(analyzer.normalize(range.from()));
    byte[] to = range.to() == null ? null : utf8(analyzer.normalize(range.to()));
    return (term, length) ->
        (from == null || isAbove(compare(term, length, from), range.fromIncluded()))
            && (to == null || isAbove(-compare(term, length, to), range.toIncluded()));
  }

  private static boolean isAbove(int compared, boolean included) {
    return compared > 0 || included && compared == 0;
  }

  private static int compare(byte[] term, int length, byte[] limit) {
    return Arrays.compareUnsigned(term, 0, length, limit, 0, limit.length);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
