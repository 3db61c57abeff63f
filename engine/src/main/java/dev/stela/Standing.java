package dev.stela;

import dev.stela.Change.Stamp;
import dev.stela.internal.format.BlockLayout;
import dev.stela.internal.format.Timestamps;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.read.EntityState;
import dev.stela.internal.read.TagSet;
import dev.stela.internal.read.TextSet;
import dev.stela.internal.read.Version;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * What stands of an entity at one moment, while its events are read from the oldest to the newest:
 * each event asks what it replaces and leaves what it puts. One thread.
 *
 * <p>Of a state that was loaded only the LSNs of content and texts are known. Their times are
 * looked up when asked for, since that may mean to check a whole old segment.
 */
final class Standing {
  private final SegmentTable segments;
  private final Int2ObjectHashMap<Stamp> tags = new Int2ObjectHashMap<>();
  private final Int2ObjectHashMap<Written> texts = new Int2ObjectHashMap<>();
  private Written content;

  /**
   * A content or text.
   *
   * @param lsn of the commit that put it, where that is not the one being read
   * @param stamp null while only the LSN is known
   */
  private record Written(long lsn, long length, Stamp stamp) {
    static Written at(long lsn, long length) {
      return new Written(lsn, length, null);
    }

    static Written of(Stamp stamp) {
      return stamp == null ? null : new Written(0, stamp.length(), stamp);
    }
  }

  /** Starts from nothing: before the creation. */
  Standing(SegmentTable segments) {
    this.segments = segments;
  }

  /** Starts from the state of a version. */
  void load(Version version) {
    EntityState state = new EntityState();
    state.load(version);
    TagSet tagSet = state.tags();
    for (int i = 0; i < tagSet.size(); i++) {
      tags.put(tagSet.number(i), new Stamp(Timestamps.instant(tagSet.time(i)), -1));
    }
    TextSet textSet = state.texts();
    for (int i = 0; i < textSet.size(); i++) {
      long lsn = BlockLayout.lsn(textSet.memory(i), textSet.block(i));
      long length = BlockLayout.length(textSet.memory(i), textSet.block(i));
      texts.put(textSet.field(i), Written.at(lsn, length));
    }
    if (state.contentMemory() != null) {
      long lsn = BlockLayout.lsn(state.contentMemory(), state.contentBlock());
      long length = BlockLayout.length(state.contentMemory(), state.contentBlock());
      content = Written.at(lsn, length);
    }
  }

  /** Puts a tag, or removes it with null, and returns what stood before. */
  Stamp tag(int number, Stamp after) {
    return after == null ? tags.remove(number) : tags.put(number, after);
  }

  /** Puts a text, or removes it with null, and returns what stood before. */
  Stamp text(int field, Stamp after) {
    Written before = after == null ? texts.remove(field) : texts.put(field, Written.of(after));
    return stamp(before);
  }

  /** Puts the content, or removes it with null, and returns what stood before. */
  Stamp content(Stamp after) {
    Written before = content;
    content = Written.of(after);
    return stamp(before);
  }

  private Stamp stamp(Written written) {
    if (written == null || written.stamp != null) {
      return written == null ? null : written.stamp;
    }
    return new Stamp(Timestamps.instant(segments.timestampOf(written.lsn)), written.length);
  }
}
