package dev.stela.internal.index.dictionary;

import dev.stela.internal.format.DefinitionLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The UTF-8 bytes of tags, compared and copied where they lie. Any thread. */
final class TagTexts {
  private final Dictionary dictionary;

  TagTexts(Dictionary dictionary) {
    this.dictionary = dictionary;
  }

  /** Copies a tag's UTF-8 bytes and returns their number. */
  int copy(int tagNumber, byte[] into) {
    long place = dictionary.placeOf(tagNumber);
    MemorySegment extent = dictionary.extentOf(place);
    long at = Dictionary.offsetOf(place);
    int bytes = DefinitionLayout.bytes(extent, at);
    MemorySegment.copy(
        extent, ValueLayout.JAVA_BYTE, at + DefinitionLayout.TEXT_OFFSET, into, 0, bytes);
    return bytes;
  }

  /** Compares two tags' UTF-8 bytes as unsigned numbers. */
  int compare(int tagNumber, int otherNumber) {
    long place = dictionary.placeOf(otherNumber);
    MemorySegment extent = dictionary.extentOf(place);
    long at = Dictionary.offsetOf(place);
    return compare(
        tagNumber,
        Integer.MAX_VALUE,
        extent,
        at + DefinitionLayout.TEXT_OFFSET,
        DefinitionLayout.bytes(extent, at));
  }

  /** Compares the first bytes of a tag, at most so many, with a text. */
  int compare(int tagNumber, byte[] utf8, int most) {
    return compare(tagNumber, most, MemorySegment.ofArray(utf8), 0, utf8.length);
  }

  /** Returns with how many equal bytes two tags begin. */
  int commonPrefix(int tagNumber, int otherNumber) {
    long place = dictionary.placeOf(tagNumber);
    MemorySegment extent = dictionary.extentOf(place);
    long text = Dictionary.offsetOf(place) + DefinitionLayout.TEXT_OFFSET;
    int bytes = DefinitionLayout.bytes(extent, Dictionary.offsetOf(place));
    long otherPlace = dictionary.placeOf(otherNumber);
    MemorySegment otherExtent = dictionary.extentOf(otherPlace);
    long other = Dictionary.offsetOf(otherPlace) + DefinitionLayout.TEXT_OFFSET;
    int otherBytes = DefinitionLayout.bytes(otherExtent, Dictionary.offsetOf(otherPlace));
    long differs =
        MemorySegment.mismatch(extent, text, text + bytes, otherExtent, other, other + otherBytes);
    return differs < 0 ? bytes : (int) differs;
  }

  /** Returns eight bytes of a tag's text, the first one highest, with zeros after its end. */
  long eightBytes(int tagNumber, int from) {
    long place = dictionary.placeOf(tagNumber);
    MemorySegment extent = dictionary.extentOf(place);
    long at = Dictionary.offsetOf(place);
    int bytes = DefinitionLayout.bytes(extent, at);
    long eight = 0;
    for (int i = from; i < from + Long.BYTES; i++) {
      int next =
          i < bytes ? extent.get(ValueLayout.JAVA_BYTE, at + DefinitionLayout.TEXT_OFFSET + i) : 0;
      eight = eight << Byte.SIZE | next & 0xFF;
    }
    return eight;
  }

  private int compare(int tagNumber, int most, MemorySegment memory, long offset, int otherBytes) {
    long place = dictionary.placeOf(tagNumber);
    MemorySegment extent = dictionary.extentOf(place);
    long text = Dictionary.offsetOf(place) + DefinitionLayout.TEXT_OFFSET;
    int bytes = Math.min(most, DefinitionLayout.bytes(extent, Dictionary.offsetOf(place)));
    long differs =
        MemorySegment.mismatch(extent, text, text + bytes, memory, offset, offset + otherBytes);
    if (differs < 0 || differs == bytes || differs == otherBytes) {
      return Integer.compare(bytes, otherBytes);
    }
    return Byte.compareUnsigned(
        extent.get(ValueLayout.JAVA_BYTE, text + differs),
        memory.get(ValueLayout.JAVA_BYTE, offset + differs));
  }
}
