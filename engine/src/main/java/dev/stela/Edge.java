package dev.stela;

import dev.stela.internal.storage.Faults;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.function.Supplier;

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

  /** Runs a read, with the platform's failures turned into the API's. */
  static <T> T reading(Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalStateException | InternalError e) {
      throw translate(e);
    }
  }

  /** Returns the API's exception for a failure, or the failure itself; errors are thrown on. */
  static RuntimeException translate(Throwable failure) {
    return switch (failure) {
      case IllegalStateException e -> Faults.translate(e, STORE);
      case InternalError e -> Faults.translate(e, STORE);
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> throw new AssertionError("a checked exception where none is declared", failure);
    };
  }
}
