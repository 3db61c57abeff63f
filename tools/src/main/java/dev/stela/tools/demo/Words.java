package dev.stela.tools.demo;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Splits names and texts into words of ASCII letters and digits. */
final class Words {
  /** Between a small letter or digit and a capital, and before the last capital of several. */
  private static final Pattern CAMEL =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  private static final Pattern OTHERS = Pattern.compile("[^A-Za-z0-9]+");

  private Words() {}

  /** Returns the words of a name in camel case, in lower case, such as {@code hash map}. */
  static String ofIdentifier(String name) {
    return String.join(" ", of(CAMEL.matcher(name).replaceAll(" ")));
  }

  /** Returns the words of a text, in lower case. */
  static List<String> of(String text) {
    return OTHERS
        .splitAsStream(text)
        .filter(word -> !word.isEmpty())
        .map(word -> word.toLowerCase(Locale.ROOT))
        .toList();
  }
}
