package dev.stela;

import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.StoreFile;
import dev.stela.internal.storage.SystemFiles;
import java.nio.file.Path;
import java.util.List;

/** A copy of a store passes for the store itself: what a process left that died. */
final class FilesByName implements FileOps {
  private final FileOps files = new SystemFiles();

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
    return files.bootId();
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
