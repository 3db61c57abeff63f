package dev.stela.internal.directory;

import dev.stela.internal.format.DirectoryLayout;
import dev.stela.internal.format.IdHash;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.MemoryExtents;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Ids and entries that follow from a number, so that any of them can be checked on its own. */
final class Ids {
  static final StoreId STORE = new StoreId(1, 2);
  static final int EXTENT_BYTES = 1 << 20;

  private Ids() {}

  static long high(long n) {
    return new SplittableRandom(n).nextLong();
  }

  static long low(long n) {
    return new SplittableRandom(~n).nextLong();
  }

  /** Returns a number whose id has a hash with these top and low bits, searching from a start. */
  static long inBucket(int shard, int prefix, int depth, long start) {
    for (long n = start; ; n++) {
      long hash = IdHash.hash(high(n), low(n));
      if (DirectoryLayout.shard(hash) == shard && DirectoryLayout.prefix(hash, depth) == prefix) {
        return n;
      }
    }
  }

  static Directory directory() {
    return directory(Directory.BUCKET_LIMIT);
  }

  static Directory directory(int bucketLimit) {
    return Directory.create(
        new MemoryExtents(Path.of("memory"), EXTENT_BYTES), STORE, 0, 1, bucketLimit);
  }

  static void insert(Directory directory, long n) {
    directory.insert(high(n), low(n), n, n + 1, (int) n, (int) n + 2, 0);
  }

  static boolean lookup(Directory directory, long n, IndexEntry entry) {
    return directory.lookup(high(n), low(n), entry);
  }

  static boolean isAsInserted(IndexEntry entry, long n) {
    return entry.idHigh() == high(n)
        && entry.idLow() == low(n)
        && entry.location() == n
        && entry.lsn() == n + 1
        && entry.ordinal() == (int) n
        && entry.length() == (int) n + 2
        && entry.flags() == 1;
  }
}
