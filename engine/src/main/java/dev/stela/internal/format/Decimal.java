package dev.stela.internal.format;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A decimal number of any size, compared exactly: {@code -?digits(.digits)?([eE][+-]?digits)?} in
 * ASCII. Unlike {@link java.math.BigDecimal} it has no limit to the exponent, so that every text of
 * this form is a number.
 *
 * <p>Immutable; any thread.
 */
public final class Decimal implements Comparable<Decimal> {
  private final int sign;
  private final BigInteger exponent;
  private final String digits;

  /** The value is 0.digits times ten to the exponent; the first and last digits are not zero. */
  private Decimal(int sign, BigInteger exponent, String digits) {
    this.sign = sign;
    this.exponent = exponent;
    this.digits = digits;
  }

  /** Returns whether a text is a number. */
  public static boolean isNumber(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return isNumber(bytes, 0, bytes.length);
  }

  /** Returns whether a part of an array is a number. Allocates nothing. */
  public static boolean isNumber(byte[] text, int from, int to) {
    int at = from < to && text[from] == '-' ? from + 1 : from;
    int end = digits(text, at, to);
    if (end == at) {
      return false;
    }
    if (end < to && text[end] == '.') {
      at = end + 1;
      end = digits(text, at, to);
      if (end == at) {
        return false;
      }
    }
    if (end < to && (text[end] == 'e' || text[end] == 'E')) {
      at = end + 1;
      if (at < to && (text[at] == '+' || text[at] == '-')) {
        at++;
      }
      end = digits(text, at, to);
      if (end == at) {
        return false;
      }
    }
    return end == to;
  }

  /** Returns the number that a text is; {@link #isNumber} must be true of it. */
  public static Decimal of(String text) {
    int e = Math.max(text.indexOf('e'), text.indexOf('E'));
    String mantissa = e < 0 ? text : text.substring(0, e);
    boolean negative = mantissa.startsWith("-");
    int dot = mantissa.indexOf('.');
    String whole = mantissa.substring(negative ? 1 : 0, dot < 0 ? mantissa.length() : dot);
    String all = dot < 0 ? whole : whole + mantissa.substring(dot + 1);
    int first = 0;
    while (first < all.length() && all.charAt(first) == '0') {
      first++;
    }
    int last = all.length();
    while (last > first && all.charAt(last - 1) == '0') {
      last--;
    }
    if (first == last) {
      return new Decimal(0, BigInteger.ZERO, "");
    }
    BigInteger exponent = BigInteger.valueOf((long) whole.length() - first);
    if (e >= 0) {
      exponent = exponent.add(new BigInteger(text.substring(e + 1)));
    }
    return new Decimal(negative ? -1 : 1, exponent, all.substring(first, last));
  }

  /**
   * Returns the nearest double of a number's text. Of two numbers the greater never has the smaller
   * one; both zeros are one.
   */
  public static double nearest(String text) {
    return Double.parseDouble(text) + 0.0;
  }

  /**
   * Compares two parts of arrays that are numbers. Allocates nothing if both are integers of as
   * many digits.
   */
  public static int compare(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
    int aDigits = plainDigits(a, aFrom, aTo);
    if (aDigits > 0 && aTo - aFrom == bTo - bFrom && aDigits == plainDigits(b, bFrom, bTo)) {
      int magnitude = Arrays.compareUnsigned(a, aTo - aDigits, aTo, b, bTo - aDigits, bTo);
      return a[aFrom] == '-' ? -magnitude : magnitude;
    }
    return of(new String(a, aFrom, aTo - aFrom, StandardCharsets.US_ASCII))
        .compareTo(of(new String(b, bFrom, bTo - bFrom, StandardCharsets.US_ASCII)));
  }

  @Override
  public int compareTo(Decimal other) {
    if (sign != other.sign) {
      return Integer.compare(sign, other.sign);
    }
    int magnitude = exponent.compareTo(other.exponent);
    return sign * (magnitude != 0 ? magnitude : digits.compareTo(other.digits));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Decimal that && compareTo(that) == 0;
  }

  @Override
  public int hashCode() {
    return sign * (31 * exponent.hashCode() + digits.hashCode());
  }

  /** Returns the number of digits of an integer without leading zeros; 0 if it is none. */
  private static int plainDigits(byte[] text, int from, int to) {
    int at = text[from] == '-' ? from + 1 : from;
    return at < to && text[at] != '0' && digits(text, at, to) == to ? to - at : 0;
  }

  private static int digits(byte[] text, int from, int to) {
    int at = from;
    while (at < to && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    return at;
  }
}
