package dev.stela.internal.storage;

import dev.stela.CorruptionException;
import dev.stela.internal.format.Checksums;
import dev.stela.internal.format.FileHeader;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.FileKind;
import dev.stela.internal.format.StoreId;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Extents whose checksums a clean close has written down: each is checked when it is first used, so
 * that opening costs nothing, and those that were changed are summed anew by the next close. One
 * thread changes, adds, verifies, seals and closes; any thread reads.
 */
public final class CheckedExtents implements AutoCloseable {
  /** The size of every extent. */
  public static final int EXTENT_BYTES = 1 << 20;

  private static final int[] NO_SUMS = {};
  private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[1 << 16]).asReadOnly();

  private final ExtentSource source;
  private final int[] sums;
  private final boolean[] checked;
  private boolean[] changed;

  private CheckedExtents(ExtentSource source, int[] sums, boolean[] changed) {
    this.source = source;
    this.sums = sums;
    this.checked = new boolean[sums.length];
    this.changed = changed;
  }

  /** Starts with a source that has no extents yet. */
  public static CheckedExtents create(ExtentSource source) {
    return new CheckedExtents(source, NO_SUMS, new boolean[0]);
  }

  /**
   * Takes over extents that were sealed. Only the header of the file is read.
   *
   * @param generation the number in the file's name
   * @param sums what {@link #seal} returned
   * @throws CorruptionException if it is another file, or shorter
   */
  public static CheckedExtents open(
      ExtentSource source, FileKind kind, StoreId storeId, long generation, int[] sums) {
    if (source.extents() < sums.length) {
      throw new CorruptionException(
          "a file is shorter than when it was closed",
          source.path(),
          (long) source.extents() * EXTENT_BYTES,
          (long) sums.length * EXTENT_BYTES,
          (long) source.extents() * EXTENT_BYTES);
    }
    requireHeader(source, kind, storeId, generation);
    int[] all = withSpareOnes(sums, source.extents());
    return new CheckedExtents(source, all, new boolean[all.length]);
  }

  /**
   * Takes over the extents of a process that died: which of them it changed, nobody knows, so none
   * has a checksum until the next {@link #seal}, which sums all.
   *
   * @param generation the number in the file's name
   * @param end so far the file is used
   * @throws CorruptionException if it is another file, or shorter
   */
  public static CheckedExtents takeOver(
      ExtentSource source, FileKind kind, StoreId storeId, long generation, long end) {
    long bytes = (long) source.extents() * EXTENT_BYTES;
    if (bytes == 0 || end < FileHeaderLayout.SIZE || end > bytes) {
      throw new CorruptionException(
          "a file is shorter than what was stored in it", source.path(), bytes, end, bytes);
    }
    requireHeader(source, kind, storeId, generation);
    boolean[] changed = new boolean[source.extents()];
    Arrays.fill(changed, true);
    return new CheckedExtents(source, NO_SUMS, changed);
  }

  private static void requireHeader(
      ExtentSource source, FileKind kind, StoreId storeId, long generation) {
    FileHeader header = FileHeader.check(source.extent(0), kind, storeId, source.path(), 0);
    if (header.number() != generation) {
      throw new CorruptionException(
          "a file has another's name", source.path(), 0, generation, header.number());
    }
  }

  /**
   * What lies behind the sealed extents was made ready for an open that then did not happen: zeros.
   */
  private static int[] withSpareOnes(int[] sums, int extents) {
    int[] all = Arrays.copyOf(sums, extents);
    if (extents > sums.length) {
      int zeros = Checksums.crc32c(new byte[EXTENT_BYTES], 0, EXTENT_BYTES);
      Arrays.fill(all, sums.length, extents, zeros);
    }
    return all;
  }

  /** Returns the number of extents. */
  public int size() {
    return source.extents();
  }

  /**
   * Returns an extent to be read.
   *
   * @throws CorruptionException if it is not what was sealed
   */
  public MemorySegment get(int index) {
    if (index < checked.length && !checked[index]) {
      check(index);
    }
    return source.extent(index);
  }

  /** Tells whether an extent is known to be what was sealed, or newer. */
  public boolean isChecked(int index) {
    return index >= checked.length || checked[index];
  }

  /** Returns an extent to be changed. */
  public MemorySegment change(int index) {
    if (!changed[index]) {
      MemorySegment extent = get(index);
      changed[index] = true;
      return extent;
    }
    return source.extent(index);
  }

  /** Adds an extent of zeros. */
  public MemorySegment add() {
    MemorySegment added = source.addExtent();
    changed = Arrays.copyOf(changed, source.extents());
    changed[changed.length - 1] = true;
    return added;
  }

  /** Adds extents until the file reaches so far. */
  public void growTo(long end) {
    while (end > (long) size() * EXTENT_BYTES) {
      add();
    }
  }

  /**
   * Makes sure that a part of the file can be changed: adds what extents are missing, and checks
   * the others.
   *
   * @throws CorruptionException if an extent is not what was sealed
   */
  public void reserve(long from, long to) {
    growTo(to);
    for (long at = from / EXTENT_BYTES * EXTENT_BYTES; at < to; at += EXTENT_BYTES) {
      get((int) (at / EXTENT_BYTES));
    }
  }

  /**
   * Checks every extent that was sealed, also behind one that is damaged.
   *
   * @param findings gets the damage
   * @return whether there is none
   */
  public boolean verify(Consumer<CorruptionException> findings) {
    boolean sound = true;
    for (int i = 0; i < checked.length; i++) {
      try {
        get(i);
      } catch (CorruptionException e) {
        findings.accept(e);
        sound = false;
      }
    }
    return sound;
  }

  /** Returns the offset of the first byte in a part of the file that is not zero; -1 if none is. */
  public long firstNonZero(long from, long to) {
    long at = from;
    while (at < to) {
      long start = at % EXTENT_BYTES;
      long length = Math.min(Math.min(to - at, EXTENT_BYTES - start), ZEROS.byteSize());
      MemorySegment extent = get((int) (at / EXTENT_BYTES));
      long found = MemorySegment.mismatch(extent, start, start + length, ZEROS, 0, length);
      if (found >= 0) {
        return at + found;
      }
      at += length;
    }
    return -1;
  }

  /** Overwrites a part of the file with zeros, where they are not there already. */
  public void clear(long from, long to) {
    long at = from;
    while (at < to) {
      int index = (int) (at / EXTENT_BYTES);
      long next = Math.min(to, (long) (index + 1) * EXTENT_BYTES);
      if (firstNonZero(at, next) >= 0) {
        change(index).asSlice(at % EXTENT_BYTES, next - at).fill((byte) 0);
      }
      at = next;
    }
  }

  /** Makes all extents durable and returns their checksums. */
  public int[] seal() {
    source.sync();
    int[] sealed = Arrays.copyOf(sums, changed.length);
    for (int i = 0; i < sealed.length; i++) {
      if (changed[i]) {
        sealed[i] = Checksums.crc32c(source.extent(i), 0, EXTENT_BYTES);
      }
    }
    return sealed;
  }

  /** Returns the file behind, for messages. */
  public Path path() {
    return source.path();
  }

  @Override
  public void close() {
    source.close();
  }

  /** A second thread that finds the mark missing checks again or waits: both are harmless. */
  private synchronized void check(int index) {
    if (!checked[index]) {
      int sum = Checksums.crc32c(source.extent(index), 0, EXTENT_BYTES);
      if (sum != sums[index]) {
        throw new CorruptionException(
            "checksum of a part of the file does not match",
            path(),
            (long) index * EXTENT_BYTES,
            Integer.toHexString(sums[index]),
            Integer.toHexString(sum));
      }
      checked[index] = true;
    }
  }
}
