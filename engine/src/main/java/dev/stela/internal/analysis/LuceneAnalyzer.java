package dev.stela.internal.analysis;

import dev.stela.InvalidArgumentException;
import dev.stela.StelaException;
import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.Version;

/**
 * One of Lucene's analyzers. The only class that refers to Lucene's: it is loaded when somebody
 * asks for one. Any thread: Lucene keeps a token stream for each.
 */
final class LuceneAnalyzer implements TextAnalyzer {
  /** Analyzers treat all fields alike; they want a name nonetheless. */
  private static final String FIELD = "text";

  /** The one that has no stop words of its own: it gets the English ones. */
  private static final String STOP = "stop";

  private final String name;
  private final Analyzer analyzer;

  private LuceneAnalyzer(String name, Analyzer analyzer) {
    this.name = name;
    this.analyzer = analyzer;
  }

  /**
   * Makes an analyzer of a class. By reflection, for a class that names another one may be refused
   * as a whole where that one is missing, and an analyzer may be there while others are not.
   */
  static TextAnalyzer of(String name, String className) throws ClassNotFoundException {
    try {
      Class<?> type = Class.forName(className);
      Object made =
          name.equals(STOP)
              ? type.getConstructor(CharArraySet.class)
                  .newInstance(EnglishAnalyzer.getDefaultStopSet())
              : type.getConstructor().newInstance();
      return new LuceneAnalyzer(name, (Analyzer) made);
    } catch (ClassNotFoundException e) {
      throw e;
    } catch (ReflectiveOperationException e) {
      throw new InvalidArgumentException(
          "Lucene's analyzer cannot be made: analyzer=" + name + " class=" + className, e);
    }
  }

  @Override
  public void analyze(String text, TokenSink sink) {
    try (TokenStream tokens = analyzer.tokenStream(FIELD, text)) {
      pass(tokens, sink);
      tokens.end();
    } catch (StelaException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new InvalidArgumentException(
          "an analyzer fails on a text: analyzer=" + name + " characters=" + text.length(), e);
    }
  }

  private static void pass(TokenStream tokens, TokenSink sink) throws IOException {
    var term = tokens.addAttribute(TermToBytesRefAttribute.class);
    var offsets = tokens.addAttribute(OffsetAttribute.class);
    var increments = tokens.addAttribute(PositionIncrementAttribute.class);
    tokens.reset();
    int position = -1;
    while (tokens.incrementToken()) {
      // A filter may give the first token no place of its own.
      position = Math.max(0, position + increments.getPositionIncrement());
      BytesRef bytes = term.getBytesRef();
      if (bytes.length > 0 && bytes.length <= MAX_TERM_BYTES) {
        sink.token(
            startingAtZero(bytes),
            bytes.length,
            position,
            offsets.startOffset(),
            offsets.endOffset());
      }
    }
  }

  private static byte[] startingAtZero(BytesRef bytes) {
    return bytes.offset == 0
        ? bytes.bytes
        : Arrays.copyOfRange(bytes.bytes, bytes.offset, bytes.offset + bytes.length);
  }

  @Override
  public String normalize(String text) {
    try {
      return analyzer.normalize(FIELD, text).utf8ToString();
    } catch (RuntimeException e) {
      throw new InvalidArgumentException(
          "an analyzer fails on a part of a term: analyzer=" + name + " part=" + text, e);
    }
  }

  @Override
  public String identity() {
    return name + " lucene=" + Version.LATEST;
  }
}
