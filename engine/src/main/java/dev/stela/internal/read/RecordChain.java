package dev.stela.internal.read;

import dev.stela.internal.format.RecordLayout;
import java.lang.foreign.MemorySegment;

/**
 * The records whose events lead from a version's base to the version. Used again for one version
 * after another; one thread at a time.
 */
final class RecordChain {
  private long[] records = new long[32];
  private int size;

  /** Gathers the records after the base; none if no event concerns tags or texts. */
  void gather(Version version) {
    MemorySegment memory = version.memory();
    size = 0;
    if (RecordLayout.changes(memory, version.record()) == 0) {
      return;
    }
    int length = RecordLayout.chainLength(memory, version.record());
    if (records.length < length) {
      records = new long[Math.max(length, records.length * 2)];
    }
    long base = version.base();
    for (long at = version.record(); at != base; at = RecordLayout.previous(memory, at)) {
      version.segment().check(at);
      records[size++] = at;
    }
  }

  int size() {
    return size;
  }

  /** Returns the offset of a record, counted from the oldest; its frame has been checked. */
  long record(int index) {
    return records[size - 1 - index];
  }
}
