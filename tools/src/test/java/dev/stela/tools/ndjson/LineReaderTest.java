package dev.stela.tools.ndjson;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
  private static final String MARK = "\ufeff";

  @Test
  void shouldFindNoLineWhenThereIsNothing() throws IOException {
    assertEquals(List.of(), lines(""));
  }

  @Test
  void shouldEndLinesWithLineFeedsAndWithTheEnd() throws IOException {
    assertEquals(List.of("1:a", "2:", "3:bc"), lines("a\n\nbc\n"));
    assertEquals(List.of("1:a", "2:bc"), lines("a\nbc"));
  }

  @Test
  void shouldDropOneCarriageReturnAtTheEndAndNoOther() throws IOException {
    assertEquals(List.of("1:a\rb", "2:", "3:c\r", "4:d"), lines("a\rb\r\n\r\nc\r\r\nd\r"));
  }

  @Test
  void shouldPassOverAByteOrderMarkAtTheBeginningOnly() throws IOException {
    assertEquals(List.of("1:a", "2:" + MARK + "b"), lines(MARK + "a\n" + MARK + "b"));
    assertEquals(List.of("1:"), lines(MARK));
    assertEquals(List.of("1:", "2:a"), lines(MARK + "\r\na"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void shouldFindTheSameLinesWhenTheStreamComesInPieces(int piece) throws IOException {
    String text = MARK + "one\r\n\ntwo\nthree";

    LineReader reader = new LineReader(inPieces(bytes(text), piece));

    assertEquals(lines(text), lines(reader));
    assertEquals(bytes(text).length, reader.consumed());
  }

  @Test
  void shouldKeepALineOfTheGreatestLength() throws IOException {
    byte[] longest = new byte[LineReader.MAX_LINE_BYTES];
    Arrays.fill(longest, (byte) 'x');
    byte[] text = Arrays.copyOf(longest, longest.length + 2);
    text[longest.length] = '\r';
    text[longest.length + 1] = '\n';

    RawLine line = new LineReader(new ByteArrayInputStream(text)).next();

    assertTrue(line.isComplete());
    assertArrayEquals(longest, line.bytes());
  }

  @Test
  void shouldKeepTheBeginningAndGoOnWhenALineIsTooLong() throws IOException {
    for (int more : new int[] {1, 2, 100_000}) {
      byte[] text = new byte[LineReader.MAX_LINE_BYTES + more + 2];
      Arrays.fill(text, (byte) 'x');
      text[text.length - 2] = '\n';
      LineReader reader = new LineReader(new ByteArrayInputStream(text));

      RawLine tooLong = reader.next();
      RawLine next = reader.next();

      assertFalse(tooLong.isComplete());
      assertEquals(LineReader.MAX_LINE_BYTES + more, tooLong.length());
      assertEquals(LineReader.KEPT_BYTES, tooLong.bytes().length);
      assertEquals(2, next.number());
      assertEquals("x", next.text());
      assertNull(reader.next());
    }
  }

  private static List<String> lines(String text) throws IOException {
    return lines(new LineReader(new ByteArrayInputStream(bytes(text))));
  }

  private static List<String> lines(LineReader reader) throws IOException {
    List<String> lines = new ArrayList<>();
    RawLine line;
    while ((line = reader.next()) != null) {
      assertTrue(line.isComplete());
      lines.add(line.number() + ":" + line.text());
    }
    return lines;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static InputStream inPieces(byte[] bytes, int piece) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public int read(byte[] target) {
        return read(target, 0, Math.min(piece, target.length));
      }
    };
  }
}
