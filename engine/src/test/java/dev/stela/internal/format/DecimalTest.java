package dev.stela.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code -Dstela.decimal.seed=…} repeats one run of the random tests. */
class DecimalTest {
  private static final String SEED = "stela.decimal.seed";
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private final long seed = Long.getLong(SEED, ThreadLocalRandom.current().nextLong());
  private final Random random = new Random(seed);

  @Test
  void shouldTakeForANumberWhatTheGrammarSays() {
    int numbers = 0;
    for (int i = 0; i < 200_000; i++) {
      String text = text("0123456789--..eE+x٣", 6);
      boolean expected = NUMBER.matcher(text).matches();
      assertEquals(expected, Decimal.isNumber(text), () -> repeat(text));
      numbers += expected ? 1 : 0;
    }
    assertTrue(numbers > 10_000, "hardly any number: " + numbers);
    for (String text : List.of("", "-", ".5", "5.", "+5", "1e", "1e+", "0x1", "1d", "NaN", " 1")) {
      assertFalse(Decimal.isNumber(text), text);
    }
  }

  @Test
  void shouldCompareAsBigDecimalDoes() {
    for (int i = 0; i < 200_000; i++) {
      String a = number();
      String b = random.nextInt(4) == 0 ? rewritten(a) : number();
      int expected = Integer.signum(new BigDecimal(a).compareTo(new BigDecimal(b)));
      assertEquals(
          expected, Integer.signum(Decimal.of(a).compareTo(Decimal.of(b))), () -> repeat(a, b));
      assertEquals(expected, Integer.signum(compare(a, b)), () -> repeat(a, b));
      assertEquals(expected == 0, Decimal.of(a).equals(Decimal.of(b)), () -> repeat(a, b));
      assertTrue(
          Double.compare(Decimal.nearest(a), Decimal.nearest(b)) * expected >= 0
              && (expected != 0 || Decimal.nearest(a) == Decimal.nearest(b)),
          () -> repeat(a, b));
      if (expected == 0) {
        assertEquals(Decimal.of(a).hashCode(), Decimal.of(b).hashCode(), () -> repeat(a, b));
      }
    }
  }

  @Test
  void shouldCompareWhenNoBigDecimalHasTheExponent() {
    String nines = "9".repeat(200);
    List<String> ordered =
        List.of(
            "-1e" + nines,
            "-1e99999999999",
            "-1",
            "-1e-99999999999",
            "-1e-" + nines,
            "0e" + nines,
            "1e-" + nines,
            "1e-99999999999",
            "2e-99999999999",
            "1",
            "1e99999999999",
            "1e" + nines,
            "10e" + nines);
    for (int i = 0; i < ordered.size(); i++) {
      for (int j = 0; j < ordered.size(); j++) {
        String a = ordered.get(i);
        String b = ordered.get(j);
        assertEquals(Integer.compare(i, j), Integer.signum(compare(a, b)), () -> repeat(a, b));
        int nearest = Double.compare(Decimal.nearest(a), Decimal.nearest(b));
        assertTrue(nearest * Integer.compare(i, j) >= 0, () -> repeat(a, b));
      }
    }
  }

  private String number() {
    return switch (random.nextInt(5)) {
      case 0 -> (random.nextBoolean() ? "-" : "") + digits(3);
      case 1 -> digits(2) + "." + digits(3);
      case 2 -> (random.nextBoolean() ? "-" : "") + "1234567890123456789" + digits(2);
      case 3 -> "-0." + digits(4) + "E" + random.nextInt(-400, 400);
      default -> digits(3) + "." + digits(3) + "e+" + digits(2);
    };
  }

  private static String rewritten(String number) {
    BigDecimal value = new BigDecimal(number);
    return value.scale() > 0 ? value.toPlainString() + "0" : value.setScale(2).toString();
  }

  private String digits(int most) {
    var digits = new StringBuilder();
    for (int i = random.nextInt(1, most + 1); i > 0; i--) {
      digits.append((char) ('0' + (random.nextInt(3) == 0 ? 0 : random.nextInt(10))));
    }
    return digits.toString();
  }

  private String text(String characters, int most) {
    var text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(characters.charAt(random.nextInt(characters.length())));
    }
    return text.toString();
  }

  private static int compare(String a, String b) {
    byte[] first = ("x" + a + "y").getBytes(StandardCharsets.US_ASCII);
    byte[] second = ("xy" + b).getBytes(StandardCharsets.US_ASCII);
    return Decimal.compare(first, 1, first.length - 1, second, 2, second.length);
  }

  private String repeat(String... texts) {
    return "repeat by -D" + SEED + "=" + seed + " texts=" + List.of(texts);
  }
}
