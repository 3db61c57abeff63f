package dev.stela.tools;

import dev.stela.StoreVerifier;
import dev.stela.VerificationReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Verifies a store and shows how far it is. */
public final class Verification {
  private static final String LOG = "log";

  private Verification() {}

  /**
   * Verifies a store.
   *
   * @param store its folder
   * @return what was found
   */
  public static VerificationReport run(Path store) {
    try (Progress progress = Progress.of("verify", logBytes(store))) {
      return StoreVerifier.verify(store, progress::step);
    }
  }

  private static long logBytes(Path store) {
    Path log = store.resolve(LOG);
    if (!Files.isDirectory(log)) {
      return 0;
    }
    try (Stream<Path> segments = Files.list(log)) {
      return segments.mapToLong(segment -> segment.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
