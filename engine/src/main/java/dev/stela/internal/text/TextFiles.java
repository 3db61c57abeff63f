package dev.stela.internal.text;

import dev.stela.CorruptionException;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.index.text.TextPart;
import dev.stela.internal.index.text.TextSegment;
import dev.stela.internal.index.text.TextSegmentWriter;
import dev.stela.internal.storage.FileOps;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/** The files of the text index's segments. Any thread; one writes. */
public final class TextFiles {
  /** The name of their folder. */
  public static final String FOLDER = "texts";

  private static final String SUFFIX = ".text";

  private final FileOps files;
  private final Path folder;
  private final StoreId storeId;
  private int lastNumber;
  private volatile Runnable whenDamaged = () -> {};

  /** Knows the files of a store. */
  public TextFiles(FileOps files, Path store, StoreId storeId) {
    this.files = files;
    this.folder = store.resolve(FOLDER);
    this.storeId = storeId;
  }

  /** Returns the path of a segment. */
  public Path path(int number) {
    return folder.resolve(number + SUFFIX);
  }

  /** Has something done whenever damage is met in a segment that has been opened, or will be. */
  void whenDamaged(Runnable action) {
    whenDamaged = action;
  }

  /** Tells whether a file is a segment. */
  boolean isSegment(Path file) {
    return folder.equals(file.getParent());
  }

  /** Returns the path of a segment in its store's folder. */
  static Path relative(int number) {
    return Path.of(FOLDER, number + SUFFIX);
  }

  /** Says that a number is in use: later ones are greater. */
  void use(int number) {
    lastNumber = Math.max(lastNumber, number);
  }

  /**
   * Writes a segment, complete and durable.
   *
   * @param parts adjacent ones
   * @param dropped tells of an ordinal whether its documents go
   * @param hook called now and then; what it throws ends the writing
   */
  TextState.Segment write(List<? extends TextPart> parts, IntPredicate dropped, Runnable hook) {
    if (!files.exists(folder)) {
      files.createDirectory(folder);
      files.syncDirectory(folder.toAbsolutePath().getParent());
    }
    // The hook may write another one.
    int number = ++lastNumber;
    TextSegmentWriter.Written written =
        TextSegmentWriter.write(
            files, path(number), storeId, number, parts, dropped, bytes -> hook.run());
    return new TextState.Segment(
        number,
        written.firstDocument(),
        written.endDocument(),
        written.firstLsn(),
        written.lastLsn(),
        written.bytes());
  }

  /**
   * Opens a segment.
   *
   * @throws CorruptionException if it is not what the manifest says
   */
  public TextSegment open(TextState.Segment entry) {
    Path path = path(entry.number());
    TextSegment segment = TextSegment.open(files, path, storeId, entry.number());
    segment.whenDamaged(() -> whenDamaged.run());
    TextState.Segment found =
        new TextState.Segment(
            entry.number(),
            segment.firstDocument(),
            segment.endDocument(),
            segment.firstLsn(),
            segment.lastLsn(),
            segment.bytes());
    if (!found.equals(entry)) {
      segment.close();
      throw new CorruptionException(
          "a segment of the text index is not the one that the manifest names",
          path,
          0,
          entry,
          found);
    }
    return segment;
  }

  /** Deletes what nothing names, after a failure. */
  void deleteAfter(Throwable failure, int number) {
    try {
      delete(number);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Deletes what nothing in force names. */
  void delete(int number) {
    if (files.exists(path(number))) {
      files.delete(path(number));
    }
  }

  /** Deletes all files but those of some segments. */
  void removeAllBut(List<TextState.Segment> kept) {
    if (!files.exists(folder)) {
      return;
    }
    Set<Path> names = new HashSet<>();
    kept.forEach(segment -> names.add(path(segment.number()).getFileName()));
    boolean changed = false;
    for (Path file : files.list(folder)) {
      if (!names.contains(file.getFileName())) {
        files.delete(file);
        changed = true;
      }
    }
    if (changed) {
      files.syncDirectory(folder);
    }
  }
}
