package dev.stela.internal.index.dictionary;

import dev.stela.Tag;
import dev.stela.internal.format.Decimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The order of those values that are numbers; equal ones in the order of the tags' numbers. The
 * nearest doubles decide most comparisons, and the decimals where these are equal. For one thread.
 */
final class NumberOrder implements TagOrder {
  private final TagTexts texts;
  private final int valueOffset;
  private final byte[] text = new byte[Tag.MAX_BYTES];
  private final byte[] otherText = new byte[Tag.MAX_BYTES];

  /** The values begin at an offset of the tags' texts. */
  NumberOrder(TagTexts texts, int valueOffset) {
    this.texts = texts;
    this.valueOffset = valueOffset;
  }

  @Override
  public SortedTags sort(int[] tags) {
    var numbers = new int[tags.length];
    var bits = new long[tags.length];
    int size = 0;
    for (int tag : tags) {
      int bytes = texts.copy(tag, text);
      if (Decimal.isNumber(text, valueOffset, bytes)) {
        numbers[size] = tag;
        bits[size++] = ordered(Double.doubleToLongBits(Decimal.nearest(value(bytes))));
      }
    }
    numbers = Arrays.copyOf(numbers, size);
    bits = Arrays.copyOf(bits, size);
    KeyedSort.sort(bits, numbers, this::compareExactly);
    return new SortedTags(
        numbers,
        Arrays.stream(bits).mapToDouble(b -> Double.longBitsToDouble(ordered(b))).toArray());
  }

  @Override
  public int compare(int tag, double key, int otherTag, double otherKey) {
    int byKey = Double.compare(key, otherKey);
    return byKey != 0 ? byKey : compareExactly(tag, otherTag);
  }

  /** Returns the bound before a number. */
  SortedTags.Bound before(String number) {
    byte[] utf8 = number.getBytes(StandardCharsets.US_ASCII);
    double nearest = Decimal.nearest(number);
    return (tag, key) -> compare(tag, key, utf8, nearest) < 0;
  }

  /** Returns the bound after a number. */
  SortedTags.Bound after(String number) {
    byte[] utf8 = number.getBytes(StandardCharsets.US_ASCII);
    double nearest = Decimal.nearest(number);
    return (tag, key) -> compare(tag, key, utf8, nearest) <= 0;
  }

  private int compare(int tag, double key, byte[] number, double nearest) {
    int byKey = Double.compare(key, nearest);
    if (byKey != 0) {
      return byKey;
    }
    int bytes = texts.copy(tag, text);
    return Decimal.compare(text, valueOffset, bytes, number, 0, number.length);
  }

  private int compareExactly(int tag, int otherTag) {
    int bytes = texts.copy(tag, text);
    int otherBytes = texts.copy(otherTag, otherText);
    int exact = Decimal.compare(text, valueOffset, bytes, otherText, valueOffset, otherBytes);
    return exact != 0 ? exact : Integer.compare(tag, otherTag);
  }

  private String value(int bytes) {
    return new String(text, valueOffset, bytes - valueOffset, StandardCharsets.US_ASCII);
  }

  /** Turns the bits of a double to a number of the same order, and back. */
  private static long ordered(long bits) {
    return bits ^ bits >> Long.SIZE - 1 & Long.MAX_VALUE;
  }
}
