package dev.stela.internal.log;

import dev.stela.CorruptionException;
import dev.stela.internal.format.FileFooter;
import dev.stela.internal.format.FileHeader;
import dev.stela.internal.format.FileKind;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.AbsentFile;
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
import java.util.function.IntPredicate;

/**
 * The files of segments: how they are named, made and opened. A segment of the log is made
 * complete, with header and zeros, synced and named, before its first frame; so taking it into use
 * costs no file operation. A data segment, and the index part of either, is written once.
 * Immutable; any thread.
 */
public final class SegmentFiles {
  /** The folder of the log in the store's. */
  public static final String FOLDER = "log";

  /** The folder of data segments and index parts in the store's. */
  public static final String DATA_FOLDER = "segments";

  /** Numbers from here on are those of data segments, which compaction makes. */
  public static final int FIRST_DATA = 1 << 30;

  private static final String LOG_ENDING = ".log";
  private static final String DATA_ENDING = ".seg";
  private static final String INDEX_ENDING = ".idx";
  private static final int NUMBER_DIGITS = 10;

  private final FileOps files;
  private final Path folder;
  private final Path dataFolder;
  private final StoreId storeId;
  private final int segmentBytes;
  private final boolean writable;

  /** Describes the log of the store in {@code directory}. */
  public SegmentFiles(
      FileOps files, Path directory, StoreId storeId, int segmentBytes, boolean writable) {
    this.files = files;
    this.folder = directory.resolve(FOLDER);
    this.dataFolder = directory.resolve(DATA_FOLDER);
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
    return isData(number)
        ? dataFolder.resolve(digits(number) + DATA_ENDING)
        : folder.resolve(digits(number) + LOG_ENDING);
  }

  /** Returns the path of the index part of a segment. */
  public Path indexPath(int number) {
    return dataFolder.resolve(digits(number) + INDEX_ENDING);
  }

  private static String digits(int number) {
    String digits = Integer.toString(number);
    return "0".repeat(NUMBER_DIGITS - digits.length()) + digits;
  }

  /**
   * Returns the numbers of the log segments there are from {@code first} on, in order.
   *
   * @throws CorruptionException if one is missing, the first one included
   */
  public List<Integer> numbers(int first) {
    List<Integer> numbers = new ArrayList<>();
    for (Path path : files.list(folder)) {
      String name = path.getFileName().toString();
      if (name.endsWith(LOG_ENDING)) {
        int number = numberOf(path, name, LOG_ENDING);
        int expected = first + numbers.size();
        if (number >= first && number != expected) {
          throw missing(expected);
        }
        if (number >= first) {
          numbers.add(number);
        }
      }
    }
    if (numbers.isEmpty()) {
      throw missing(first);
    }
    return numbers;
  }

  private CorruptionException missing(int number) {
    Path path = path(number);
    return new CorruptionException("a log segment is missing", path, 0, path.getFileName(), "none");
  }

  /** Removes what a crash left half-made. */
  public void removeUnfinished() {
    for (Path path : list()) {
      if (path.toString().endsWith(Preallocator.UNFINISHED)) {
        files.delete(path);
      }
    }
  }

  /**
   * Removes what a crash left of segments that are not in force: those that were never put in
   * force, and those that were replaced.
   *
   * @param nextLog from this number on log segments are in force without being named
   * @param named tells whether a number is that of a segment that something still leads to
   */
  public void removeUnnamed(int nextLog, IntPredicate named) {
    for (Path path : list()) {
      String name = path.getFileName().toString();
      String ending = name.substring(Math.max(0, name.length() - LOG_ENDING.length()));
      boolean log = ending.equals(LOG_ENDING);
      if (log || ending.equals(DATA_ENDING) || ending.equals(INDEX_ENDING)) {
        int number = numberOf(path, name, ending);
        if (!named.test(number) && !(log && number >= nextLog)) {
          files.delete(path);
        }
      }
    }
  }

  /** Tells whether there is a data segment. */
  public boolean hasData() {
    return list().stream().anyMatch(path -> path.toString().endsWith(DATA_ENDING));
  }

  private List<Path> list() {
    List<Path> all = new ArrayList<>(files.list(folder));
    if (files.exists(dataFolder)) {
      all.addAll(files.list(dataFolder));
    }
    return all;
  }

  /** Makes the folder of data segments and index parts if it is not there. */
  public void createDataFolder() {
    if (!files.exists(dataFolder)) {
      files.createDirectory(dataFolder);
      files.syncDirectory(dataFolder.toAbsolutePath().getParent());
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
    return map(number, salt, file, segmentBytes, writable);
  }

  /**
   * Returns a segment that stands for one that has not been made: empty, and only to be read. A
   * backup that is open for reading ends with it.
   */
  public LogSegment absent(int number) {
    Arena arena = Arena.ofShared();
    MemorySegment nothing = arena.allocate(LogSegmentLayout.FRAMES_OFFSET, Long.BYTES);
    return new LogSegment(number, 0, new AbsentFile(path(number)), arena, nothing);
  }

  /** Opens a segment of the log after checking its header and its length. */
  public LogSegment open(int number) {
    return open(number, segmentBytes);
  }

  /** Opens a data segment of the given length after checking its header and its length. */
  public LogSegment open(int number, int fileBytes) {
    Path path = path(number);
    if (!files.exists(path)) {
      throw new CorruptionException(
          "a segment that is in force is missing", path, 0, path.getFileName(), "none");
    }
    boolean changes = writable && !isData(number);
    StoreFile file = files.open(path, changes ? OpenMode.READ_WRITE : OpenMode.READ);
    int salt;
    try {
      salt = checkHeader(number, fileBytes, file);
    } catch (RuntimeException | Error e) {
      try {
        file.close();
      } catch (RuntimeException f) {
        e.addSuppressed(f);
      }
      throw e;
    }
    return map(number, salt, file, fileBytes, changes);
  }

  /**
   * Opens the index part of a segment.
   *
   * @throws CorruptionException if it is missing, or not what was written for this segment
   */
  public IndexPart openPart(LogSegment segment) {
    return IndexPart.open(files, indexPath(segment.number()), storeId, segment);
  }

  /**
   * Writes the index part of a segment, complete and durable, in the place of one that is there.
   *
   * @param bytes all of it but the file header and the file footer
   */
  public void writePart(int number, long creationLsn, MemorySegment bytes) {
    createDataFolder();
    FileHeader.write(bytes, FileKind.INDEX, storeId, creationLsn, number);
    FileFooter.write(bytes);
    Path path = indexPath(number);
    if (files.exists(path)) {
      files.delete(path);
    }
    Preallocator.create(files, path, 0, file -> file.write(bytes.asByteBuffer(), 0)).close();
  }

  /** Removes the index part of a segment that is not in force any more, if there is one. */
  public void deletePart(int number) {
    Path path = indexPath(number);
    if (files.exists(path)) {
      files.delete(path);
    }
  }

  /** Removes a segment of the log for good. */
  public void delete(LogSegment segment) {
    segment.close();
    files.delete(segment.path());
    files.syncDirectory(folder);
  }

  private int checkHeader(int number, int fileBytes, StoreFile file) {
    Path path = file.path();
    if (file.size() != fileBytes) {
      throw new CorruptionException(
          "a log segment has the wrong length", path, file.size(), fileBytes, file.size());
    }
    var bytes = ByteBuffer.allocate(LogSegmentLayout.FRAMES_OFFSET);
    file.read(bytes, 0);
    var page = MemorySegment.ofArray(new long[LogSegmentLayout.FRAMES_OFFSET / 8]);
    page.copyFrom(MemorySegment.ofArray(bytes.array()));
    FileHeader header =
        FileHeader.check(page, isData(number) ? FileKind.DATA : FileKind.LOG, storeId, path, 0);
    if (header.number() != number) {
      throw new CorruptionException(
          "a log segment has another's name", path, 0, number, header.number());
    }
    int crc = LogSegmentLayout.computeCrc(page);
    if (LogSegmentLayout.crc(page) != crc || LogSegmentLayout.fileBytes(page) != fileBytes) {
      throw new CorruptionException(
          "salt and length of a log segment do not match their checksum",
          path,
          LogSegmentLayout.CRC_OFFSET,
          Integer.toHexString(crc),
          Integer.toHexString(LogSegmentLayout.crc(page)));
    }
    return LogSegmentLayout.salt(page);
  }

  private LogSegment map(int number, int salt, StoreFile file, int fileBytes, boolean changes) {
    Arena arena = Arena.ofShared();
    try {
      return new LogSegment(number, salt, file, arena, file.map(0, fileBytes, changes, arena));
    } catch (RuntimeException | Error e) {
      try (file) {
        arena.close();
      }
      throw e;
    }
  }

  private static int numberOf(Path path, String name, String ending) {
    try {
      String digits = name.substring(0, name.length() - ending.length());
      int number = Integer.parseInt(digits);
      if (digits.length() == NUMBER_DIGITS && number > 0) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      throw new CorruptionException("not the name of a segment", path, 0, "<n>" + ending, name);
    }
    throw new CorruptionException("not the name of a segment", path, 0, "<n>" + ending, name);
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
