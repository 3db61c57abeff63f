package dev.stela.internal.index.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** How lengths are rounded. */
class NormsTest {
  @Test
  void shouldBeExactWhenTheTextIsShort() {
    for (int length = 0; length <= 40; length++) {
      assertEquals(length, Norms.decode(Norms.encode(length)));
    }
  }

  @Test
  void shouldComeBackWhenANormIsDecodedAndEncoded() {
    int greatest = Norms.encode(Integer.MAX_VALUE);
    assertTrue(greatest <= 255);
    for (int norm = 0; norm <= greatest; norm++) {
      assertEquals(norm, Norms.encode(Norms.decode(norm)));
    }
  }

  @Test
  void shouldNeverFallWhenTheTextGetsLonger() {
    int before = 0;
    for (long length = 0; length <= Integer.MAX_VALUE; length += 1 + length / 1_000) {
      int norm = Norms.encode((int) length);
      assertTrue(norm >= before, "length=" + length);
      before = norm;
      int decoded = Norms.decode(norm);
      // Rounded down, by less than an eighth.
      assertTrue(decoded <= length && length - decoded <= decoded / 8, "length=" + length);
    }
  }
}
