package dev.stela;

import dev.stela.internal.storage.Faults;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Where the platform's failures on mapped memory become the API's exceptions. Stateless. */
final class Edge {
  private static final Path STORE = Path.of("store");
  private static final int ATTEMPTS = 3;

  private Edge() {}

  /** Tells a closed segment of the caller's from one of the store's, before both look alike. */
  static void requireAlive(MemorySegment segment) {
    if (!segment.scope().isAlive()) {
      throw new InvalidArgumentException("the memory segment given is closed already");
    }
  }

  /**
   * Runs a read, with the platform's failures turned into the API's. One that came upon memory that
   * compaction has closed meanwhile is done again: it finds the same elsewhere.
   */
  static <T> T reading(Supplier<T> read) {
    for (int attempt = 0; ; attempt++) {
      try {
        return read.get();
      } catch (IllegalStateException | InternalError e) {
        requireAnotherTry(e, attempt);
      }
    }
  }

  /** Returns if a read is to be done again, else throws the API's exception for its failure. */
  static void requireAnotherTry(Throwable failure, int attempt) {
    // Whoever finds memory closed again and again has a store that is closed.
    if (attempt == ATTEMPTS || !Faults.isClosedMemory(failure)) {
      throw translate(failure);
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
