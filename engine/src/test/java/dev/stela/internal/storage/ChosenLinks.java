package dev.stela.internal.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * The real file system, on which only some files can be given a second name: as if the others were
 * on another one. Any thread may use it.
 */
public final class ChosenLinks implements FileOps {
  private final FileOps files = new SystemFiles();
  private final Predicate<Path> linkable;

  /** Lets files be linked of which the predicate holds. */
  public ChosenLinks(Predicate<Path> linkable) {
    this.linkable = linkable;
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
    return linkable.test(existing) && files.link(existing, link);
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
