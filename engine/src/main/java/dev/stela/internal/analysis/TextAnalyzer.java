package dev.stela.internal.analysis;

/** Makes tokens of a text. Any thread. */
public interface TextAnalyzer {
  /** The longest term; what is longer is no term, and keeps its place. */
  int MAX_TERM_BYTES = 8191;

  /**
   * Gives the tokens of a text to a sink.
   *
   * @throws dev.stela.InvalidArgumentException if the analyzer fails on this text
   */
  void analyze(String text, TokenSink sink);

  /** Returns a part of a term, as one has to write it to find terms: in lower case, for example. */
  String normalize(String text);

  /** Returns the name by which the analyzer was asked for, with what its version decides. */
  String identity();
}
