package dev.stela.internal.index.dictionary;

import dev.stela.CorruptionException;
import dev.stela.internal.format.DefinitionLayout;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.storage.ExtentSource;
import java.lang.foreign.MemorySegment;

/**
 * Looks through the dictionary's file of a process that died before it is read: without a checksum,
 * nothing but the definitions themselves tells that they are what was written. One thread; once.
 */
final class DictionaryCheck {
  private static final int EXTENT_BYTES = Dictionary.EXTENT_BYTES;

  private final ExtentSource extents;
  private final long tail;
  private int tags;
  private int fields;

  DictionaryCheck(ExtentSource extents, long tail) {
    this.extents = extents;
    this.tail = tail;
  }

  void run() {
    long at = FileHeaderLayout.SIZE;
    while (at < tail) {
      long length = lengthAt(at);
      at = length == 0 ? at / EXTENT_BYTES * EXTENT_BYTES + EXTENT_BYTES : at + length;
    }
    if (at != tail) {
      throw damage("the dictionary's last definition", at, tail, at);
    }
  }

  /** Returns the length of a definition that can be read, or 0 where the rest of an extent is. */
  private long lengthAt(long at) {
    MemorySegment extent = extents.extent((int) (at / EXTENT_BYTES));
    long offset = at % EXTENT_BYTES;
    long room = EXTENT_BYTES - offset;
    if (room < DefinitionLayout.TEXT_OFFSET) {
      return 0;
    }
    int length = RecordLayout.length(extent, offset);
    if (length == 0) {
      return 0;
    }
    byte kind = RecordLayout.kind(extent, offset);
    int bytes = DefinitionLayout.bytes(extent, offset);
    boolean next =
        kind == RecordLayout.KIND_TAG
            ? DefinitionLayout.number(extent, offset) == ++tags
            : kind == RecordLayout.KIND_FIELD
                && DefinitionLayout.number(extent, offset) == ++fields;
    if (!next || length > room || length < DefinitionLayout.size(bytes) || length % 8 != 0) {
      throw damage("a definition in the dictionary", at, "the next one", "another");
    }
    return length;
  }

  private CorruptionException damage(String what, long at, Object expected, Object actual) {
    return new CorruptionException(
        what + " that is to be taken over", extents.path(), at, expected, actual);
  }
}
