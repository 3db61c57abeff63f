package dev.stela.internal.format;

import dev.stela.InvalidArgumentException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A pattern: {@code *} stands for any number of characters, {@code ?} for one, and {@code \} takes
 * the meaning from the character after it. A character is a code point.
 *
 * <p>Matches UTF-8 as it is stored. Only the last star is ever tried anew, so the time is at most
 * the product of both lengths, whatever the pattern. Immutable; any thread.
 */
public final class Glob {
  private static final byte LITERAL = 0;
  private static final byte ONE = 1;
  private static final byte ANY = 2;

  private final String text;
  private final byte[] bytes;
  private final byte[] kinds;
  private final int prefix;
  private final int leastBytes;

  private Glob(String text, byte[] bytes, byte[] kinds) {
    this.text = text;
    this.bytes = bytes;
    this.kinds = kinds;
    int literals = 0;
    while (literals < kinds.length && kinds[literals] == LITERAL) {
      literals++;
    }
    this.prefix = literals;
    int least = 0;
    for (byte kind : kinds) {
      least += kind == ANY ? 0 : 1;
    }
    this.leastBytes = least;
  }

  /**
   * Reads a pattern.
   *
   * @throws InvalidArgumentException if it ends in a {@code \} that escapes nothing, or is no valid
   *     Unicode
   */
  public static Glob of(String pattern) {
    var canonical = new StringBuilder();
    var literal = new StringBuilder();
    var kinds = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      byte kind = c == '*' ? ANY : c == '?' ? ONE : LITERAL;
      if (c == '\\') {
        i++;
        if (i == pattern.length()) {
          throw new InvalidArgumentException(
              "a pattern ends in a backslash that escapes nothing: pattern=" + pattern);
        }
        c = pattern.charAt(i);
      } else if (kind == ANY && !kinds.isEmpty() && kinds.charAt(kinds.length() - 1) == ANY) {
        continue;
      }
      if (kind == LITERAL && (c == '*' || c == '?' || c == '\\')) {
        canonical.append('\\');
      }
      canonical.append(c);
      literal.append(c);
      kinds.append((char) kind);
    }
    return new Glob(
        canonical.toString(), Utf8.encode(literal.toString(), "a pattern"), spread(literal, kinds));
  }

  /** Returns a pattern that matches a text and nothing else. */
  public static String escape(String text) {
    var pattern = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '*' || c == '?' || c == '\\') {
        pattern.append('\\');
      }
      pattern.append(c);
    }
    return pattern.toString();
  }

  /** Returns the shortest way to write this pattern: equal patterns have equal texts. */
  public String text() {
    return text;
  }

  /** Returns whether the pattern has no star and no question mark. */
  public boolean isLiteral() {
    return prefix == kinds.length;
  }

  /** Returns whether the pattern matches everything. */
  public boolean isAny() {
    return kinds.length == 1 && kinds[0] == ANY;
  }

  /** Returns whether the pattern is a literal prefix and a star. */
  public boolean isPrefix() {
    return prefix == kinds.length - 1 && kinds[prefix] == ANY;
  }

  /** Returns the bytes with which every match begins. */
  public byte[] literalPrefix() {
    return Arrays.copyOf(bytes, prefix);
  }

  /** Returns whether a text matches. */
  public boolean matches(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return matches(utf8, 0, utf8.length);
  }

  /** Returns whether the UTF-8 in a part of an array matches. Allocates nothing. */
  public boolean matches(byte[] utf8, int from, int to) {
    if (to - from < leastBytes) {
      return false;
    }
    int at = from;
    int p = 0;
    int star = -1;
    int resume = 0;
    while (at < to || p < kinds.length) {
      if (p < kinds.length) {
        byte kind = kinds[p];
        if (kind == ANY) {
          star = p++;
          resume = at;
          continue;
        }
        if (at < to && (kind == ONE || utf8[at] == bytes[p])) {
          at = kind == ONE ? next(utf8, at, to) : at + 1;
          p++;
          continue;
        }
      }
      // An earlier star need not be tried anew: it took as little as it could.
      if (star < 0 || resume >= to) {
        return false;
      }
      resume = next(utf8, resume, to);
      at = resume;
      p = star + 1;
    }
    return true;
  }

  private static int next(byte[] utf8, int at, int to) {
    int next = at + 1;
    while (next < to && (utf8[next] & 0xC0) == 0x80) {
      next++;
    }
    return next;
  }

  /** One kind for each byte of the literal's UTF-8. */
  private static byte[] spread(StringBuilder literal, StringBuilder kinds) {
    var all = new byte[literal.length() * 3];
    int size = 0;
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      // Each half of a surrogate pair stands for two of the four bytes.
      int width = c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
      Arrays.fill(all, size, size + width, (byte) kinds.charAt(i));
      size += width;
    }
    return Arrays.copyOf(all, size);
  }
}
