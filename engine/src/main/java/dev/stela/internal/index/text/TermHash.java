package dev.stela.internal.index.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The hash of a term in memory. It is never written to a file. Stateless, for any thread. */
final class TermHash {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

  private TermHash() {}

  static int of(byte[] bytes, int start, int end) {
    long hash = (end - start) * FACTOR;
    int at = start;
    for (; end - at >= Long.BYTES; at += Long.BYTES) {
      hash = mix(hash ^ (long) LONG.get(bytes, at));
    }
    long rest = 0;
    for (; at < end; at++) {
      rest = rest << Byte.SIZE | bytes[at] & 0xFF;
    }
    return (int) mix(hash ^ rest);
  }

  private static long mix(long value) {
    long product = value * FACTOR;
    // The high bits depend on all others, the low ones on few.
    return product ^ product >>> 32;
  }
}
