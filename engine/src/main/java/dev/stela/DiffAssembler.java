package dev.stela;

import dev.stela.EntityDiff.ContentChange;
import dev.stela.EntityDiff.ContentStamp;
import dev.stela.EntityDiff.Moment;
import dev.stela.EntityDiff.Presence;
import dev.stela.EntityDiff.Refresh;
import dev.stela.EntityDiff.TextChange;
import dev.stela.internal.format.BlockLayout;
import dev.stela.internal.format.Timestamps;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.read.EntityState;
import dev.stela.internal.read.Version;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compares two versions of an entity. One thread. */
final class DiffAssembler {
  private final EntityAssembler entities;
  private final SegmentTable segments;

  /** What one version holds. */
  private record Side(
      Moment moment,
      SortedMap<Tag, Instant> tags,
      ContentStamp content,
      SortedMap<String, String> texts) {}

  DiffAssembler(Dictionary dictionary, SegmentTable segments) {
    this.entities = new EntityAssembler(dictionary);
    this.segments = segments;
  }

  /** Compares versions; null where there was none. */
  EntityDiff assemble(EntityId id, long fromLsn, Version from, long toLsn, Version to) {
    Side before = side(fromLsn, from);
    Side after = side(toLsn, to);
    SortedMap<Tag, Instant> added = new TreeMap<>(after.tags);
    added.keySet().removeAll(before.tags.keySet());
    SortedMap<Tag, Instant> removed = new TreeMap<>(before.tags);
    removed.keySet().removeAll(after.tags.keySet());
    return new EntityDiff(
        id,
        before.moment,
        after.moment,
        added,
        removed,
        refreshed(before, after),
        content(before.content, after.content),
        texts(before.texts, after.texts));
  }

  private Side side(long asOfLsn, Version version) {
    if (version == null) {
      return new Side(
          new Moment(asOfLsn, Presence.ABSENT, 0, null, 0, null),
          Collections.emptySortedMap(),
          null,
          Collections.emptySortedMap());
    }
    EntityState state = new EntityState();
    state.load(version);
    return new Side(
        new Moment(
            asOfLsn,
            Presence.valueOf(version.lifecycle().name()),
            version.lsn(),
            Timestamps.instant(version.timestamp()),
            state.createdLsn(),
            Timestamps.instant(state.createdTimestamp())),
        entities.tags(state.tags()),
        contentStamp(state),
        entities.texts(version, state.texts()));
  }

  private ContentStamp contentStamp(EntityState state) {
    if (state.contentMemory() == null) {
      return null;
    }
    long lsn = BlockLayout.lsn(state.contentMemory(), state.contentBlock());
    return new ContentStamp(
        lsn,
        Timestamps.instant(segments.timestampOf(lsn)),
        BlockLayout.length(state.contentMemory(), state.contentBlock()));
  }

  private static SortedMap<Tag, Refresh> refreshed(Side before, Side after) {
    SortedMap<Tag, Refresh> refreshed = new TreeMap<>();
    for (Map.Entry<Tag, Instant> tag : before.tags.entrySet()) {
      Instant since = after.tags.get(tag.getKey());
      if (since != null && !since.equals(tag.getValue())) {
        refreshed.put(tag.getKey(), new Refresh(tag.getValue(), since));
      }
    }
    return refreshed;
  }

  private static ContentChange content(ContentStamp before, ContentStamp after) {
    boolean same = before == null || after == null ? before == after : before.lsn() == after.lsn();
    return same ? null : new ContentChange(before, after);
  }

  private static SortedMap<String, TextChange> texts(
      SortedMap<String, String> before, SortedMap<String, String> after) {
    SortedMap<String, TextChange> changed = new TreeMap<>();
    before.forEach(
        (field, text) -> {
          if (!text.equals(after.get(field))) {
            changed.put(field, new TextChange(text, after.get(field)));
          }
        });
    after.forEach(
        (field, text) -> {
          if (!before.containsKey(field)) {
            changed.put(field, new TextChange(null, text));
          }
        });
    return changed;
  }
}
