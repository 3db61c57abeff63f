package dev.stela.internal.index.dictionary;

import dev.stela.internal.format.DefinitionLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The UTF-8 bytes of tags, compared and copied where they lie; those of an erased tag are what they
 * were, so that an order in which readers have put it stays one. Any thread.
 */
final class TagTexts {
  private final Dictionary dictionary;

  TagTexts(Dictionary dictionary) {
    this.dictionary = dictionary;
  }

  /** Copies a tag's UTF-8 bytes and returns their number. */
  int copy(int tagNumber, byte[] into) {
    int bytes;
    int erasures;
    do {
      erasures = dictionary.erasures();
      bytes = bytes(tagNumber);
      MemorySegment.copy(
          memory(tagNumber), ValueLayout.JAVA_BYTE, start(tagNumber), into, 0, bytes);
    } while (dictionary.hasErasedSince(erasures));
    return bytes;
  }

  /** Compares two tags' UTF-8 bytes as unsigned numbers. */
  int compare(int tagNumber, int otherNumber) {
    int result;
    int erasures;
    do {
      erasures = dictionary.erasures();
      result =
          compare(
              tagNumber,
              Integer.MAX_VALUE,
              memory(otherNumber),
              start(otherNumber),
              bytes(otherNumber));
    } while (dictionary.hasErasedSince(erasures));
    return result;
  }

  /** Compares the first bytes of a tag, at most so many, with a text. */
  int compare(int tagNumber, byte[] utf8, int most) {
    MemorySegment other = MemorySegment.ofArray(utf8);
    int result;
    int erasures;
    do {
      erasures = dictionary.erasures();
      result = compare(tagNumber, most, other, 0, utf8.length);
    } while (dictionary.hasErasedSince(erasures));
    return result;
  }

  /** Returns with how many equal bytes two tags begin. */
  int commonPrefix(int tagNumber, int otherNumber) {
    int common;
    int erasures;
    do {
      erasures = dictionary.erasures();
      int bytes = bytes(tagNumber);
      long text = start(tagNumber);
      long other = start(otherNumber);
      long differs =
          MemorySegment.mismatch(
              memory(tagNumber),
              text,
              text + bytes,
              memory(otherNumber),
              other,
              other + bytes(otherNumber));
      common = differs < 0 ? bytes : (int) differs;
    } while (dictionary.hasErasedSince(erasures));
    return common;
  }

  /** Returns eight bytes of a tag's text, the first one highest, with zeros after its end. */
  long eightBytes(int tagNumber, int from) {
    long eight;
    int erasures;
    do {
      erasures = dictionary.erasures();
      MemorySegment memory = memory(tagNumber);
      long start = start(tagNumber);
      int bytes = bytes(tagNumber);
      eight = 0;
      for (int i = from; i < from + Long.BYTES; i++) {
        int next = i < bytes ? memory.get(ValueLayout.JAVA_BYTE, start + i) : 0;
        eight = eight << Byte.SIZE | next & 0xFF;
      }
    } while (dictionary.hasErasedSince(erasures));
    return eight;
  }

  private int compare(int tagNumber, int most, MemorySegment memory, long offset, int otherBytes) {
    MemorySegment own = memory(tagNumber);
    long text = start(tagNumber);
    int bytes = Math.min(most, bytes(tagNumber));
    long differs =
        MemorySegment.mismatch(own, text, text + bytes, memory, offset, offset + otherBytes);
    if (differs < 0 || differs == bytes || differs == otherBytes) {
      return Integer.compare(bytes, otherBytes);
    }
    return Byte.compareUnsigned(
        own.get(ValueLayout.JAVA_BYTE, text + differs),
        memory.get(ValueLayout.JAVA_BYTE, offset + differs));
  }

  private MemorySegment memory(int tagNumber) {
    byte[] erased = dictionary.erasedText(tagNumber);
    return erased == null
        ? dictionary.extentOf(dictionary.placeOf(tagNumber))
        : MemorySegment.ofArray(erased);
  }

  private long start(int tagNumber) {
    return dictionary.erasedText(tagNumber) == null
        ? Dictionary.offsetOf(dictionary.placeOf(tagNumber)) + DefinitionLayout.TEXT_OFFSET
        : 0;
  }

  private int bytes(int tagNumber) {
    byte[] erased = dictionary.erasedText(tagNumber);
    if (erased != null) {
      return erased.length;
    }
    long place = dictionary.placeOf(tagNumber);
    return DefinitionLayout.bytes(dictionary.extentOf(place), Dictionary.offsetOf(place));
  }
}
