package dev.stela.internal.analysis;

/** Takes the tokens of a text, one after another. One thread. */
@FunctionalInterface
public interface TokenSink {
  /**
   * Takes a token.
   *
   * @param term the bytes of its term in UTF-8; only until this returns
   * @param length how many of them count; 1 to {@link TextAnalyzer#MAX_TERM_BYTES}
   * @param position where it stands, counted in tokens from 0; not less than the one before, and
   *     the same for several terms of one place
   * @param start the index of its first character in the text
   * @param end the index behind its last one
   */
  void token(byte[] term, int length, int position, int start, int end);
}
