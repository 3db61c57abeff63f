package dev.stela.jcstress;

import dev.stela.EntityId;
import dev.stela.internal.format.IndexEntryLayout;
import dev.stela.internal.read.Contents;
import dev.stela.internal.read.Version;
import java.util.Arrays;

/** Reads versions in a {@link MergedLog} and says where it found them. One thread. */
final class MergedReader {
  /** There is no such version. */
  static final int MISSED = 0;

  /** Right, in the segment into which it was written. */
  static final int IN_ITS_OWN = 1;

  /** Right, in the segment that a merge has made. */
  static final int IN_MERGED = 2;

  /** Another version, or other bytes. */
  static final int WRONG = 3;

  /** The memory is closed. */
  static final int CLOSED = 4;

  /** The log is said to be damaged, or worse. */
  static final int FAILED = 5;

  private final MergedLog log;
  private final Version version = new Version();
  private final Contents contents = new Contents();
  private byte[] bytes = {};
  private MergedFiles.Put expected;

  MergedReader(MergedLog log) {
    this.log = log;
  }

  /** Tells whether a version was read as it was written. */
  static boolean isRight(int found) {
    return found == IN_ITS_OWN || found == IN_MERGED;
  }

  /** Looks the newest version up that is not after an LSN, and reads it. */
  int look(EntityId id, long limit) {
    expected = MergedLog.newest(id, limit);
    try {
      return log.lookup.findAny(id.high(), id.low(), limit, version) ? read() : MISSED;
    } catch (IllegalStateException e) {
      return CLOSED;
    } catch (RuntimeException e) {
      return FAILED;
    }
  }

  /** Reads once more what was found, where it was found. */
  int again() {
    try {
      return read();
    } catch (IllegalStateException e) {
      return CLOSED;
    } catch (RuntimeException e) {
      return FAILED;
    }
  }

  /** Goes to the version before and reads it; {@link #MISSED} if there is none. */
  int back() {
    expected = MergedLog.newest(expected.id(), expected.lsn() - 1);
    try {
      return version.toPrevious() ? read() : MISSED;
    } catch (IllegalStateException e) {
      return CLOSED;
    } catch (RuntimeException e) {
      return FAILED;
    }
  }

  private int read() {
    long place = IndexEntryLayout.location(version.segment().number(), version.record());
    boolean right =
        expected != null
            && (place == expected.place() || place == expected.moved())
            && version.lsn() == expected.lsn()
            && version.timestamp() == expected.timestamp()
            && contents.open(version)
            && isRight();
    if (!right) {
      return WRONG;
    }
    return place == expected.place() ? IN_ITS_OWN : IN_MERGED;
  }

  private boolean isRight() {
    int length = (int) contents.length();
    bytes = bytes.length == length ? bytes : new byte[length];
    contents.copyFully(0, bytes, 0, length);
    return Arrays.equals(bytes, expected.content());
  }
}
