package dev.stela;

import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.read.Contents;
import dev.stela.internal.read.Version;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.agrona.MutableDirectBuffer;

/**
 * A flyweight on one version of an entity in the log: filled by {@code read}, which copies and
 * allocates nothing, and used again and again. What it shows never changes; it can be used until it
 * is filled again or its store is closed, after which every access throws {@link
 * StoreClosedException}.
 *
 * <p>Not thread-safe: one view for each thread.
 */
public final class EntityView {
  private static final int TRANSFER_BYTES = 4096;
  private static final Lifecycle[] LIFECYCLES = Lifecycle.values();

  final Version version = new Version();
  private final Contents contents = new Contents();
  private Dictionary dictionary;
  private byte[] transfer;
  private boolean contentOpen;

  // What is shown, to be found again when compaction has moved it.
  private VersionReader reader;
  private long shownHigh;
  private long shownLow;
  private long shownLsn;

  /** Creates a view that shows nothing yet. */
  public EntityView() {}

  void show(VersionReader source, Dictionary names) {
    reader = source;
    dictionary = names;
    contentOpen = false;
    shownHigh = version.idHigh();
    shownLow = version.idLow();
    shownLsn = version.lsn();
  }

  void clear() {
    dictionary = null;
  }

  /**
   * The upper 64 bits of the id.
   *
   * @return the bits
   */
  public long idHigh() {
    return field(Version::idHigh);
  }

  /**
   * The lower 64 bits of the id.
   *
   * @return the bits
   */
  public long idLow() {
    return field(Version::idLow);
  }

  /**
   * The LSN of the version shown.
   *
   * @return a positive LSN
   */
  public long lsn() {
    return field(Version::lsn);
  }

  /**
   * The commit time of the version shown.
   *
   * @return nanoseconds since the epoch
   */
  public long updatedNanos() {
    return field(Version::timestamp);
  }

  /**
   * The entity's ordinal: its number in the order of creation, from 0.
   *
   * @return the ordinal
   */
  public int ordinal() {
    return (int) field(Version::ordinal);
  }

  /**
   * Whether the entity is active, deleted or archived.
   *
   * @return the state of life
   */
  public Lifecycle lifecycle() {
    return LIFECYCLES[(int) field(at -> at.lifecycle().ordinal())];
  }

  /**
   * Whether the entity has a tag. Costs a walk over the changes since the entity's state was last
   * written in full, and allocates nothing.
   *
   * @param tag the tag
   * @return true if the set of tags holds it
   */
  public boolean hasTag(Tag tag) {
    Objects.requireNonNull(tag, "tag");
    for (int attempt = 0; ; attempt++) {
      Version at = shown();
      try {
        int number = dictionary.find(tag);
        return number != 0 && at.hasTag(number);
      } catch (IllegalStateException | InternalError e) {
        lookAgain(e, attempt);
      }
    }
  }

  /**
   * The content's length.
   *
   * @return bytes, or -1 where the entity has no content
   */
  public long contentLength() {
    return field(Version::contentLength);
  }

  /**
   * Copies the whole content.
   *
   * @param target where to
   * @param offset the index of the first byte
   * @return the number of bytes, or -1 where the entity has no content
   * @throws InvalidArgumentException if the target is too small; nothing is copied
   */
  public int getContent(byte[] target, int offset) {
    Objects.requireNonNull(target, "target");
    for (int attempt = 0; ; attempt++) {
      try {
        return openContent(target.length - (long) offset) ? copy(target, offset) : -1;
      } catch (IllegalStateException | InternalError e) {
        lookAgain(e, attempt);
      }
    }
  }

  /**
   * Copies the whole content.
   *
   * @param target where to
   * @param offset the offset of the first byte
   * @return the number of bytes, or -1 where the entity has no content
   * @throws InvalidArgumentException if the target is too small; nothing is copied
   */
  public long getContent(MemorySegment target, long offset) {
    Objects.requireNonNull(target, "target");
    Edge.requireAlive(target);
    for (int attempt = 0; ; attempt++) {
      try {
        return openContent(target.byteSize() - offset) ? copy(target, offset) : -1;
      } catch (IllegalStateException | InternalError e) {
        lookAgain(e, attempt);
      }
    }
  }

  /**
   * Copies the whole content.
   *
   * @param target where to; an expandable buffer grows
   * @param index the index of the first byte
   * @return the number of bytes, or -1 where the entity has no content
   * @throws InvalidArgumentException if the target is too small; nothing is copied
   */
  public int getContent(MutableDirectBuffer target, int index) {
    Objects.requireNonNull(target, "target");
    long room = target.isExpandable() ? Integer.MAX_VALUE : target.capacity() - (long) index;
    int length = contentLength(room);
    if (length < 0) {
      return -1;
    }
    if (target.byteArray() != null && target.capacity() - (long) index >= length) {
      return readContent(0, target.byteArray(), target.wrapAdjustment() + index, length);
    }
    if (transfer == null) {
      transfer = new byte[TRANSFER_BYTES];
    }
    for (int done = 0; done < length; done += transfer.length) {
      int piece = readContent(done, transfer, 0, transfer.length);
      target.putBytes(index + done, transfer, 0, piece);
    }
    return length;
  }

  /**
   * Copies a part of the content, whatever its length, in constant memory.
   *
   * @param position where in the content to begin, from 0
   * @param target where to
   * @param offset the index of the first byte
   * @param length how many bytes at the most
   * @return how many were copied: less than {@code length} only at the content's end, 0 beyond it,
   *     -1 where the entity has no content
   */
  public int readContent(long position, byte[] target, int offset, int length) {
    Objects.requireNonNull(target, "target");
    if (position < 0 || length < 0) {
      throw new InvalidArgumentException(
          "a position in a content is not negative: position=" + position + " length=" + length);
    }
    for (int attempt = 0; ; attempt++) {
      try {
        if (!openContent(Long.MAX_VALUE)) {
          return -1;
        }
        int count = (int) Math.max(0, Math.min(length, contents.length() - position));
        contents.copyFully(position, target, offset, count);
        return count;
      } catch (IllegalStateException | InternalError e) {
        lookAgain(e, attempt);
      }
    }
  }

  /** Returns the content's length, having seen to it that there is room; -1 without content. */
  private int contentLength(long room) {
    for (int attempt = 0; ; attempt++) {
      try {
        return openContent(room) ? (int) contents.length() : -1;
      } catch (IllegalStateException | InternalError e) {
        lookAgain(e, attempt);
      }
    }
  }

  private int copy(byte[] target, int offset) {
    int length = (int) contents.length();
    contents.copyFully(0, target, offset, length);
    return length;
  }

  private int copy(MemorySegment target, long offset) {
    int length = (int) contents.length();
    contents.copyFully(0, target, offset, length);
    return length;
  }

  /** Reads a field of the version; the functions capture nothing, so no object is made. */
  private long field(ToLongFunction<Version> field) {
    for (int attempt = 0; ; attempt++) {
      Version at = shown();
      try {
        return field.applyAsLong(at);
      } catch (IllegalStateException | InternalError e) {
        lookAgain(e, attempt);
      }
    }
  }

  private boolean openContent(long room) {
    Version at = shown();
    if (!contentOpen) {
      if (!contents.open(at)) {
        return false;
      }
      contentOpen = true;
    }
    if (contents.length() > room) {
      throw new InvalidArgumentException(
          "the target is too small for the content: length=" + contents.length() + " room=" + room);
    }
    return true;
  }

  /** Finds what is shown again if compaction has closed the memory in which it was; else throws. */
  private void lookAgain(Throwable failure, int attempt) {
    Edge.requireAnotherTry(failure, attempt);
    contentOpen = false;
    try {
      if (!reader.findAgain(shownHigh, shownLow, shownLsn, version)) {
        throw new EntityNotFoundException("the entity that the view showed was purged");
      }
    } catch (IllegalStateException | InternalError e) {
      throw Edge.translate(e);
    }
  }

  private Version shown() {
    if (dictionary == null) {
      throw new InvalidArgumentException("the view shows nothing: the last read found no entity");
    }
    return version;
  }
}
