package dev.stela.takeover;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The words of all files of a store as of one moment. One thread. */
public final class StoreImage {
  private static final int PIECE_WORDS = 8192;

  private final Map<String, long[]> files = new TreeMap<>();

  private StoreImage() {}

  /** Reads the files of a store in which nobody is writing, though it may be open. */
  public static StoreImage of(Path store) throws IOException {
    StoreImage image = new StoreImage();
    try (Stream<Path> all = Files.walk(store)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        try {
          image.files.put(store.relativize(path).toString(), read(path));
        } catch (NoSuchFileException e) {
          // The background has given a file that it prepared its name.
        }
      }
    }
    return image;
  }

  /** Tells whether another image has the same files with the same words. */
  public boolean isSame(StoreImage other) {
    return files.keySet().equals(other.files.keySet())
        && files.entrySet().stream()
            .allMatch(file -> Arrays.equals(file.getValue(), other.files.get(file.getKey())));
  }

  StoreImage copy() {
    StoreImage copy = new StoreImage();
    files.forEach((name, words) -> copy.files.put(name, words.clone()));
    return copy;
  }

  /** Returns the name of the file that begins so. */
  String name(String prefix) {
    return files.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the words of a file, with zeros behind its end up to a length. */
  long[] words(String name, int length) {
    long[] words = files.getOrDefault(name, new long[0]);
    return words.length >= length ? words : Arrays.copyOf(words, length);
  }

  long[] words(String name) {
    return files.get(name);
  }

  void put(String name, long[] words) {
    files.put(name, words);
  }

  /** Writes the files into a new folder, with holes where zeros are. */
  public void writeTo(Path store) throws IOException {
    for (Map.Entry<String, long[]> file : files.entrySet()) {
      Path path = store.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      write(path, file.getValue());
    }
  }

  private static long[] read(Path path) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    long[] words = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
    return words;
  }

  private static void write(Path path, long[] words) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE_WORDS * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    LongBuffer longs = piece.asLongBuffer();
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int at = 0; at < words.length; at += PIECE_WORDS) {
        int count = Math.min(PIECE_WORDS, words.length - at);
        if (!isZero(words, at, count) || at + count == words.length) {
          longs.clear().put(words, at, count);
          channel.write(piece.clear().limit(count * Long.BYTES), (long) at * Long.BYTES);
        }
      }
    }
  }

  private static boolean isZero(long[] words, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (words[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
