package dev.stela.power;

/** Is told of each operation before it happens, and decides what comes of it. */
@FunctionalInterface
interface Watcher {
  /** What comes of an operation. */
  enum Verdict {
    PROCEED,
    /** Reported as done, but not done. */
    SKIP,
    /** EIO. */
    FAIL,
    /** ENOSPC. */
    FULL,
    /** Half of the bytes, then EIO; like {@link #FAIL} where nothing is written. */
    SHORT
  }

  /** Called under the disk's lock. */
  Verdict before(Operation operation);
}
