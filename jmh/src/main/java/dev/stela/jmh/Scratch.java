package dev.stela.jmh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for the stores of one measurement, removed afterwards. It lies in the folder which the
 * system property {@code stela.jmh.folder} names, by default {@code jmh-data} beside the jar: on a
 * disk, that is, where a temporary folder may be in memory.
 */
final class Scratch implements AutoCloseable {
  /** The system property that names the folder for all measurements' folders. */
  static final String FOLDER_PROPERTY = "stela.jmh.folder";

  private final Path folder;

  Scratch() throws IOException {
    folder = Files.createTempDirectory(Files.createDirectories(parent()), "stela-");
  }

  static Path parent() {
    String named = System.getProperty(FOLDER_PROPERTY);
    if (named != null) {
      return Path.of(named);
    }
    try {
      Path jar = Path.of(Scratch.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return jar.resolveSibling("jmh-data");
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path has a location that is no path", e);
    }
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    delete(folder);
  }

  /** Copies a folder and what is in it, and syncs it, so that nothing is left to be written. */
  static void copy(Path from, Path to) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(from)) {
      all = walk.toList();
    }
    for (Path path : all) {
      Path copy = to.resolve(from.relativize(path).toString());
      Files.copy(path, copy);
      if (Files.isRegularFile(copy)) {
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      }
    }
  }

  /** Removes a folder and what is in it. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(Scratch::deleteOne);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
