package dev.stela.internal.query;

import dev.stela.InvalidArgumentException;
import dev.stela.internal.format.Checksums;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * Where a search stopped. Its text is, in the URL-safe form of Base64, a version of one byte, the
 * parts in the order below in big-endian form, and a CRC32C of all before it. Immutable; any
 * thread.
 *
 * @param lsn the LSN as of which was searched
 * @param fingerprint of the search, see {@link Fingerprint}
 * @param ordinal the last entity that was passed; -1 if none was
 */
public record Cursor(long lsn, long fingerprint, int ordinal) {
  private static final byte VERSION = 1;
  private static final int CRC_OFFSET = Byte.BYTES + 2 * Long.BYTES + Integer.BYTES;
  private static final int BYTES = CRC_OFFSET + Integer.BYTES;

  /** Returns the text. */
  public String encode() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.put(VERSION).putLong(lsn).putLong(fingerprint).putInt(ordinal);
    bytes.putInt(Checksums.crc32c(bytes.array(), 0, CRC_OFFSET));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * Reads a text.
   *
   * @throws InvalidArgumentException if it is not what {@link #encode} gave
   */
  public static Cursor decode(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidArgumentException("the cursor is damaged: cursor=" + text, e);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (bytes.length != BYTES
        || buffer.getInt(CRC_OFFSET) != Checksums.crc32c(bytes, 0, CRC_OFFSET)) {
      throw new InvalidArgumentException("the cursor is damaged: cursor=" + text);
    }
    byte version = buffer.get();
    if (version != VERSION) {
      throw new InvalidArgumentException(
          "the cursor is of a release that this one does not know: version=" + version);
    }
    return new Cursor(buffer.getLong(), buffer.getLong(), buffer.getInt());
  }
}
