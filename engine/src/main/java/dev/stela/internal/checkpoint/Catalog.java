package dev.stela.internal.checkpoint;

import dev.stela.StelaException;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.header.Superblock;
import dev.stela.internal.storage.FileOps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Owns the manifest and the superblock of a store that is open for writing: the only one to change
 * what is in force. Any thread; changes come one after another.
 *
 * <p>A change is a new manifest, complete and durable, then the superblock that names it; a crash
 * in between leaves the manifest before. What the manifest before named may be deleted only after
 * that.
 */
public final class Catalog {
  private final FileOps files;
  private final Path store;
  private final Superblock superblock;
  private final List<Path> obsolete = new ArrayList<>();
  private volatile Manifest current;

  // Guarded by this.
  private long generation;

  /**
   * Starts from what the superblock names.
   *
   * @param superblock written by nobody else from now on
   */
  public Catalog(FileOps files, Path store, Superblock superblock, Manifest current) {
    this.files = files;
    this.store = store;
    this.superblock = superblock;
    this.current = current.withClean(Optional.empty());
    this.generation = superblock.content().manifestGeneration();
    if (generation != 0) {
      obsolete.add(Manifest.path(store, generation));
    }
  }

  /** Returns the id of the store. */
  public StoreId storeId() {
    return superblock.storeId();
  }

  /** Returns what is in force. */
  public Manifest current() {
    return current;
  }

  /**
   * Puts another manifest in force.
   *
   * <p>If this throws, {@link #isInDoubt} tells whether it may be in force all the same.
   *
   * @param change makes it from the current one; called once
   * @return what is in force now
   */
  public synchronized Manifest publish(UnaryOperator<Manifest> change) {
    Manifest next = change.apply(current);
    long written = flip(next, Superblock.State.IN_USE, next.lsn(), next.timestamp());
    current = next;
    generation = written;
    return next;
  }

  /**
   * Tells whether the superblock may name another manifest than {@link #current}, since writing it
   * failed: files that either of them names must stay until the store is opened again.
   */
  public synchronized boolean isInDoubt() {
    return superblock.hasFailed() || superblock.content().manifestGeneration() != generation;
  }

  /**
   * Says that the store was closed in order; nothing may be published after that.
   *
   * @param loads the states of bulk loads as of the close
   * @return the manifest's generation
   */
  synchronized long close(CleanImage image, Section loads) {
    Manifest last = current.withLoads(loads).withClean(Optional.of(image));
    return flip(last, Superblock.State.CLEAN, image.lsn(), image.timestamp());
  }

  private long flip(Manifest next, Superblock.State state, long lsn, long timestamp) {
    long written = superblock.generation() + 1;
    Path path = Manifest.path(store, written);
    if (files.exists(path)) {
      // Of an attempt that failed before the superblock was written: nothing has named it.
      files.delete(path);
    }
    next.write(files, store, superblock.storeId(), written);
    Superblock.Content now = superblock.content();
    // What had been durable stays so: an earlier close may know of more than this checkpoint.
    boolean newer = lsn >= now.checkpointLsn();
    superblock.write(
        now.withState(state)
            .withCheckpoint(
                newer ? lsn : now.checkpointLsn(),
                newer ? timestamp : now.checkpointTimestamp(),
                written));
    deleteObsolete();
    obsolete.add(path);
    return written;
  }

  /** Once is enough to try in earnest: what is left is removed with the next one, or at open. */
  private void deleteObsolete() {
    for (Path path : List.copyOf(obsolete)) {
      try {
        if (files.exists(path)) {
          files.delete(path);
        }
        obsolete.remove(path);
      } catch (StelaException e) {
        // It stays on the list.
      }
    }
  }
}
