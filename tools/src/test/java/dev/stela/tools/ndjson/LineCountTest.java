package dev.stela.tools.ndjson;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineCountTest {
  @TempDir private Path folder;

  @Test
  void shouldCountWhatTheReaderReadsWhenLinesEndAsTheyLike() throws IOException {
    for (String text : new String[] {"", "a", "a\n", "a\nb", "a\r\n\r\nb\r\n", "\n\n", "a\n\n b"}) {
      Path file = folder.resolve("lines");
      Files.writeString(file, text);
      long read = 0;
      LineReader reader = new LineReader(new ByteArrayInputStream(Files.readAllBytes(file)));
      while (reader.next() != null) {
        read++;
      }
      assertEquals(read, LineCount.of(file), text);
    }
  }

  @Test
  void shouldCountAllWhenAFileIsLongerThanWhatIsReadAtOnce() throws IOException {
    Path file = folder.resolve("long");
    Files.writeString(file, "0123456\n".repeat(400_000) + "end");
    assertEquals(400_001, LineCount.of(file));
  }
}
