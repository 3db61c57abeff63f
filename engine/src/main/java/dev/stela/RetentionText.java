package dev.stela;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The textual form of retention policies. Stateless, for any thread. */
final class RetentionText {
  private static final Pattern POLICY =
      Pattern.compile(
          "(?:tags +(?<pattern>.*?)|contents)"
              + "(?: +keep +(?<number>\\d{1,18})(?<unit>ms|s|m|h|d))?"
              + "(?: +newest +(?<newest>\\d{1,9}))?");

  private record Unit(String name, Duration duration) {}

  /** The longest first: a duration is written in the first that divides it. */
  private static final List<Unit> UNITS =
      List.of(
          new Unit("d", Duration.ofDays(1)),
          new Unit("h", Duration.ofHours(1)),
          new Unit("m", Duration.ofMinutes(1)),
          new Unit("s", Duration.ofSeconds(1)),
          new Unit("ms", Duration.ofMillis(1)));

  private RetentionText() {}

  static RetentionPolicy parse(String text) {
    Matcher matcher = POLICY.matcher(text.strip());
    if (!matcher.matches()) {
      throw refused(text, null);
    }
    String pattern = matcher.group("pattern");
    Duration keepFor =
        matcher.group("unit") == null
            ? null
            : duration(text, matcher.group("number"), matcher.group("unit"));
    String newest = matcher.group("newest");
    if (keepFor == null && newest == null) {
      throw refused(text, null);
    }
    return new RetentionPolicy(
        pattern == null ? RetentionPolicy.Kind.CONTENTS : RetentionPolicy.Kind.TAGS,
        pattern,
        keepFor,
        newest == null ? -1 : Integer.parseInt(newest));
  }

  static String of(RetentionPolicy policy) {
    var text = new StringBuilder();
    text.append(policy.pattern() == null ? "contents" : "tags " + policy.pattern());
    if (policy.keepFor() != null) {
      text.append(" keep ").append(text(policy.keepFor()));
    }
    if (policy.keepNewest() >= 0) {
      text.append(" newest ").append(policy.keepNewest());
    }
    return text.toString();
  }

  private static Duration duration(String text, String number, String name) {
    for (Unit unit : UNITS) {
      if (unit.name().equals(name)) {
        try {
          return unit.duration().multipliedBy(Long.parseLong(number));
        } catch (ArithmeticException e) {
          throw refused(text, e);
        }
      }
    }
    throw refused(text, null);
  }

  /** Policies made by hand may be finer than a millisecond; these are shown rounded down. */
  private static String text(Duration duration) {
    for (Unit unit : UNITS) {
      if (!duration.isZero()
          && duration.equals(unit.duration().multipliedBy(count(duration, unit)))) {
        return count(duration, unit) + unit.name();
      }
    }
    return duration.toMillis() + "ms";
  }

  private static long count(Duration duration, Unit unit) {
    return duration.dividedBy(unit.duration());
  }

  private static InvalidArgumentException refused(String text, Throwable cause) {
    return new InvalidArgumentException(
        "this is no policy, as 'tags cpu:* keep 7d newest 100' or 'contents newest 3' are, with"
            + " durations in ms, s, m, h or d: policy="
            + text,
        cause);
  }
}
