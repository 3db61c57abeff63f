package dev.stela.tools;

import dev.stela.Lifecycle;
import java.util.Locale;

/** How values are shown to people. */
public final class Text {
  private Text() {}

  /**
   * Makes a stored text safe to show: control characters, which a terminal would obey, are escaped.
   *
   * @param text any text
   * @return the text on one line
   */
  public static String printable(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> safe.append("\\n");
                case '\t' -> safe.append("\\t");
                default -> {
                  if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                    safe.append("\\u%04x".formatted(c));
                  } else {
                    safe.appendCodePoint(c);
                  }
                }
              }
            });
    return safe.toString();
  }

  /**
   * Shortens a text for one line.
   *
   * @param text any text
   * @param length the most characters to show
   * @return the printable text, with its whole length where it was cut
   */
  public static String excerpt(String text, int length) {
    if (text.length() <= length) {
      return printable(text);
    }
    return printable(text.substring(0, length)) + "... (" + count(text.length()) + " characters)";
  }

  /**
   * A number with its thousands apart.
   *
   * @param number any number
   * @return the number as text
   */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /**
   * A duration in the unit that suits it.
   *
   * @param nanos the duration in nanoseconds
   * @return a number with its unit
   */
  public static String duration(long nanos) {
    if (nanos < 10_000) {
      return count(nanos) + " ns";
    }
    if (nanos < 1_000_000) {
      return String.format(Locale.ROOT, "%.1f us", nanos / 1e3);
    }
    if (nanos < 1_000_000_000) {
      return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
    return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
  }

  /** Returns what stands behind an entity that is not active. */
  static String lifecycle(Lifecycle lifecycle) {
    return lifecycle == Lifecycle.ACTIVE
        ? ""
        : " (" + lifecycle.name().toLowerCase(Locale.ROOT) + ")";
  }
}
