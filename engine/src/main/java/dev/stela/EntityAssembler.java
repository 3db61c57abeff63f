package dev.stela;

import dev.stela.internal.format.Timestamps;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.read.Contents;
import dev.stela.internal.read.EntityState;
import dev.stela.internal.read.TagSet;
import dev.stela.internal.read.TextSet;
import dev.stela.internal.read.Version;
import dev.stela.internal.write.TransactionContext;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** Copies states out of the log into objects of the API. One thread. */
final class EntityAssembler {
  private final Contents contents = new Contents();
  private final SegmentTable segments;
  private final IntFunction<Tag> tagOf;
  private final IntFunction<String> fieldOf;

  EntityAssembler(Dictionary dictionary) {
    this(null, dictionary::tag, dictionary::field);
  }

  EntityAssembler(SegmentTable segments, TransactionContext.View view) {
    this(segments, view::tag, view::field);
  }

  private EntityAssembler(
      SegmentTable segments, IntFunction<Tag> tagOf, IntFunction<String> fieldOf) {
    this.segments = segments;
    this.tagOf = tagOf;
    this.fieldOf = fieldOf;
  }

  /** Assembles a version in the log. */
  Entity assemble(Version version) {
    EntityState state = new EntityState();
    state.load(version);
    return new Entity(
        id(version.idHigh(), version.idLow(), state.name()),
        version.lsn(),
        Timestamps.instant(version.timestamp()),
        state.createdLsn(),
        Timestamps.instant(state.createdTimestamp()),
        version.lifecycle(),
        tags(state.tags()),
        version.contentLength(),
        contents.open(version) ? loaded() : null,
        texts(version, state.texts()));
  }

  /** Assembles an entity as a transaction sees it: its changes have no LSN yet and show 0. */
  Entity assemble(EntityId id, TransactionContext.View view) {
    EntityState state = view.state();
    Version head = view.isCreated() ? null : view.head();
    Instant now = Timestamps.instant(view.now());
    boolean changed = view.isChanged();
    return new Entity(
        id,
        changed ? 0 : head.lsn(),
        changed ? now : Timestamps.instant(head.timestamp()),
        state.createdLsn(),
        view.isCreated() ? now : Timestamps.instant(state.createdTimestamp()),
        view.lifecycle(),
        tags(state.tags()),
        openContent(head, state) ? contents.length() : -1,
        state.contentMemory() == null ? null : loaded(),
        texts(head, state.texts()));
  }

  private boolean openContent(Version head, EntityState state) {
    if (state.contentMemory() == null) {
      return false;
    }
    if (head != null
        && state.contentMemory() == head.memory()
        && state.contentBlock() == head.contentBlock()) {
      contents.open(head);
    } else {
      contents.openPending(segments, state.contentMemory(), state.contentBlock());
    }
    return true;
  }

  private byte[] loaded() {
    if (contents.length() > Entity.LOADED_CONTENT_LIMIT) {
      return null;
    }
    byte[] bytes = new byte[(int) contents.length()];
    contents.copyFully(0, MemorySegment.ofArray(bytes), 0, bytes.length);
    return bytes;
  }

  SortedMap<Tag, Instant> tags(TagSet set) {
    SortedMap<Tag, Instant> tags = new TreeMap<>();
    for (int i = 0; i < set.size(); i++) {
      tags.put(tagOf.apply(set.number(i)), Timestamps.instant(set.time(i)));
    }
    return tags;
  }

  SortedMap<String, String> texts(Version version, TextSet set) {
    SortedMap<String, String> texts = new TreeMap<>();
    for (int i = 0; i < set.size(); i++) {
      if (version != null && set.memory(i) == version.memory()) {
        contents.openText(version, set.field(i), set.memory(i), set.block(i));
      } else {
        contents.openPending(segments, set.memory(i), set.block(i));
      }
      byte[] utf8 = new byte[(int) contents.length()];
      contents.copyFully(0, MemorySegment.ofArray(utf8), 0, utf8.length);
      texts.put(fieldOf.apply(set.field(i)), new String(utf8, StandardCharsets.UTF_8));
    }
    return texts;
  }

  /** Returns the id of a version's entity, with its name where it has one. */
  static EntityId id(Version version) {
    return id(version.idHigh(), version.idLow(), version.name());
  }

  private static EntityId id(long high, long low, byte[] name) {
    return name.length == 0 ? EntityId.of(high, low) : EntityId.ofNameBytes(name);
  }
}
