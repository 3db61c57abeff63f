package dev.stela.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class AsOfTest {
  private final AsOf.Converter converter = new AsOf.Converter();

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T12:00:00.123456789Z, 2026-01-31T12:00:00.123456789Z",
    "2026-01-31T12:00:00+01:00, 2026-01-31T11:00:00Z",
    "2026-01-31, 2026-01-31T00:00:00Z",
    "1769860800123456789, 2026-01-31T12:00:00.123456789Z"
  })
  void shouldReadATimeInEachOfItsForms(String text, Instant expected) {
    assertEquals(new AsOf.AtTime(expected), converter.convert(text));
  }

  @Test
  void shouldReadAnLsnWhenItIsCalledOne() {
    assertEquals(new AsOf.AtLsn(1042), converter.convert("lsn:1042"));
  }

  @Test
  void shouldRefuseDigitsWhenTheyAreMoreLikelyAnLsn() {
    TypeConversionException e =
        assertThrows(TypeConversionException.class, () -> converter.convert("1042"));

    assertTrue(e.getMessage().endsWith("lsn:1042"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "yesterday", "lsn:", "lsn:x", "2026-13-01", "2026-01-31T12:00:00", "-5"})
  void shouldRefuseWhatIsNoMoment(String text) {
    TypeConversionException e =
        assertThrows(TypeConversionException.class, () -> converter.convert(text));

    assertTrue(e.getMessage().contains("is neither a time"), e.getMessage());
  }
}
