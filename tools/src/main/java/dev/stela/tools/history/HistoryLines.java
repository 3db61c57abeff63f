package dev.stela.tools.history;

import dev.stela.tools.Progress;
import dev.stela.tools.RefusedException;
import dev.stela.tools.Text;
import dev.stela.tools.ndjson.LineReader;
import dev.stela.tools.ndjson.RawLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * The lines of an export, one ahead. Strict: what is not known is refused, for else it would be
 * lost in silence. One thread.
 */
final class HistoryLines {
  private static final int REASON_LENGTH = 300;

  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(HistoryLine.class);

  private final LineReader reader;
  private final Progress progress;
  private HistoryLine next;
  private long number;
  private long consumed;

  HistoryLines(InputStream in, Progress progress) {
    this.reader = new LineReader(in);
    this.progress = progress;
  }

  /** Returns the next line without taking it; null at the end. */
  HistoryLine peek() {
    if (next == null) {
      next = read();
    }
    return next;
  }

  /** Takes the next line; at the end that is refused. */
  HistoryLine take() {
    HistoryLine line = peek();
    if (line == null) {
      throw bad("the export ends before its last line, it is not complete");
    }
    next = null;
    return line;
  }

  /** Returns the number of the line that was read last, from 1. */
  long number() {
    return number;
  }

  /** Returns a failure at the line that was read last. */
  RefusedException bad(String reason) {
    return new RefusedException(
        "line " + number + ": " + Text.excerpt(reason, REASON_LENGTH) + "; nothing is imported");
  }

  private HistoryLine read() {
    RawLine raw;
    try {
      raw = reader.next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (raw == null) {
      return null;
    }
    number = raw.number();
    progress.step(reader.consumed() - consumed);
    consumed = reader.consumed();
    if (!raw.isComplete()) {
      throw bad(
          "the line is too long: bytes=" + raw.length() + " limit=" + LineReader.MAX_LINE_BYTES);
    }
    try {
      return READER.readValue(raw.bytes());
    } catch (JacksonException e) {
      throw bad("not a line of an export: " + e.getOriginalMessage());
    }
  }
}
