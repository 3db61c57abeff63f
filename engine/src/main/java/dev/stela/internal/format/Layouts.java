package dev.stela.internal.format;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The value layouts of everything stored: little-endian and naturally aligned, because only aligned
 * words can be published by a release-store. Constants, for any thread.
 */
public final class Layouts {
  /** A 64-bit word. */
  public static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** A 32-bit word. */
  public static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** A 16-bit word. */
  public static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** A byte. */
  public static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  /** Access to a 64-bit word at (segment, byte offset) with a memory order. */
  public static final VarHandle LONG_HANDLE = LONG.varHandle();

  /** Access to a 32-bit word at (segment, byte offset) with a memory order. */
  public static final VarHandle INT_HANDLE = INT.varHandle();

  private Layouts() {}
}
