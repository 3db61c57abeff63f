package dev.stela.internal.write;

import dev.stela.internal.storage.Leases;

/**
 * Content on its way into the store: short, and held here, or long, and already in the log in
 * chunks. Immutable.
 */
public final class Staged {
  final Object owner;
  final long length;
  final byte[] bytes;
  final long[] chunkLsns;

  /** Keeps compaction from dropping the chunks as long as this object can be put. */
  private final Leases.Lease lease;

  private Staged(Object owner, long length, byte[] bytes, long[] chunkLsns, Leases.Lease lease) {
    this.owner = owner;
    this.length = length;
    this.bytes = bytes;
    this.chunkLsns = chunkLsns;
    this.lease = lease;
  }

  static Staged inline(Object owner, byte[] bytes) {
    return new Staged(owner, bytes.length, bytes, null, null);
  }

  static Staged chunked(Object owner, long length, long[] chunkLsns, Leases.Lease lease) {
    return new Staged(owner, length, null, chunkLsns, lease);
  }

  /** Lets compaction drop what nobody has put; nobody may put it any more. */
  public void release() {
    if (lease != null) {
      lease.close();
    }
  }

  /** Returns the length in bytes. */
  public long length() {
    return length;
  }
}
