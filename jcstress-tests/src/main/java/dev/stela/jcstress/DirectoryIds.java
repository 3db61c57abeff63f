package dev.stela.jcstress;

import dev.stela.internal.format.DirectoryLayout;
import dev.stela.internal.format.IdHash;

/** Ids (lower halves; the upper is 0) which a directory has to tell apart by a chosen bit. */
final class DirectoryIds {
  /** Some id. */
  static final long FIRST = 1;

  /** In the same shard, and the lowest two bits of the hash are equal. */
  static final long SECOND = likeFirst(2);

  /** In the same shard, and the lowest four bits of the hash are equal. */
  static final long THIRD = likeFirst(4);

  private DirectoryIds() {}

  private static long likeFirst(int equalBits) {
    long first = IdHash.hash(0, FIRST);
    for (long id = FIRST + 1; ; id++) {
      long hash = IdHash.hash(0, id);
      if (DirectoryLayout.shard(hash) == DirectoryLayout.shard(first)
          && Long.numberOfTrailingZeros(hash ^ first) == equalBits) {
        return id;
      }
    }
  }
}
