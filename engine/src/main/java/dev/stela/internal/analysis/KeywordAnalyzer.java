package dev.stela.internal.analysis;

import java.nio.charset.StandardCharsets;

/** Makes one term of a whole text, as it is. Stateless, for any thread. */
final class KeywordAnalyzer implements TextAnalyzer {
  static final String NAME = "keyword";

  @Override
  public void analyze(String text, TokenSink sink) {
    byte[] term = text.getBytes(StandardCharsets.UTF_8);
    if (term.length > 0 && term.length <= MAX_TERM_BYTES) {
      sink.token(term, term.length, 0, 0, text.length());
    }
  }

  @Override
  public String normalize(String text) {
    return text;
  }

  @Override
  public String identity() {
    return NAME + " version=1";
  }
}
