package dev.stela.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AcknowledgementTest {
  private static final Acknowledgement SAMPLE =
      new Acknowledgement(17, 4711, List.of("java.base/java.util.Map", "m/endless.Thing", "m/end"));

  @Test
  void shouldReadWhatItHasWritten() {
    assertEquals(Optional.of(SAMPLE), Acknowledgement.parse(SAMPLE.toLine()));
  }

  @Test
  void shouldSayNothingWhenItWasCutOffAnywhere() {
    String line = SAMPLE.toLine();
    for (int length = 0; length < line.length(); length++) {
      assertEquals(
          Optional.empty(), Acknowledgement.parse(line.substring(0, length)), "length=" + length);
    }
  }
}
