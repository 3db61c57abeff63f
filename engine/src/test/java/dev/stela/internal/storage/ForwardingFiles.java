package dev.stela.internal.storage;

import java.nio.file.Path;
import java.util.List;

/** Another file system as it is: the base of those that differ in a few things. Any thread. */
public abstract class ForwardingFiles implements FileOps {
  private final FileOps files;

  /** Forwards to another file system. */
  protected ForwardingFiles(FileOps files) {
    this.files = files;
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
    return files.bootId();
  }

  @Override
  public String fileKey(Path path) {
    return files.fileKey(path);
  }

  @Override
  public void createDirectory(Path directory) {
    files.createDirectory(directory);
  }
}
