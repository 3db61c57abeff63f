package dev.stela.internal.storage;

import dev.stela.StorageException;
import java.nio.file.Path;

/** Makes folders so that no power cut takes them back with all that is in them. Stateless. */
public final class DurableFolders {
  private DurableFolders() {}

  /** Makes a folder and its missing parents, or sees to it that the one there is stays. */
  public static void create(FileOps files, Path path) {
    Path folder = path.toAbsolutePath().normalize();
    Path parent = folder.getParent();
    if (files.exists(folder)) {
      try {
        if (parent != null) {
          files.syncDirectory(parent);
        }
      } catch (StorageException e) {
        // Not our folder: whoever made it may have kept the one around it to himself.
      }
      return;
    }
    Path existing = parent;
    while (!files.exists(existing)) {
      existing = existing.getParent();
    }
    files.createDirectory(folder);
    for (Path made = folder; !made.equals(existing); made = made.getParent()) {
      files.syncDirectory(made.getParent());
    }
  }
}
