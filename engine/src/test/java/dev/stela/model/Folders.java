package dev.stela.model;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;

/** Copies and deletes folders. */
public final class Folders {
  private Folders() {}

  /**
   * Copies a folder, which may be a store in use: files may come and go meanwhile. A copy across
   * two manifests is none that any crash would leave, and is made again.
   */
  public static void copy(Path from, Path to) throws IOException {
    byte[] before = superblock(from);
    copyOnce(from, to);
    while (!Arrays.equals(before, superblock(from))) {
      delete(to);
      before = superblock(from);
      copyOnce(from, to);
    }
  }

  private static byte[] superblock(Path store) throws IOException {
    Path file = store.resolve("superblock");
    return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
  }

  private static void copyOnce(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            try {
              Files.copy(file, to.resolve(from.relativize(file)));
            } catch (NoSuchFileException e) {
              // The background has just given the next log segment its name.
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Deletes a folder with all that is in it. */
  public static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
