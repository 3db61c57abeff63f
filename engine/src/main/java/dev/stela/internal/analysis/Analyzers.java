package dev.stela.internal.analysis;

import dev.stela.AnalyzerMissingException;
import dev.stela.InvalidArgumentException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds analyzers by their names: our own, which need nothing, and Lucene's, if it is there.
 * Stateless, for any thread.
 */
public final class Analyzers {
  private static final Pattern NGRAM = Pattern.compile("ngram\\((\\d{1,3}),(\\d{1,3})\\)");

  private Analyzers() {}

  /**
   * Returns an analyzer.
   *
   * @throws InvalidArgumentException if there is none of that name
   * @throws AnalyzerMissingException if the library that has it is not there
   */
  public static TextAnalyzer named(String name) {
    Matcher ngram = NGRAM.matcher(name);
    if (ngram.matches()) {
      return NgramAnalyzer.of(Integer.parseInt(ngram.group(1)), Integer.parseInt(ngram.group(2)));
    }
    if (name.equals(KeywordAnalyzer.NAME)) {
      return new KeywordAnalyzer();
    }
    if (name.equals(WhitespaceAnalyzer.NAME)) {
      return new WhitespaceAnalyzer();
    }
    String className = LuceneNames.className(name);
    if (className == null) {
      throw new InvalidArgumentException(
          "there is no analyzer of this name: analyzer=" + name + " names=" + names());
    }
    try {
      // The only mention of a class that refers to Lucene's.
      return LuceneAnalyzer.of(name, className);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new AnalyzerMissingException(
          "an analyzer's library is not on the path, or not among its modules: analyzer="
              + name
              + " artifacts="
              + LuceneNames.ARTIFACTS,
          e);
    }
  }

  private static String names() {
    return Stream.concat(
            Stream.of(KeywordAnalyzer.NAME, WhitespaceAnalyzer.NAME, "ngram(min,max)"),
            LuceneNames.names())
        .collect(Collectors.joining(", "));
  }
}
