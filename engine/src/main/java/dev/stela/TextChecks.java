package dev.stela;

import static dev.stela.QueryChecks.requirePresent;

import dev.stela.internal.format.Glob;
import dev.stela.internal.format.Utf8;
import java.util.regex.Pattern;

/** What the parts of a text indexing and of text queries must satisfy. Stateless, any thread. */
final class TextChecks {
  private static final int MAX_FIELD_BYTES = 255;
  private static final Pattern ANALYZER = Pattern.compile("[a-z][a-z0-9_-]*(\\(\\d+(,\\d+)*\\))?");

  private TextChecks() {}

  static void requireFieldName(String name) {
    if (name == null) {
      throw new InvalidArgumentException("a text field's name is null");
    }
    int bytes = Utf8.encode(name, "a text field's name").length;
    if (bytes == 0 || bytes > MAX_FIELD_BYTES) {
      throw new InvalidArgumentException(
          "a text field's name has 1 to "
              + MAX_FIELD_BYTES
              + " bytes: bytes="
              + bytes
              + " field="
              + name);
    }
  }

  static void requireAnalyzerName(String name) {
    if (name == null) {
      throw new InvalidArgumentException("an analyzer's name is null");
    }
    if (!ANALYZER.matcher(name).matches()) {
      throw new InvalidArgumentException(
          "an analyzer's name is one like english or ngram(2,3): analyzer=" + name);
    }
  }

  /** Returns a field of a query, null for every indexed one. */
  static String requireFieldOrEvery(String field) {
    if (field == null || field.equals(TextIndexing.OTHERS)) {
      return null;
    }
    requireFieldName(field);
    return field;
  }

  static String requireText(String text, String name) {
    Utf8.encode(requirePresent(text, name), "a part of a text query");
    return text;
  }

  static String requireNotEmpty(String text, String name) {
    if (requireText(text, name).isEmpty()) {
      throw new InvalidArgumentException("a part of a text query is empty: part=" + name);
    }
    return text;
  }

  /** Returns the pattern in its shortest form, so that equal queries are equal. */
  static String requireWildcards(String pattern) {
    Glob glob = Glob.of(requirePresent(pattern, "pattern"));
    if (glob.isLiteral()) {
      throw new InvalidArgumentException(
          "a pattern of terms has a * or a ? that is not escaped: pattern=" + pattern);
    }
    return glob.text();
  }

  static void requireInRange(int value, int least, int most, String name) {
    if (value < least || value > most) {
      throw new InvalidArgumentException(
          "a part of a text query is out of range: part="
              + name
              + " value="
              + value
              + " least="
              + least
              + " most="
              + most);
    }
  }

  /** Returns a boost; the negative zero, which differs from zero for nobody, as zero. */
  static float requireBoost(float boost) {
    if (!(boost >= 0) || Float.isInfinite(boost)) {
      throw new InvalidArgumentException(
          "a boost is a number that is not negative, and finite: boost=" + boost);
    }
    return boost + 0.0f;
  }
}
