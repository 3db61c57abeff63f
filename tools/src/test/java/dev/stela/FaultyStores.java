package dev.stela;

import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.StoreFile;
import dev.stela.internal.storage.SystemFiles;
import java.nio.file.Path;
import java.util.List;

/** Opens stores whose disk is full from a moment on, through the engine's seam for faults. */
public final class FaultyStores {
  private FaultyStores() {}

  /**
   * Opens a store that can make so many new files and no more.
   *
   * @param path its folder
   * @param config how to open it
   * @param files how many new files there is room for
   * @return the store
   */
  public static EntityStore openWithRoomFor(Path path, StoreConfig config, int files) {
    return EntityStore.open(new FullDisk(files), path, config);
  }

  private static final class FullDisk implements FileOps {
    private final FileOps files = new SystemFiles();
    private int room;

    FullDisk(int room) {
      this.room = room;
    }

    @Override
    public synchronized StoreFile open(Path path, OpenMode mode) {
      if (mode == OpenMode.CREATE_NEW && room-- <= 0) {
        throw new StorageFullException("there is no space left: file=" + path);
      }
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
}
