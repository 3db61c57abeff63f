package dev.stela.tools.ndjson;

import java.nio.charset.StandardCharsets;

/**
 * A line as it stands in the input, without its end.
 *
 * @param number counted from 1
 * @param bytes the line; of one that is too long the beginning
 * @param length the length of the whole line in bytes
 */
public record RawLine(long number, byte[] bytes, long length) {
  /**
   * Tells whether all of the line was kept.
   *
   * @return false if it is too long
   */
  public boolean isComplete() {
    return bytes.length == length;
  }

  /**
   * Tells whether there is nothing but white space, as JSON defines it.
   *
   * @return true for an empty line too
   */
  public boolean isBlank() {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return isComplete();
  }

  /** Returns the line for people to read: what is not UTF-8 is replaced. */
  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
