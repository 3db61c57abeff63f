package dev.stela.internal.directory;

import dev.stela.CorruptionException;
import dev.stela.internal.format.BucketLayout;
import dev.stela.internal.format.DirectoryLayout;
import dev.stela.internal.format.FileHeader;
import dev.stela.internal.format.FileKind;
import dev.stela.internal.format.IdHash;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.ExtentSource;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.function.Consumer;

/**
 * From the id of an entity to where its newest state is: extendible hashing over a growing file.
 *
 * <p>{@link #lookup} and {@link #size}: any thread, no lock. Everything else: one thread at a time,
 * the writer. Where "quiescent" is said, nobody may be writing.
 */
public final class Directory implements AutoCloseable {
  /** A bucket with so many entries is split before it takes another: four fifths. */
  public static final int BUCKET_LIMIT = BucketLayout.SLOTS * 4 / 5;

  // Only what lookups read: what changes with every write is in the writer.
  private final Blocks blocks;
  private final BucketTables tables;
  private final BucketChecks checks;
  private final DirectoryWriter writer;
  private final long generation;

  private Directory(
      Blocks blocks,
      int[][] tables,
      BitSet unchecked,
      long generation,
      int bucketLimit,
      BitSet dirty,
      boolean sealed,
      long size) {
    this.blocks = blocks;
    this.tables = new BucketTables(tables);
    // What is known to be changed has no valid checksum.
    this.checks = new BucketChecks(blocks, generation, unchecked, dirty.isEmpty());
    this.generation = generation;
    this.writer =
        new DirectoryWriter(
            blocks, this.tables, checks, generation, bucketLimit, dirty, sealed, size);
  }

  /**
   * Creates an empty directory in a source without extents and takes the source over.
   *
   * @param creationLsn log sequence number for the file header
   * @param generation the number in the file's name
   */
  public static Directory create(
      ExtentSource source, StoreId storeId, long creationLsn, long generation) {
    return create(source, storeId, creationLsn, generation, BUCKET_LIMIT);
  }

  /**
   * As above, with buckets that split earlier: tests see many splits with few entries.
   *
   * @param bucketLimit most entries of a bucket, 1 to {@link #BUCKET_LIMIT}
   */
  public static Directory create(
      ExtentSource source, StoreId storeId, long creationLsn, long generation, int bucketLimit) {
    if (source.extents() != 0) {
      throw new IllegalArgumentException("not empty: file=" + source.path());
    }
    if (bucketLimit < 1 || bucketLimit > BUCKET_LIMIT) {
      throw new IllegalArgumentException("bucketLimit=" + bucketLimit);
    }
    var blocks = new Blocks(source, 1);
    blocks.reserve(1);
    FileHeader.write(blocks.extent(0), FileKind.DIRECTORY, storeId, creationLsn, generation);
    return new Directory(
        blocks,
        BucketTables.empty(),
        new BitSet(),
        generation,
        bucketLimit,
        new BitSet(),
        false,
        0);
  }

  /** Tells whether a file was sealed and has not been changed since: if not, it must be rebuilt. */
  public static boolean isSealed(ExtentSource source) {
    return source.extents() > 0
        && DirectoryLayout.state(source.extent(0)) == DirectoryLayout.SEALED;
  }

  /**
   * Opens a sealed directory and takes the source over. Each bucket is checked when it is first
   * touched.
   *
   * @param map what {@link #seal} returned
   * @throws CorruptionException if the file is not as it was sealed or belongs to another map
   */
  public static Directory open(ExtentSource source, StoreId storeId, BucketMap map) {
    Path file = source.path();
    if (source.extents() == 0) {
      throw new CorruptionException("directory file is too short", file, 0, "an extent", 0);
    }
    MemorySegment first = source.extent(0);
    FileHeader header = FileHeader.check(first, FileKind.DIRECTORY, storeId, file, 0);
    var blocks = new Blocks(source, map.used());
    var seal = new SealCheck(file);
    seal.expect("generation of the directory", 0, map.generation(), header.number());
    seal.expect(
        "directory was changed after its seal, rebuild it",
        DirectoryLayout.STATE_OFFSET,
        DirectoryLayout.SEALED,
        DirectoryLayout.state(first));
    seal.expect(
        "checksum of the directory's seal does not match",
        DirectoryLayout.SEAL_CRC_OFFSET,
        blocks.sealCrc(),
        DirectoryLayout.sealCrc(first));
    seal.expect(
        "log sequence number of the directory's seal",
        DirectoryLayout.LSN_OFFSET,
        map.lsn(),
        DirectoryLayout.lsn(first));
    seal.expect(
        "bucket map is not that of the directory's seal",
        DirectoryLayout.MAP_CRC_OFFSET,
        map.crc(),
        DirectoryLayout.mapCrc(first));
    long bytes = (long) source.extents() * source.extentBytes();
    if (bytes < DirectoryLayout.fileOffset(map.used())) {
      throw new CorruptionException(
          "directory file is too short",
          file,
          bytes,
          DirectoryLayout.fileOffset(map.used()),
          bytes);
    }
    BitSet buckets = map.blocks();
    for (int block = 1; block < map.used(); block++) {
      if (!buckets.get(block) && !DirectoryLayout.holdsTable(block)) {
        blocks.release(block);
      }
    }
    return new Directory(
        blocks,
        map.uncheckedTables(),
        buckets,
        map.generation(),
        BUCKET_LIMIT,
        new BitSet(),
        true,
        DirectoryLayout.entries(first));
  }

  /**
   * Takes over the directory of a process that died, and the source. Nothing vouches for its
   * content but that this is the memory into which the process wrote; no checksum in it is valid
   * until the next seal.
   *
   * @param entries the number of entries as of the last frame that was applied as a whole
   * @return what may have to be repaired before the directory is used
   * @throws CorruptionException if it is another file or its buckets do not fit together
   */
  public static DirectoryRepair takeOver(
      ExtentSource source, StoreId storeId, long generation, long entries) {
    Path file = source.path();
    if (source.extents() == 0) {
      throw new CorruptionException("directory file is too short", file, 0, "an extent", 0);
    }
    MemorySegment first = source.extent(0);
    FileHeader header = FileHeader.check(first, FileKind.DIRECTORY, storeId, file, 0);
    new SealCheck(file).expect("generation of the directory", 0, generation, header.number());
    var scan = new TableScan(source);
    // The seal that is there may be one from before the first change. Nobody believes it while the
    // superblock says that the store is in use.
    DirectoryLayout.state(first, DirectoryLayout.OPEN);
    var directory =
        new Directory(
            scan.blocks(),
            scan.uncheckedTables(),
            scan.inForce(),
            generation,
            BUCKET_LIMIT,
            (BitSet) scan.inForce().clone(),
            false,
            entries);
    return new DirectoryRepair(directory, directory.blocks, directory.tables, directory.checks);
  }

  /**
   * Looks for an id; any thread. Allocates nothing; a hit costs one cache line of the file.
   *
   * @param into filled with the entry as of one moment if it is there, else of undefined content
   * @return whether the id is there
   * @throws CorruptionException if the id's bucket is not as it was sealed
   * @throws dev.stela.StoreFailedException if the writer died in the middle of the id's slot
   * @throws IllegalStateException if the directory has been closed
   */
  public boolean lookup(long idHigh, long idLow, IndexEntry into) {
    long hash = IdHash.hash(idHigh, idLow);
    while (true) {
      int recyclings = blocks.recyclings();
      int block = tables.entry(hash);
      if (block <= 0) {
        if (block == 0) {
          return false;
        }
        block = check(hash, block);
      }
      if (Bucket.find(
          blocks.extent(block), blocks.offset(block), block, hash, idHigh, idLow, into)) {
        return true;
      }
      // Acquire fence: pairs with the release fence in Blocks.take(). If a slot was seen as
      // overwritten for another bucket, the count is seen as changed, and the miss proves nothing.
      VarHandle.acquireFence();
      if (blocks.recyclings() == recyclings) {
        return false;
      }
    }
  }

  /**
   * Sees to it that so many inserts will find room, so that a full disk shows before a change has
   * begun.
   *
   * @throws dev.stela.StorageFullException if there is no space
   */
  public void reserve(int inserts) {
    writer.reserve(inserts);
  }

  /**
   * Adds an entry; the id must not be there. Readers see the whole of it or nothing.
   *
   * @throws dev.stela.EntityExistsException if the id is there
   */
  public void insert(
      long idHigh, long idLow, long location, long lsn, int ordinal, int length, int flags) {
    writer.insert(idHigh, idLow, location, lsn, ordinal, length, flags);
  }

  /**
   * As {@link #insert}, but leaves an entry alone that is there: for filling a new directory from
   * what is newer to what is older.
   *
   * @return whether the id was not there
   */
  public boolean insertIfAbsent(
      long idHigh, long idLow, long location, long lsn, int ordinal, int length, int flags) {
    return writer.insertIfAbsent(idHigh, idLow, location, lsn, ordinal, length, flags);
  }

  /**
   * Changes all but id and ordinal of an entry. Readers see the whole change or nothing.
   *
   * @throws dev.stela.EntityNotFoundException if the id is not there
   */
  public void update(long idHigh, long idLow, long location, long lsn, int length, int flags) {
    writer.update(idHigh, idLow, 0, 0, location, lsn, length, flags);
  }

  /**
   * As above, for the id of an entry which the writer has just looked up: no second search.
   *
   * @param found filled by {@link #lookup}; not changed
   */
  public void update(IndexEntry found, long location, long lsn, int length, int flags) {
    writer.update(
        found.idHigh, found.idLow, found.block, found.slotOffset, location, lsn, length, flags);
  }

  /**
   * Says where the state is now that an entry leads to, if that is where it leads: the state itself
   * is the same. One word is stored, so that readers, and whoever finds the file after the process
   * has died, see either place; the entry's length is left as it is.
   *
   * @return false if the entry leads elsewhere, or is not there
   */
  public boolean repoint(long idHigh, long idLow, long from, long to) {
    return writer.repoint(idHigh, idLow, from, to);
  }

  /**
   * Erases the id of an entry which the writer has just looked up; its slot stays in use until its
   * bucket is split or another id takes it.
   *
   * @param found filled by {@link #lookup}; not changed
   * @param lsn the LSN of the commit that purges
   */
  public void purge(IndexEntry found, long lsn) {
    writer.purge(found, lsn);
  }

  /** Overwrites what splits have left behind: entries of entities that may be purged by now. */
  public void clearFree() {
    writer.clearFree();
  }

  /** Counts an entry as purged whose id had been erased by a process that died. */
  public void countPurged() {
    writer.countPurged();
  }

  /** Returns the number of entries, deleted entities included, purged ones not. */
  public long size() {
    return writer.size();
  }

  /** Returns the file behind, for messages. */
  public Path path() {
    return blocks.source().path();
  }

  /** Returns the generation given at creation. */
  public long generation() {
    return generation;
  }

  /**
   * Hands all entries to a consumer, in no order; quiescent.
   *
   * @param consumer must not keep the entry, which is filled anew for each call
   */
  public void forEach(Consumer<IndexEntry> consumer) {
    var entry = new IndexEntry();
    new BucketWalk(tables.copy())
        .forEach(
            (shard, depth, prefix, block) -> {
              checks.check(block, BucketWalk.hash(shard, prefix));
              BucketWalk.forEachEntry(blocks, block, entry, consumer);
            });
  }

  /**
   * Makes the directory durable and marks it as consistent; quiescent. The next change takes the
   * mark away.
   *
   * @param lsn the log sequence number up to which the entries go
   * @return the map to be given to {@link #open}
   */
  public BucketMap seal(long lsn) {
    return writer.seal(lsn);
  }

  /** Reports all damage that can be found; quiescent. Reads everything, changes nothing. */
  public void verify(DamageSink sink) {
    new DirectoryVerifier(blocks, tables.copy(), generation, writer, sink).verify();
  }

  /** Releases the memory without sealing: a later call fails. */
  @Override
  public void close() {
    blocks.source().close();
  }

  private int check(long hash, int entry) {
    checks.check(~entry, hash);
    tables.checked(hash, entry);
    return ~entry;
  }

  /** Receives what {@link #verify} finds. */
  @FunctionalInterface
  public interface DamageSink {
    /**
     * Takes one finding.
     *
     * @param what what is wrong
     * @param offset where in the file, in bytes
     * @param expected what should be there
     * @param actual what is there
     */
    void damage(String what, long offset, Object expected, Object actual);
  }

  private record SealCheck(Path file) {
    void expect(String what, long offset, long expected, long actual) {
      if (expected != actual) {
        throw new CorruptionException(what, file, offset, expected, actual);
      }
    }
  }
}
