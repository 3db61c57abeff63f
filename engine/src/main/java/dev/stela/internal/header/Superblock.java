package dev.stela.internal.header;

import dev.stela.CorruptionException;
import dev.stela.FormatVersionException;
import dev.stela.NotAStelaFileException;
import dev.stela.StelaException;
import dev.stela.StoreFailedException;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.format.SuperblockLayout;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.FileOps.OpenMode;
import dev.stela.internal.storage.Preallocator;
import dev.stela.internal.storage.StoreFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The root of a store: two slots, written in turn and synced each time, so that a crash in the
 * middle of a write leaves the other one. The newest valid slot counts. One thread at a time.
 */
public final class Superblock implements AutoCloseable {
  /** Name of the file. */
  public static final String FILE_NAME = "superblock";

  private static final long FILE_BYTES = (long) SuperblockLayout.SLOTS * SuperblockLayout.SIZE;

  private final StoreFile file;
  private final StoreId storeId;
  private final Optional<StelaException> damage;
  private SuperblockSlot current;
  private boolean failed;

  private Superblock(StoreFile file, SuperblockSlot current, Optional<StelaException> damage) {
    this.file = file;
    this.storeId = current.storeId();
    this.current = current;
    this.damage = damage;
  }

  /** What a store was doing when its superblock was written. */
  public enum State {
    /** It had been closed properly. */
    CLEAN(1),
    /** It was open for writing. */
    IN_USE(2),
    /** It is a backup that nobody has written to: its log ends with the sealed segments. */
    BACKUP(3);

    private final int code;

    State(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /**
   * What the superblock says. Immutable.
   *
   * @param state whether the store was closed properly
   * @param checkpointLsn the log sequence number up to which the manifest covers everything
   * @param checkpointTimestamp the commit timestamp that belongs to it, in nanoseconds
   * @param manifestGeneration the manifest in force, 0 for none
   * @param segmentBytes size of a log segment, chosen when the store was created
   */
  public record Content(
      State state,
      long checkpointLsn,
      long checkpointTimestamp,
      long manifestGeneration,
      long segmentBytes) {

    /** Returns the same content with another state. */
    public Content withState(State next) {
      return new Content(
          next, checkpointLsn, checkpointTimestamp, manifestGeneration, segmentBytes);
    }

    /** Returns the same content with another checkpoint. */
    public Content withCheckpoint(long lsn, long timestamp, long manifest) {
      return new Content(state, lsn, timestamp, manifest, segmentBytes);
    }
  }

  /** Creates the superblock of a new store: complete and durable, or not at all. */
  public static Superblock create(FileOps files, Path directory, StoreId id, Content content) {
    var file =
        Preallocator.create(
            files,
            directory.resolve(FILE_NAME),
            FILE_BYTES,
            target -> {
              // Both slots, so that the very first write afterwards can be torn without harm.
              for (int i = 1; i <= SuperblockLayout.SLOTS; i++) {
                new SuperblockSlot(id, i, content).write(target);
              }
            });
    return new Superblock(
        file, new SuperblockSlot(id, SuperblockLayout.SLOTS, content), Optional.empty());
  }

  /**
   * Opens the superblock of an existing store.
   *
   * @param writable false to look only
   * @throws CorruptionException if no slot is valid, or the slots are of two stores
   * @throws FormatVersionException if any slot is of a version that this release does not read
   * @throws NotAStelaFileException if both slots are something else
   */
  public static Superblock open(FileOps files, Path directory, boolean writable) {
    var file =
        files.open(directory.resolve(FILE_NAME), writable ? OpenMode.READ_WRITE : OpenMode.READ);
    try {
      return newestValid(file);
    } catch (RuntimeException | Error e) {
      try {
        file.close();
      } catch (RuntimeException f) {
        e.addSuppressed(f);
      }
      throw e;
    }
  }

  private static Superblock newestValid(StoreFile file) {
    if (file.size() != FILE_BYTES) {
      throw new CorruptionException(
          "superblock has the wrong size", file.path(), 0, FILE_BYTES, file.size());
    }
    var slots = new SuperblockSlot[SuperblockLayout.SLOTS];
    var damages = new StelaException[SuperblockLayout.SLOTS];
    for (int i = 0; i < slots.length; i++) {
      try {
        slots[i] = SuperblockSlot.read(file, i);
      } catch (CorruptionException | NotAStelaFileException e) {
        damages[i] = e;
      }
    }
    if (slots[0] == null && slots[1] == null) {
      throw neitherValid(file.path(), damages[0], damages[1]);
    }
    if (slots[0] == null || slots[1] == null) {
      int valid = slots[0] == null ? 1 : 0;
      return new Superblock(file, slots[valid], Optional.of(damages[1 - valid]));
    }
    if (!slots[0].storeId().equals(slots[1].storeId())) {
      throw new CorruptionException(
          "superblock slots belong to two stores",
          file.path(),
          SuperblockLayout.SIZE + FileHeaderLayout.STORE_ID_HIGH_OFFSET,
          slots[0].storeId(),
          slots[1].storeId());
    }
    int newest = slots[0].generation() > slots[1].generation() ? 0 : 1;
    return new Superblock(file, slots[newest], Optional.empty());
  }

  private static StelaException neitherValid(
      Path path, StelaException first, StelaException second) {
    if (first instanceof NotAStelaFileException && second instanceof NotAStelaFileException) {
      return first;
    }
    var failure =
        new CorruptionException(
            "no slot of the superblock is valid", path, 0, "a valid slot", "two damaged ones");
    failure.addSuppressed(first);
    failure.addSuppressed(second);
    return failure;
  }

  /** Returns the store's id. */
  public StoreId storeId() {
    return storeId;
  }

  /** Returns what the superblock says. */
  public Content content() {
    return current.content();
  }

  /** Returns how many times the superblock has been written. */
  public long generation() {
    return current.generation();
  }

  /**
   * Returns what was wrong with the slot that does not count when the superblock was opened. A
   * crash during a write explains it; for an inspection it is worth telling.
   */
  public Optional<StelaException> damage() {
    return damage;
  }

  /**
   * Writes and syncs the slot that counts once more, as it is. Its sync may have failed in the
   * process before, and the kernel then reads it from memory although the disk does not have it:
   * nothing that an older slot names may be deleted before this.
   */
  public void confirm() {
    failed = true;
    current.write(file);
    file.sync();
    failed = false;
  }

  /** Tells whether a write has failed: then it is not known which slot counts. */
  public boolean hasFailed() {
    return failed;
  }

  /**
   * Writes and syncs the other slot. After a failure nothing is known about that slot, so every
   * further write is refused.
   */
  public void write(Content next) {
    if (failed) {
      throw new StoreFailedException(
          "an earlier write of the superblock failed, reopen the store: file=" + file.path());
    }
    var slot = new SuperblockSlot(storeId, current.generation() + 1, next);
    failed = true;
    slot.write(file);
    file.sync();
    failed = false;
    current = slot;
  }

  @Override
  public void close() {
    file.close();
  }
}
