package dev.stela;

import dev.stela.internal.storage.Faults;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** Where the platform's failures on mapped memory become the API's exceptions. Stateless. */
final class Edge {
  private static final Path STORE = Path.of("store");

  private Edge() {}

  /** Tells a closed segment of the caller's from one of the store's, before both look alike. */
  static void requireAlive(MemorySegment segment) {
    if (!segment.scope().isAlive()) {
      throw new InvalidArgumentException("the memory segment given is closed already");
    }
  }

  static RuntimeException translate(IllegalStateException failure) {
    return Faults.translate(failure, STORE);
  }

  static RuntimeException translate(InternalError failure) {
    return Faults.translate(failure, STORE);
  }
}
