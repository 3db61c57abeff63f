package dev.stela.model;

import dev.stela.EntityStore;
import dev.stela.StelaException;
import dev.stela.internal.checkpoint.Manifest;
import dev.stela.internal.header.Superblock;
import dev.stela.internal.storage.SystemFiles;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What the background makes of full segments, seen from the files. */
public final class Checkpoints {
  private Checkpoints() {}

  /**
   * Waits until every full segment of an open store is in force, so that the files can be copied
   * one by one. Nobody may be writing.
   */
  public static void await(EntityStore store) {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (inForce(store.path()) < store.statistics().segments() - 1) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no checkpoint of a full segment: " + store.path());
      }
      Thread.onSpinWait();
    }
  }

  /** Returns the LSN up to which a closed or copied store need not be replayed. */
  public static long lsn(Path path) {
    return manifest(path).lsn();
  }

  private static int inForce(Path path) {
    try {
      return manifest(path).segments().size();
    } catch (StelaException e) {
      // It is being replaced.
      return -1;
    }
  }

  private static Manifest manifest(Path path) {
    SystemFiles files = new SystemFiles();
    try (Superblock superblock = Superblock.open(files, path, false)) {
      long generation = superblock.content().manifestGeneration();
      return generation == 0
          ? Manifest.EMPTY
          : Manifest.read(files, path, superblock.storeId(), generation);
    }
  }
}
