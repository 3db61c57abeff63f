package dev.stela.internal.backup;

import dev.stela.Change.Kind;
import dev.stela.EntityId;
import dev.stela.Tag;
import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.read.Contents;
import dev.stela.internal.read.EntityState;
import dev.stela.internal.read.TagSet;
import dev.stela.internal.read.TextSet;
import dev.stela.internal.read.Version;
import dev.stela.internal.read.VersionFeed;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.roaringbitmap.RoaringBitmap;

/**
 * Reads all that was ever committed and is kept, in the order of the commits, with the bytes of
 * contents and texts. Versions of which retention has dropped something are passed over: what is
 * left of them is no state that ever was. One thread at a time; holds one change in memory and no
 * bytes.
 */
public final class HistoryReader {
  private static final long NO_TIME = Long.MIN_VALUE;

  private final SegmentTable segments;
  private final Dictionary dictionary;
  private final VersionFeed feed;
  private final Version version = new Version();
  private final Contents contents = new Contents();
  // The entities whose last version was passed over.
  private final RoaringBitmap passedOver = new RoaringBitmap();
  private boolean cut;

  /**
   * Begins before the first commit.
   *
   * @param purged tells of an ordinal whether its entity has been purged
   */
  public HistoryReader(SegmentTable segments, Dictionary dictionary, IntPredicate purged) {
    this.segments = segments;
    this.dictionary = dictionary;
    this.feed = new VersionFeed(segments, purged, 0);
  }

  /** Is told what a change consists of. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Takes an event.
     *
     * @param kind what happened
     * @param subject the tag's text or the text field's name; null for the other kinds
     * @param since the time of a tag that a cut state has; {@link Long#MIN_VALUE} else
     * @param bytes the content or text that was put, to be read at once; null for the other kinds
     */
    void event(Kind kind, String subject, long since, Contents bytes);
  }

  /**
   * Goes on to the next change: what one commit did to one entity.
   *
   * @param limit no later LSN is looked at
   * @return false if there is none up to the limit
   */
  public boolean next(long limit) {
    while (feed.nextOfAny(limit, version)) {
      if (version.isCut()) {
        passedOver.add(version.ordinal());
        continue;
      }
      cut = passedOver.checkedRemove(version.ordinal());
      // The first whole one says what the entity was like, even if no event of it is left.
      if (cut || !version.isEmptied()) {
        return true;
      }
    }
    return false;
  }

  /** Returns the LSN of the change's commit. */
  public long lsn() {
    return version.lsn();
  }

  /** Returns the time of the commit in nanoseconds since the epoch. */
  public long timestamp() {
    return version.timestamp();
  }

  /** Returns the entity, with its name where it has one. */
  public EntityId id() {
    byte[] name = version.name();
    return name.length == 0
        ? EntityId.of(version.idHigh(), version.idLow())
        : EntityId.named(new String(name, StandardCharsets.UTF_8));
  }

  /**
   * Tells whether history before this change was dropped, so that its events do not lead from the
   * state given before to the one after. It is given as the whole state after it then, as if the
   * entity had been created with it.
   */
  public boolean isCut() {
    return cut;
  }

  /** Gives the events of the change in their order. */
  public void events(Visitor visitor) {
    if (cut) {
      state(visitor);
      return;
    }
    if (version.isCreation()) {
      EntityState state = new EntityState();
      state.load(version);
      visitor.event(Kind.CREATED, null, NO_TIME, null);
      tags(state.tags(), false, visitor);
    }
    MemorySegment memory = version.memory();
    long end = RecordLayout.eventsEnd(memory, version.record());
    for (long event = version.record() + RecordLayout.SIZE;
        event < end;
        event = EventLayout.next(memory, event)) {
      event(memory, event, visitor);
    }
  }

  private void event(MemorySegment memory, long event, Visitor visitor) {
    int argument = EventLayout.argument(memory, event);
    int type = EventLayout.type(memory, event);
    switch (type) {
      case EventLayout.TAG_ADD -> tag(Kind.TAG_ADDED, argument, visitor);
      case EventLayout.TAG_REMOVE -> tag(Kind.TAG_REMOVED, argument, visitor);
      case EventLayout.CONTENT_PUT ->
          visitor.event(Kind.CONTENT_PUT, null, NO_TIME, bytes(memory, event));
      case EventLayout.CONTENT_REMOVE -> plain(Kind.CONTENT_REMOVED, visitor);
      case EventLayout.TEXT_PUT ->
          visitor.event(Kind.TEXT_PUT, dictionary.field(argument), NO_TIME, bytes(memory, event));
      case EventLayout.TEXT_REMOVE ->
          visitor.event(Kind.TEXT_REMOVED, dictionary.field(argument), NO_TIME, null);
      case EventLayout.DELETE -> plain(Kind.DELETED, visitor);
      case EventLayout.ARCHIVE -> plain(Kind.ARCHIVED, visitor);
      case EventLayout.RESTORE -> plain(Kind.RESTORED, visitor);
      default -> throw new IllegalStateException("type " + type);
    }
  }

  private Contents bytes(MemorySegment memory, long event) {
    contents.openPending(segments, memory, event + EventLayout.SIZE);
    return contents;
  }

  private void tag(Kind kind, int number, Visitor visitor) {
    visitor.event(kind, dictionary.tag(number).text(), NO_TIME, null);
  }

  private static void plain(Kind kind, Visitor visitor) {
    visitor.event(kind, null, NO_TIME, null);
  }

  private void state(Visitor visitor) {
    EntityState state = new EntityState();
    state.load(version);
    plain(Kind.CREATED, visitor);
    tags(state.tags(), true, visitor);
    if (contents.open(version)) {
      visitor.event(Kind.CONTENT_PUT, null, NO_TIME, contents);
    }
    texts(state.texts(), visitor);
    switch (version.lifecycle()) {
      case ACTIVE -> {
        // As it was created.
      }
      case DELETED -> plain(Kind.DELETED, visitor);
      case ARCHIVED -> plain(Kind.ARCHIVED, visitor);
    }
  }

  /**
   * In the order of their texts: that of their numbers depends on what else has been defined, and
   * an import defines less.
   */
  private void tags(TagSet tags, boolean withTimes, Visitor visitor) {
    List<Integer> sorted =
        IntStream.range(0, tags.size())
            .boxed()
            .sorted(Comparator.comparing(i -> dictionary.tag(tags.number(i))))
            .toList();
    for (int i : sorted) {
      Tag tag = dictionary.tag(tags.number(i));
      visitor.event(Kind.TAG_ADDED, tag.text(), withTimes ? tags.time(i) : NO_TIME, null);
    }
  }

  private void texts(TextSet texts, Visitor visitor) {
    List<Integer> sorted =
        IntStream.range(0, texts.size())
            .boxed()
            .sorted(Comparator.comparing(i -> dictionary.field(texts.field(i))))
            .toList();
    for (int i : sorted) {
      contents.openText(version, texts.field(i), texts.memory(i), texts.block(i));
      visitor.event(Kind.TEXT_PUT, dictionary.field(texts.field(i)), NO_TIME, contents);
    }
  }
}
