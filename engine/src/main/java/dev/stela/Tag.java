package dev.stela;

import dev.stela.internal.format.Utf8;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;

/**
 * A tag: text of 1 to 255 UTF-8 bytes, usually {@code namespace:value}. The namespace is what
 * stands before the first {@code :}; a tag without one has no namespace. Any Unicode is allowed but
 * control characters and lone surrogates. Equal means equal byte for byte; nothing is normalised.
 *
 * <p>Immutable; any thread. Reuse an instance on a hot path: it holds its encoded form.
 */
public final class Tag implements Comparable<Tag> {
  /** The longest tag, in UTF-8 bytes. */
  public static final int MAX_BYTES = 255;

  private final String text;
  private final byte[] utf8;
  private final String namespace;
  private final int hash;
  private final MemorySegment segment;

  private Tag(String text, byte[] utf8) {
    this.text = text;
    this.utf8 = utf8;
    int colon = text.indexOf(':');
    this.namespace = colon < 0 ? null : text.substring(0, colon);
    this.hash = Arrays.hashCode(utf8);
    this.segment = MemorySegment.ofArray(utf8).asReadOnly();
  }

  /**
   * The tag with the given text.
   *
   * @param text 1 to {@value #MAX_BYTES} UTF-8 bytes without control characters
   * @return the tag
   * @throws InvalidArgumentException if the text is no tag; the message says why
   */
  public static Tag of(String text) {
    Objects.requireNonNull(text, "text");
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        throw new InvalidArgumentException(
            "a tag has no control characters: index="
                + i
                + " character=U+"
                + "%04X".formatted((int) text.charAt(i)));
      }
    }
    byte[] utf8 = Utf8.encode(text, "a tag");
    if (utf8.length == 0 || utf8.length > MAX_BYTES) {
      throw new InvalidArgumentException(
          "a tag has 1 to " + MAX_BYTES + " UTF-8 bytes: bytes=" + utf8.length + " tag=" + text);
    }
    return new Tag(text, utf8);
  }

  /**
   * The tag {@code namespace:value}.
   *
   * @param namespace text without {@code :}
   * @param value the value; may be empty
   * @return the tag
   */
  public static Tag of(String namespace, String value) {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(value, "value");
    if (namespace.indexOf(':') >= 0) {
      throw new InvalidArgumentException("a namespace has no colon: namespace=" + namespace);
    }
    return of(namespace + ":" + value);
  }

  /**
   * The whole text.
   *
   * @return the text
   */
  public String text() {
    return text;
  }

  /**
   * What stands before the first colon.
   *
   * @return the namespace, or null where the tag has no colon
   */
  public String namespace() {
    return namespace;
  }

  /**
   * What stands after the first colon; the whole text where there is none.
   *
   * @return the value
   */
  public String value() {
    return text.substring(text.indexOf(':') + 1);
  }

  /**
   * The number of UTF-8 bytes of the whole text.
   *
   * @return 1 to {@value #MAX_BYTES}
   */
  public int byteLength() {
    return utf8.length;
  }

  /**
   * The UTF-8 bytes of the whole text, without a copy.
   *
   * @return a read-only segment of {@link #byteLength} bytes
   */
  public MemorySegment utf8() {
    return segment;
  }

  @Override
  public int compareTo(Tag other) {
    return Arrays.compareUnsigned(utf8, other.utf8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tag that && Arrays.equals(utf8, that.utf8);
  }

  /**
   * The {@link Arrays#hashCode(byte[])} of the UTF-8 bytes, the same in every process.
   *
   * @return the hash
   */
  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return text;
  }
}
