package dev.stela.internal.storage;

import dev.stela.StorageException;
import dev.stela.StorageFullException;
import dev.stela.StoreClosedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Turns what the platform throws into the engine's own exceptions. Stateless, for any thread. */
public final class Faults {
  // The platform has no type for these, only the operating system's words.
  private static final List<String> FULL =
      List.of("No space left on device", "Disk quota exceeded", "not enough space");

  private Faults() {}

  /** Returns the exception for a failed file operation. */
  public static RuntimeException translate(IOException failure, String what, Path file) {
    var reason = String.valueOf(failure.getMessage());
    if (FULL.stream().anyMatch(reason::contains)) {
      return new StorageFullException(
          "%s, the disk or quota is full: file=%s, reason=%s".formatted(what, file, reason),
          failure);
    }
    return new StorageException("%s: file=%s, reason=%s".formatted(what, file, failure), failure);
  }

  /**
   * Returns the exception for a failed access to mapped memory. An error of the virtual machine
   * that has nothing to do with mapped memory is thrown on.
   */
  public static RuntimeException translate(InternalError failure, Path file) {
    if (!String.valueOf(failure.getMessage()).contains("unsafe memory access")) {
      throw failure;
    }
    return new StorageException(
        "mapped file could not be accessed, it may have been cut short: file=" + file, failure);
  }

  /** Tells whether memory was used after its arena was closed. */
  public static boolean isClosedMemory(Throwable failure) {
    return failure instanceof IllegalStateException
        && String.valueOf(failure.getMessage()).contains("lready closed");
  }

  /** Returns the exception for memory used after its arena was closed, or the failure itself. */
  public static RuntimeException translate(IllegalStateException failure, Path file) {
    if (isClosedMemory(failure)) {
      return new StoreClosedException("memory of the file is closed: file=" + file, failure);
    }
    return failure;
  }
}
