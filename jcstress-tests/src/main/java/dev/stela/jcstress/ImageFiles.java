package dev.stela.jcstress;

import dev.stela.StorageException;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.StoreFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Files that are images in memory, the same for any number of states: a test needs them fresh for
 * every single try. A mapping is closed with its arena like one of a real file, the image stays.
 * What is written to any other file is forgotten. Filled by one thread, then for any thread.
 */
final class ImageFiles implements FileOps {
  private final Map<Path, MemorySegment> images = new HashMap<>();

  /** Takes the bytes of a file. */
  void put(Path path, byte[] bytes) {
    MemorySegment image = Arena.global().allocate(bytes.length, Long.BYTES);
    image.copyFrom(MemorySegment.ofArray(bytes));
    images.put(path, image);
  }

  @Override
  public StoreFile open(Path path, OpenMode mode) {
    MemorySegment image = images.get(path);
    if (image == null && mode == OpenMode.READ) {
      throw new StorageException("there is no such image: file=" + path);
    }
    return new ImageFile(path, image == null ? MemorySegment.NULL : image);
  }

  @Override
  public boolean exists(Path path) {
    return images.containsKey(path);
  }

  @Override
  public List<Path> list(Path directory) {
    return images.keySet().stream()
        .filter(path -> path.getParent().equals(directory))
        .sorted()
        .toList();
  }

  @Override
  public void rename(Path from, Path to) {}

  @Override
  public void delete(Path path) {}

  @Override
  public void syncDirectory(Path directory) {}

  @Override
  public boolean link(Path existing, Path link) {
    return false;
  }

  @Override
  public String bootId() {
    return "";
  }

  @Override
  public String fileKey(Path path) {
    return "";
  }

  @Override
  public void createDirectory(Path directory) {}

  private record ImageFile(Path path, MemorySegment image) implements StoreFile {
    @Override
    public long size() {
      return image.byteSize();
    }

    @Override
    public void write(ByteBuffer src, long position) {
      src.position(src.limit());
    }

    @Override
    public void read(ByteBuffer dst, long position) {
      dst.put(image.asSlice(position, dst.remaining()).asByteBuffer());
    }

    @Override
    public void sync() {}

    @Override
    @SuppressWarnings("restricted")
    public MemorySegment map(long offset, long length, boolean writable, Arena arena) {
      return image.asSlice(offset, length).reinterpret(arena, null);
    }

    @Override
    public boolean tryLock(boolean shared) {
      return true;
    }

    @Override
    public void truncate(long length) {}

    @Override
    public void close() {}
  }
}
