package dev.stela.tools.ndjson;

import dev.stela.RejectListener;
import dev.stela.RejectedDocument;
import dev.stela.tools.Json;
import dev.stela.tools.Text;
import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file of the lines that were not taken, one JSON object a line. It is there only if there are
 * such lines. A line is on the device before it is counted in the store. One thread at a time.
 */
final class Rejects implements RejectListener, Closeable {
  private static final int REASON_LENGTH = 300;
  private static final int KEPT = 5;

  /** How each line of the file begins. */
  private static final Pattern NUMBER = Pattern.compile("\\{\\s*\"line\"\\s*:\\s*(\\d{1,18})\\b");

  /** A line of the file. */
  private record Reject(long line, String reason, String text) {}

  private final Path file;
  private final FileChannel channel;
  private final Writer out;
  private final boolean regular;
  private final List<String> first = new ArrayList<>();
  private boolean any;

  private Rejects(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    // What is no regular file was not made here, /dev/null for one.
    this.regular = Files.isRegularFile(file);
    this.any = regular && channel.position() > 0;
    // An encoder of a charset given by name would fail at half of a surrogate pair in a reason.
    this.out =
        new BufferedWriter(
            new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8));
  }

  /** Begins a file; one that is there is replaced. */
  static Rejects create(Path file) throws IOException {
    return new Rejects(
        file,
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING));
  }

  /**
   * Goes on with a file, behind what it says of the lines up to one: what it says of others was
   * written for a batch that was not committed. Without such a file it begins one.
   */
  static Rejects goOn(Path file, long lastLine) throws IOException {
    if (!Files.isRegularFile(file)) {
      return create(file);
    }
    long kept = kept(file, lastLine);
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    try {
      channel.truncate(kept);
      channel.position(kept);
      return new Rejects(file, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static long kept(Path file, long lastLine) throws IOException {
    long kept = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      LineReader lines = new LineReader(in);
      long size = Files.size(file);
      for (RawLine line = lines.next(); line != null; line = lines.next()) {
        boolean ended = lines.consumed() < size || endsWithNewline(file, size);
        if (!ended || !isUpTo(line, lastLine)) {
          break;
        }
        kept = lines.consumed();
      }
    }
    return kept;
  }

  private static boolean endsWithNewline(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return channel.read(last, size - 1) == 1 && last.get(0) == '\n';
    }
  }

  private static boolean isUpTo(RawLine line, long lastLine) {
    Matcher number = NUMBER.matcher(line.text());
    return number.lookingAt() && Long.parseLong(number.group(1)) <= lastLine;
  }

  @Override
  public void rejected(RejectedDocument document) throws IOException {
    long number = document.position() + 1;
    String reason = Text.excerpt(document.reason(), REASON_LENGTH);
    String text = ((RawLine) document.origin()).text();
    out.write(Json.MAPPER.writeValueAsString(new Reject(number, reason, text)));
    out.write('\n');
    any = true;
    if (first.size() < KEPT) {
      first.add("line " + number + ": " + reason);
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
    if (regular) {
      channel.force(true);
    }
  }

  /** Returns the file; null if there is none as nothing was rejected. */
  Path file() {
    return any ? file : null;
  }

  /** Returns line and reason of the first few of this run. */
  List<String> first() {
    return List.copyOf(first);
  }

  @Override
  public void close() throws IOException {
    out.close();
    if (!any && regular) {
      Files.deleteIfExists(file);
    }
  }
}
