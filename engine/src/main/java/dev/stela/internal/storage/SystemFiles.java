package dev.stela.internal.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** The real file system. Stateless, for any thread. */
public final class SystemFiles implements FileOps {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  @Override
  public StoreFile open(Path path, OpenMode mode) {
    return SystemFile.open(path, mode, FileChannel::open);
  }

  @Override
  public void rename(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw Faults.translate(e, "file could not be renamed to " + to, from);
    }
  }

  @Override
  public void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw Faults.translate(e, "file could not be deleted", path);
    }
  }

  @Override
  public void syncDirectory(Path directory) {
    try {
      EngineThreads.call(
          () -> {
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
              channel.force(true);
            }
            return null;
          });
    } catch (IOException e) {
      throw Faults.translate(e, "folder could not be synced", directory);
    }
  }

  @Override
  public List<Path> list(Path directory) {
    try (var names = Files.list(directory)) {
      return names.sorted().toList();
    } catch (IOException e) {
      throw Faults.translate(e, "folder could not be listed", directory);
    }
  }

  @Override
  public boolean exists(Path path) {
    return Files.exists(path);
  }

  @Override
  public boolean link(Path existing, Path link) {
    try {
      Files.createLink(link, existing);
      return true;
    } catch (UnsupportedOperationException e) {
      return false;
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      throw Faults.translate(e, "file could not be linked to " + link, existing);
    } catch (IOException e) {
      // Another file system, one that has no links, or too many of them: a copy serves as well.
      return false;
    }
  }

  @Override
  public String bootId() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public String fileKey(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      // With the time of creation, for a copy may get the number of the file that was deleted.
      return attributes.fileKey() == null
          ? ""
          : attributes.fileKey() + " " + attributes.creationTime();
    } catch (IOException e) {
      throw Faults.translate(e, "attributes of a file could not be read", path);
    }
  }

  @Override
  public void createDirectory(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw Faults.translate(e, "folder could not be created", directory);
    }
  }
}
