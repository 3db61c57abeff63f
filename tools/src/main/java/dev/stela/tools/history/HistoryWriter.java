package dev.stela.tools.history;

import dev.stela.Change.Kind;
import dev.stela.EntityId;
import dev.stela.internal.backup.HistoryReader;
import dev.stela.internal.format.Timestamps;
import dev.stela.internal.read.Contents;
import dev.stela.tools.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes commits as lines. A content too long for its change's line goes before the commit in
 * pieces, for whoever reads it can stream it in only while no transaction is under way. One thread.
 */
final class HistoryWriter {
  /** Contents up to this length stand in the line of their change. */
  static final int MAX_INLINE_BYTES = 64 * 1024;

  /** A change with more is told in several lines, far below the longest that is read. */
  static final int SPLIT_BYTES = 2 << 20;

  private static final int PIECE_BYTES = 192 * 1024;

  private final OutputStream out;
  private final List<HistoryLine.Event> events = new ArrayList<>();
  private long eventBytes;
  private int contents;
  private long commits;
  private long changes;

  private Instant time;
  private EntityId id;
  private boolean cut;

  HistoryWriter(OutputStream out) {
    this.out = out;
  }

  void first(int segmentBytes) {
    write(HistoryLine.first(segmentBytes));
  }

  void last() {
    write(HistoryLine.last(commits, changes));
  }

  long commits() {
    return commits;
  }

  long changes() {
    return changes;
  }

  /** Begins a commit: its long contents come first, those of all changes. */
  void beginContents() {
    contents = 0;
  }

  /** Writes the long contents of a change. */
  void contents(HistoryReader change) {
    change.events(
        (kind, subject, since, bytes) -> {
          if (kind == Kind.CONTENT_PUT && bytes.length() > MAX_INLINE_BYTES) {
            pieces(++contents, bytes);
          }
        });
  }

  /** Begins the changes of the commit. */
  void beginChanges() {
    contents = 0;
    commits++;
  }

  /** Writes a change. */
  void change(HistoryReader change) {
    time = Timestamps.instant(change.timestamp());
    id = change.id();
    cut = change.isCut();
    change.events(this::event);
    line();
  }

  private void event(Kind kind, String subject, long since, Contents bytes) {
    if (eventBytes > SPLIT_BYTES) {
      line();
    }
    byte[] data = null;
    Integer number = null;
    String text = null;
    if (kind == Kind.TEXT_PUT) {
      text = new String(load(bytes), StandardCharsets.UTF_8);
    } else if (kind == Kind.CONTENT_PUT && bytes.length() > MAX_INLINE_BYTES) {
      number = ++contents;
    } else if (kind == Kind.CONTENT_PUT) {
      data = load(bytes);
    }
    Instant tagTime = since == Long.MIN_VALUE ? null : Timestamps.instant(since);
    Long length = number == null ? null : bytes.length();
    events.add(new HistoryLine.Event(kind, subject, tagTime, data, number, length, text));
    eventBytes += number == null && bytes != null ? bytes.length() : 0;
  }

  private void line() {
    write(HistoryLine.change(time, id.toString(), id.isNamed(), cut, List.copyOf(events)));
    changes++;
    events.clear();
    eventBytes = 0;
  }

  private void pieces(int number, Contents bytes) {
    byte[] piece = new byte[PIECE_BYTES];
    long length = bytes.length();
    for (long position = 0; position < length; position += PIECE_BYTES) {
      int count = (int) Math.min(PIECE_BYTES, length - position);
      if (count < PIECE_BYTES) {
        piece = new byte[count];
      }
      bytes.copyFully(position, piece, 0, count);
      write(HistoryLine.piece(number, piece));
    }
  }

  private static byte[] load(Contents bytes) {
    byte[] all = new byte[(int) bytes.length()];
    bytes.copyFully(0, all, 0, all.length);
    return all;
  }

  private void write(HistoryLine line) {
    try {
      out.write(Json.MAPPER.writeValueAsBytes(line));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
