package dev.stela.tools.ndjson;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream of bytes into lines, in constant memory whatever the lengths of stream and lines.
 * Lines end with LF or CRLF, the last one may end with the stream; a byte order mark before the
 * first is passed over. One thread.
 */
public final class LineReader {
  /** The longest line, its end not counted. */
  public static final int MAX_LINE_BYTES = 16 << 20;

  /** How much is kept of a line that is too long. */
  static final int KEPT_BYTES = 1024;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** A line and its CR. */
  private static final int MAX_HELD = MAX_LINE_BYTES + 1;

  private final InputStream in;
  private final byte[] buffer = new byte[64 * 1024];
  private int position;
  private int limit;
  private byte[] line = new byte[4096];
  private int held;
  private long length;
  private long number;
  private long consumed;

  /**
   * Reads a stream, which it does not close.
   *
   * @param in the stream
   */
  public LineReader(InputStream in) {
    this.in = in;
  }

  /**
   * Reads the next line.
   *
   * @return null at the end
   * @throws IOException if the stream does
   */
  public RawLine next() throws IOException {
    held = 0;
    length = 0;
    boolean any = false;
    while (position < limit || fill()) {
      any = true;
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      hold(position, end);
      boolean ended = end < limit;
      int next = ended ? end + 1 : end;
      consumed += next - position;
      position = next;
      if (ended) {
        return line();
      }
    }
    return any ? line() : null;
  }

  /**
   * How many bytes the lines so far take in the stream.
   *
   * @return 0 or more
   */
  public long consumed() {
    return consumed;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer));
    return limit > 0;
  }

  private void hold(int from, int to) {
    length += to - from;
    int kept = Math.min(to - from, MAX_HELD - held);
    if (held + kept > line.length) {
      int doubled = (int) Math.min(MAX_HELD, line.length * 2L);
      line = Arrays.copyOf(line, Math.max(held + kept, doubled));
    }
    System.arraycopy(buffer, from, line, held, kept);
    held += kept;
  }

  private RawLine line() {
    number++;
    int from = number == 1 && startsWithMark() ? BYTE_ORDER_MARK.length : 0;
    if (held == length && held > from && line[held - 1] == '\r') {
      held--;
      length--;
    }
    length -= from;
    int end = length > MAX_LINE_BYTES ? from + KEPT_BYTES : held;
    return new RawLine(number, Arrays.copyOfRange(line, from, end), length);
  }

  private boolean startsWithMark() {
    return held >= BYTE_ORDER_MARK.length
        && Arrays.equals(
            line, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
  }
}
