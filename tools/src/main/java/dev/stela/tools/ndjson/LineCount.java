package dev.stela.tools.ndjson;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts the lines of a file, as {@link LineReader} cuts them. Stateless, for any thread. */
final class LineCount {
  private static final int BUFFER_BYTES = 1 << 20;

  private LineCount() {}

  /**
   * Returns how many lines a file has; reads all of it.
   *
   * @throws IOException if it cannot be read
   */
  static long of(Path file) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long lines = 0;
    byte last = '\n';
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        for (int i = 0; i < read; i++) {
          lines += buffer[i] == '\n' ? 1 : 0;
        }
        last = buffer[read - 1];
      }
    }
    return last == '\n' ? lines : lines + 1;
  }
}
