package dev.stela.internal.write;

/**
 * Content on its way into the store: short, and held here, or long, and already in the log in
 * chunks. Immutable.
 */
public final class Staged {
  final Object owner;
  final long length;
  final byte[] bytes;
  final long[] chunkLsns;

  private Staged(Object owner, long length, byte[] bytes, long[] chunkLsns) {
    this.owner = owner;
    this.length = length;
    this.bytes = bytes;
    this.chunkLsns = chunkLsns;
  }

  static Staged inline(Object owner, byte[] bytes) {
    return new Staged(owner, bytes.length, bytes, null);
  }

  static Staged chunked(Object owner, long length, long[] chunkLsns) {
    return new Staged(owner, length, null, chunkLsns);
  }

  /** Returns the length in bytes. */
  public long length() {
    return length;
  }
}
