package dev.stela.tools.ndjson;

import dev.stela.tools.Json;
import dev.stela.tools.Text;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file of the lines that were not taken, one JSON object a line. It is there only if there are
 * such lines. One thread at a time.
 */
final class Rejects implements Closeable {
  private static final int REASON_LENGTH = 300;
  private static final int KEPT = 5;

  /** A line of the file. */
  private record Reject(long line, String reason, String text) {}

  private final Path file;
  private final Writer out;
  private final List<String> first = new ArrayList<>();
  private long count;

  private Rejects(Path file, Writer out) {
    this.file = file;
    this.out = out;
  }

  /** Begins a file; one that is there is replaced. */
  static Rejects create(Path file) throws IOException {
    // Not Files.newBufferedWriter, which would fail at half of a surrogate pair in a reason.
    return new Rejects(
        file,
        new BufferedWriter(
            new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.UTF_8)));
  }

  void add(PendingLine line) throws IOException {
    long number = line.raw.number();
    String reason = Text.excerpt(line.reason(), REASON_LENGTH);
    out.write(Json.MAPPER.writeValueAsString(new Reject(number, reason, line.raw.text())));
    out.write('\n');
    count++;
    if (first.size() < KEPT) {
      first.add("line " + number + ": " + reason);
    }
  }

  void flush() throws IOException {
    out.flush();
  }

  /** Returns the file; null if there is none as nothing was rejected. */
  Path file() {
    return count == 0 ? null : file;
  }

  /** Returns line and reason of the first few. */
  List<String> first() {
    return List.copyOf(first);
  }

  @Override
  public void close() throws IOException {
    out.close();
    // What is no regular file was not made here, /dev/null for one.
    if (count == 0 && Files.isRegularFile(file)) {
      Files.delete(file);
    }
  }
}
