package dev.stela.internal.format;

import dev.stela.InvalidArgumentException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8: what is not valid Unicode is refused, never replaced. Stateless, any thread. */
public final class Utf8 {
  private Utf8() {}

  /**
   * Returns the bytes of a text.
   *
   * @param what names the text in the message
   * @throws InvalidArgumentException if it holds a lone surrogate
   */
  public static byte[] encode(String text, String what) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new InvalidArgumentException(what + " must be valid Unicode: text=" + text, e);
    }
  }
}
