package dev.stela.internal.analysis;

import dev.stela.internal.format.Spaces;
import java.nio.charset.StandardCharsets;

/**
 * Makes a term of whatever stands between white space, as it is: upper and lower case differ.
 * Stateless, for any thread.
 */
final class WhitespaceAnalyzer implements TextAnalyzer {
  static final String NAME = "whitespace";

  @Override
  public void analyze(String text, TokenSink sink) {
    int position = 0;
    for (int start = Spaces.skip(text, 0); start < text.length(); position++) {
      int end = Spaces.find(text, start);
      byte[] term = text.substring(start, end).getBytes(StandardCharsets.UTF_8);
      if (term.length <= MAX_TERM_BYTES) {
        sink.token(term, term.length, position, start, end);
      }
      start = Spaces.skip(text, end);
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
