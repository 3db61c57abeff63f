package dev.stela.tools.history;

import java.io.InputStream;
import java.util.Objects;

/** The bytes of a content that stands in pieces before its commit. One thread. */
final class PieceStream extends InputStream {
  private static final byte[] NOTHING = {};

  private final HistoryLines lines;
  private final int content;
  private byte[] piece = NOTHING;
  private int position;

  PieceStream(HistoryLines lines, int content) {
    this.lines = lines;
    this.content = content;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    while (position == piece.length) {
      HistoryLine next = lines.peek();
      if (next == null || !next.isPiece() || next.content() != content) {
        return -1;
      }
      piece = lines.take().data();
      position = 0;
    }
    int count = Math.min(length, piece.length - position);
    System.arraycopy(piece, position, target, offset, count);
    position += count;
    return count;
  }
}
