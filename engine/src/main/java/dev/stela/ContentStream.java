package dev.stela;

import java.io.InputStream;
import java.util.Objects;

/** Streams the content that a view shows, in constant memory. One thread. */
final class ContentStream extends InputStream {
  private final EntityView view;
  private long position;

  ContentStream(EntityView view) {
    this.view = view;
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
    int count = view.readContent(position, target, offset, length);
    position += count;
    return count == 0 ? -1 : count;
  }

  @Override
  public long skip(long count) {
    long skipped = Math.max(0, Math.min(count, view.contentLength() - position));
    position += skipped;
    return skipped;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, view.contentLength() - position);
  }
}
