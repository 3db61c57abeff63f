package dev.stela.takeover;

import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.StoreFile;
import dev.stela.internal.storage.SystemFiles;
import java.nio.file.Path;
import java.util.List;

/**
 * The real file system, where copies of files pass for the originals, and the boot id is what a
 * test says. Any thread.
 */
public final class SameFiles implements FileOps {
  private final FileOps files = new SystemFiles();
  private final String bootId;

  /** Claims a boot id; empty for none. */
  public SameFiles(String bootId) {
    this.bootId = bootId;
  }

  @Override
  public StoreFile open(Path path, OpenMode mode) {
    return files.open(path, mode);
  }

  @Override
  public void rename(Path from, Path to) {
    files.rename(from, to);
  }

  @Override
  public void delete(Path path) {
    files.delete(path);
  }

  @Override
  public void syncDirectory(Path directory) {
    files.syncDirectory(directory);
  }

  @Override
  public List<Path> list(Path directory) {
    return files.list(directory);
  }

  @Override
  public boolean exists(Path path) {
    return files.exists(path);
  }

  @Override
  public boolean link(Path existing, Path link) {
    return files.link(existing, link);
  }

  @Override
  public String bootId() {
    return bootId;
  }

  @Override
  public String fileKey(Path path) {
    return path.getFileName().toString();
  }

  @Override
  public void createDirectory(Path directory) {
    files.createDirectory(directory);
  }
}
