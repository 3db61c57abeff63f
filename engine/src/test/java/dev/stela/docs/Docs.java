package dev.stela.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The documentation's files. Stateless, for any thread. */
final class Docs {
  private Docs() {}

  /** Returns the lines of a file, named from the root of the source tree. */
  static List<String> lines(String file) throws IOException {
    return Files.readAllLines(root().resolve(file));
  }

  /** Tests run in the module's folder or in the root. */
  private static Path root() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(root.resolve("docs/format"))) {
      root = root.getParent();
      if (root == null) {
        throw new AssertionError("no docs/format above " + Path.of("").toAbsolutePath());
      }
    }
    return root;
  }
}
