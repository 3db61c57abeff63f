package dev.stela.jcstress;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Folders for the files of one run, on a memory disk where there is one: a test is after the races
 * of memory and has no use for a real disk. Gone when the JVM ends. Any thread.
 */
final class Folders {
  private static final Path MEMORY_DISK = Path.of("/dev/shm");
  private static final Path ROOT = root();

  private Folders() {}

  /** Makes an empty folder. */
  static Path create() {
    try {
      return Files.createTempDirectory(ROOT, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a folder and what it holds; what cannot be deleted yet goes at the JVM's end. */
  static void delete(Path folder) {
    delete(folder.toFile());
  }

  private static Path root() {
    try {
      Path root =
          Files.isWritable(MEMORY_DISK)
              ? Files.createTempDirectory(MEMORY_DISK, "stela-jcstress-")
              : Files.createTempDirectory("stela-jcstress-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(root.toFile())));
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean delete(File file) {
    File[] children = file.listFiles();
    if (children != null) {
      for (File child : children) {
        delete(child);
      }
    }
    return file.delete();
  }
}
