package dev.stela.internal.checkpoint;

import java.util.Arrays;

/** Bytes in a manifest of which only their owner knows what they say. Immutable; any thread. */
public final class Section {
  /** Says nothing. */
  public static final Section EMPTY = new Section(new byte[0]);

  private final byte[] bytes;

  private Section(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns a section of some bytes, which are copied. */
  public static Section of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Section(bytes.clone());
  }

  /** Tells whether there are no bytes. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** Returns the number of bytes. */
  public int length() {
    return bytes.length;
  }

  /** Returns a copy of the bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Section that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
