package dev.stela;

import dev.stela.internal.storage.Faults;
import java.nio.file.Path;

/** Where the platform's failures on mapped memory become the API's exceptions. Stateless. */
final class Edge {
  private static final Path STORE = Path.of("store");

  private Edge() {}

  static RuntimeException translate(IllegalStateException failure) {
    return Faults.translate(failure, STORE);
  }

  static RuntimeException translate(InternalError failure) {
    return Faults.translate(failure, STORE);
  }
}
