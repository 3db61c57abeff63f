package dev.stela.internal.index.dictionary;

import dev.stela.internal.format.DefinitionLayout;
import dev.stela.internal.format.DictionaryTablesLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.IntBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A hash table from a tag's bytes to its number, in 64 parts that grow one by one, so that growing
 * is never long. One thread adds; any thread finds.
 */
final class TagTable {
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(int[].class);
  private static final int PARTS_SHIFT =
      Integer.numberOfTrailingZeros(DictionaryTablesLayout.PARTS);
  private static final int FIRST_SLOTS = 64;

  private final Dictionary dictionary;
  private final AtomicReferenceArray<int[]> parts = new AtomicReferenceArray<>(1 << PARTS_SHIFT);
  private final int[] used = new int[1 << PARTS_SHIFT];

  TagTable(Dictionary dictionary) {
    this.dictionary = dictionary;
    for (int i = 0; i < parts.length(); i++) {
      parts.set(i, new int[FIRST_SLOTS]);
    }
  }

  int find(MemorySegment utf8, long offset, int bytes, int hash) {
    int mixed = mix(hash);
    int[] slots = parts.getAcquire(mixed >>> 32 - PARTS_SHIFT);
    int mask = slots.length - 1;
    for (int i = mixed & mask; ; i = i + 1 & mask) {
      // Partner: the release-store in add. The definition of a number seen here is in place.
      int number = (int) SLOT.getAcquire(slots, i);
      if (number == 0) {
        return 0;
      }
      if (equal(number, utf8, offset, bytes)) {
        return number;
      }
    }
  }

  void add(int number, int hash) {
    int mixed = mix(hash);
    int part = mixed >>> 32 - PARTS_SHIFT;
    int[] slots = parts.getPlain(part);
    if (used[part] * 2 >= slots.length) {
      slots = grow(part, slots);
    }
    insert(slots, number, mixed);
    used[part]++;
  }

  /** Returns the number of slots of all parts. */
  int slots() {
    int slots = 0;
    for (int i = 0; i < parts.length(); i++) {
      slots += parts.getPlain(i).length;
    }
    return slots;
  }

  /** Puts the sizes of the parts into one buffer, and their slots into another. By the adder. */
  void putTo(IntBuffer sizes, IntBuffer out) {
    for (int i = 0; i < parts.length(); i++) {
      int[] slots = parts.getPlain(i);
      sizes.put(slots.length).put(used[i]);
      out.put(slots);
    }
  }

  /** Takes all parts from where {@link #putTo} has put them. By the adder. */
  void takeFrom(IntBuffer sizes, IntBuffer in) {
    for (int i = 0; i < parts.length(); i++) {
      int[] slots = new int[sizes.get()];
      used[i] = sizes.get();
      in.get(slots);
      parts.setRelease(i, slots);
    }
  }

  private int[] grow(int part, int[] old) {
    int[] grown = new int[old.length * 2];
    for (int number : old) {
      if (number != 0 && !dictionary.isErased(number)) {
        insert(grown, number, mix(hashOf(number)));
      }
    }
    parts.setRelease(part, grown);
    return grown;
  }

  private static void insert(int[] slots, int number, int mixed) {
    int mask = slots.length - 1;
    int i = mixed & mask;
    while (slots[i] != 0) {
      i = i + 1 & mask;
    }
    SLOT.setRelease(slots, i, number);
  }

  private boolean equal(int number, MemorySegment utf8, long offset, int bytes) {
    long place = dictionary.placeOf(number);
    MemorySegment extent = dictionary.extentOf(place);
    long at = Dictionary.offsetOf(place);
    if (DefinitionLayout.bytes(extent, at) != bytes) {
      return false;
    }
    long text = at + DefinitionLayout.TEXT_OFFSET;
    return MemorySegment.mismatch(utf8, offset, offset + bytes, extent, text, text + bytes) < 0;
  }

  /** The same polynomial as {@link java.util.Arrays#hashCode(byte[])}, over the stored bytes. */
  private int hashOf(int number) {
    long place = dictionary.placeOf(number);
    MemorySegment extent = dictionary.extentOf(place);
    long at = Dictionary.offsetOf(place);
    int bytes = DefinitionLayout.bytes(extent, at);
    int hash = 1;
    for (int i = 0; i < bytes; i++) {
      hash = 31 * hash + extent.get(ValueLayout.JAVA_BYTE, at + DefinitionLayout.TEXT_OFFSET + i);
    }
    return hash;
  }

  private static int mix(int hash) {
    int mixed = (hash ^ hash >>> 16) * 0x7FEB352D;
    mixed = (mixed ^ mixed >>> 15) * 0x846CA68B;
    return mixed ^ mixed >>> 16;
  }
}
