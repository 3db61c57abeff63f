package dev.stela.internal.log;

import dev.stela.CorruptionException;
import dev.stela.internal.format.FileHeader;
import dev.stela.internal.format.FileKind;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.FileOps.OpenMode;
import dev.stela.internal.storage.Preallocator;
import dev.stela.internal.storage.StoreFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of the log: how segments are named, made and opened. A segment is made complete, with
 * header and zeros, synced and named, before its first frame; so taking it into use costs no file
 * operation. Immutable; any thread.
 */
public final class SegmentFiles {
  /** The folder of the log in the store's. */
  public static final String FOLDER = "log";

  /** The folder of data segments and index parts in the store's. */
  public static final String DATA_FOLDER = "segments";

  /** Numbers from here on are those of data segments, which compaction makes. */
  public static final int FIRST_DATA = 1 << 30;

  private static final String ENDING = ".log";
  private static final int NUMBER_DIGITS = 10;

  private final FileOps files;
  private final Path folder;
  private final StoreId storeId;
  private final int segmentBytes;
  private final boolean writable;

  /** Describes the log of the store in {@code directory}. */
  public SegmentFiles(
      FileOps files, Path directory, StoreId storeId, int segmentBytes, boolean writable) {
    this.files = files;
    this.folder = directory.resolve(FOLDER);
    this.storeId = storeId;
    this.segmentBytes = segmentBytes;
    this.writable = writable;
  }

  /** Tells whether a number is that of a data segment. */
  public static boolean isData(int number) {
    return number >= FIRST_DATA;
  }

  /** Returns the size of a segment's file in bytes. */
  public int segmentBytes() {
    return segmentBytes;
  }

  /** Returns the largest frame that a segment takes: it also has to take its last one. */
  public int maxFrameBytes() {
    return segmentBytes - LogSegmentLayout.FRAMES_OFFSET - LogWriter.SEAL_BYTES;
  }

  /** Returns the path of a segment. */
  public Path path(int number) {
    String digits = Integer.toString(number);
    return folder.resolve("0".repeat(NUMBER_DIGITS - digits.length()) + digits + ENDING);
  }

  /**
   * Returns the numbers of the segments there are, in order.
   *
   * @throws CorruptionException if one is missing between others
   */
  public List<Integer> numbers() {
    List<Integer> numbers = new ArrayList<>();
    for (Path path : files.list(folder)) {
      String name = path.getFileName().toString();
      if (name.endsWith(ENDING)) {
        int number = numberOf(path, name);
        int expected = numbers.isEmpty() ? number : numbers.getLast() + 1;
        if (number != expected) {
          throw new CorruptionException(
              "a log segment is missing", path(expected), 0, path(expected).getFileName(), name);
        }
        numbers.add(number);
      }
    }
    return numbers;
  }

  /** Removes what a crash left half-made. */
  public void removeUnfinished() {
    for (Path path : files.list(folder)) {
      if (path.toString().endsWith(Preallocator.UNFINISHED)) {
        files.delete(path);
      }
    }
  }

  /** Makes the folder of the log. */
  public void createFolder() {
    files.createDirectory(folder);
    files.syncDirectory(folder.toAbsolutePath().getParent());
  }

  /** Makes an empty segment, complete and durable, and opens it. */
  public LogSegment create(int number, long creationLsn) {
    int salt = newSalt();
    Path path = path(number);
    if (files.exists(path)) {
      // Left by an attempt that failed after naming it: it has never been in use.
      files.delete(path);
    }
    StoreFile file =
        Preallocator.create(
            files,
            path,
            segmentBytes,
            target -> {
              var page = MemorySegment.ofArray(new long[LogSegmentLayout.FRAMES_OFFSET / 8]);
              FileHeader.write(page, FileKind.LOG, storeId, creationLsn, number);
              LogSegmentLayout.write(page, salt, segmentBytes);
              var bytes = new byte[LogSegmentLayout.FRAMES_OFFSET];
              MemorySegment.ofArray(bytes).copyFrom(page);
              target.write(ByteBuffer.wrap(bytes), 0);
            });
    return map(number, salt, file);
  }

  /** Opens a segment after checking its header and its length. */
  public LogSegment open(int number) {
    Path path = path(number);
    StoreFile file = files.open(path, writable ? OpenMode.READ_WRITE : OpenMode.READ);
    int salt;
    try {
      salt = checkHeader(number, file);
    } catch (RuntimeException | Error e) {
      try {
        file.close();
      } catch (RuntimeException f) {
        e.addSuppressed(f);
      }
      throw e;
    }
    return map(number, salt, file);
  }

  /** Removes a segment for good. */
  public void delete(LogSegment segment) {
    segment.close();
    files.delete(segment.path());
    files.syncDirectory(folder);
  }

  private int checkHeader(int number, StoreFile file) {
    Path path = file.path();
    if (file.size() != segmentBytes) {
      throw new CorruptionException(
          "a log segment has the wrong length", path, file.size(), segmentBytes, file.size());
    }
    var bytes = ByteBuffer.allocate(LogSegmentLayout.FRAMES_OFFSET);
    file.read(bytes, 0);
    var page = MemorySegment.ofArray(new long[LogSegmentLayout.FRAMES_OFFSET / 8]);
    page.copyFrom(MemorySegment.ofArray(bytes.array()));
    FileHeader header = FileHeader.check(page, FileKind.LOG, storeId, path, 0);
    if (header.number() != number) {
      throw new CorruptionException(
          "a log segment has another's name", path, 0, number, header.number());
    }
    int crc = LogSegmentLayout.computeCrc(page);
    if (LogSegmentLayout.crc(page) != crc || LogSegmentLayout.fileBytes(page) != segmentBytes) {
      throw new CorruptionException(
          "salt and length of a log segment do not match their checksum",
          path,
          LogSegmentLayout.CRC_OFFSET,
          Integer.toHexString(crc),
          Integer.toHexString(LogSegmentLayout.crc(page)));
    }
    return LogSegmentLayout.salt(page);
  }

  private LogSegment map(int number, int salt, StoreFile file) {
    Arena arena = Arena.ofShared();
    try {
      return new LogSegment(number, salt, file, arena, file.map(0, segmentBytes, writable, arena));
    } catch (RuntimeException | Error e) {
      try (file) {
        arena.close();
      }
      throw e;
    }
  }

  private static int numberOf(Path path, String name) {
    try {
      String digits = name.substring(0, name.length() - ENDING.length());
      int number = Integer.parseInt(digits);
      if (digits.length() == NUMBER_DIGITS && number > 0) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      throw new CorruptionException("not the name of a log segment", path, 0, "<n>.log", name);
    }
    throw new CorruptionException("not the name of a log segment", path, 0, "<n>.log", name);
  }

  static int newSalt() {
    SecureRandom random = new SecureRandom();
    int salt;
    do {
      salt = random.nextInt();
    } while (salt == 0);
    return salt;
  }
}
