package dev.stela;

import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.index.postings.PurgedSet;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.read.Lookup;
import dev.stela.internal.read.Version;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reading as of a given LSN, for the store and its snapshots alike. Any thread, no lock. */
final class VersionReader {
  private final Lookup lookup;
  private final Dictionary dictionary;
  private final SegmentTable segments;
  private final PurgedSet purged;
  private volatile boolean closed;

  VersionReader(Lookup lookup, Dictionary dictionary, SegmentTable segments, PurgedSet purged) {
    this.purged = purged;
    this.lookup = lookup;
    this.dictionary = dictionary;
    this.segments = segments;
  }

  /** Ends all reading: not every lookup would come upon memory that is closed. */
  void close() {
    closed = true;
  }

  boolean read(EntityId id, long limit, EntityView view) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(view, "view");
    requireOpen();
    Version version = view.version;
    for (int attempt = 0; ; attempt++) {
      try {
        if (lookup.find(id.high(), id.low(), id.isNamed(), limit, version) && version.isActive()) {
          view.show(this, dictionary);
          return true;
        }
        view.clear();
        return false;
      } catch (IllegalStateException | InternalError e) {
        Edge.requireAnotherTry(e, attempt);
      }
    }
  }

  /**
   * Looks up again what a view shows, after compaction has closed the memory in which it was.
   *
   * @return false if it is nowhere: the entity was purged
   */
  boolean findAgain(long idHigh, long idLow, long lsn, Version version) {
    requireOpen();
    return lookup.findAny(idHigh, idLow, lsn, version);
  }

  Optional<Entity> find(EntityId id, long limit, boolean activeOnly) {
    Objects.requireNonNull(id, "id");
    requireOpen();
    Version version = new Version();
    for (int attempt = 0; ; attempt++) {
      try {
        if (!lookup.find(id.high(), id.low(), id.isNamed(), limit, version)
            || !version.isActive() && activeOnly) {
          return Optional.empty();
        }
        return Optional.of(new EntityAssembler(dictionary).assemble(version));
      } catch (IllegalStateException | InternalError e) {
        Edge.requireAnotherTry(e, attempt);
      }
    }
  }

  boolean contains(EntityId id, long limit) {
    return read(id, limit, new EntityView());
  }

  InputStream openContent(EntityId id, long limit) {
    EntityView view = new EntityView();
    if (!read(id, limit, view)) {
      throw new EntityNotFoundException("there is no such entity: id=" + id);
    }
    if (view.contentLength() < 0) {
      throw new EntityNotFoundException("the entity has no content: id=" + id);
    }
    return new ContentStream(view);
  }

  /**
   * Reads a part of a history.
   *
   * @param newest the reader's LSN: an entity that came later does not exist
   */
  List<Change> history(EntityId id, long newest, HistoryRange range, Moments moments) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(range, "range");
    requireOpen();
    Version version = new Version();
    for (int attempt = 0; ; attempt++) {
      try {
        Moments.LsnRange lsns = moments.resolve(range, newest);
        if (!lookup.findHistory(id.high(), id.low(), newest, version)
            || version.isNamed() != id.isNamed()) {
          throw new EntityNotFoundException("there is no such entity: id=" + id);
        }
        if (!version.moveBack(lsns.to())) {
          return List.of();
        }
        return new HistoryAssembler(dictionary, segments)
            .assemble(version, lsns.from(), range.limit(), range.oldestFirst());
      } catch (IllegalStateException | InternalError e) {
        Edge.requireAnotherTry(e, attempt);
      }
    }
  }

  /** Tells whether an entity has been purged. */
  boolean isPurged(int ordinal) {
    return Edge.reading(() -> purged.contains(ordinal));
  }

  /** Compares an entity as of two LSNs. */
  EntityDiff diff(EntityId id, long fromLsn, long toLsn) {
    Objects.requireNonNull(id, "id");
    requireOpen();
    Version from = new Version();
    Version to = new Version();
    for (int attempt = 0; ; attempt++) {
      try {
        boolean was = lookup.find(id.high(), id.low(), id.isNamed(), fromLsn, from);
        boolean is = lookup.find(id.high(), id.low(), id.isNamed(), toLsn, to);
        if (!was && !is) {
          throw new EntityNotFoundException(
              "there was no such entity at either moment: id="
                  + id
                  + " fromLsn="
                  + fromLsn
                  + " toLsn="
                  + toLsn);
        }
        DiffAssembler assembler = new DiffAssembler(dictionary, segments);
        return assembler.assemble(id, fromLsn, was ? from : null, toLsn, is ? to : null);
      } catch (IllegalStateException | InternalError e) {
        Edge.requireAnotherTry(e, attempt);
      }
    }
  }

  /** Feeds the changes of the whole store. */
  ChangeFeed changes(long afterLsn, long toLsn) {
    requireOpen();
    return new ChangeFeed(this, feed(afterLsn), toLsn);
  }

  /** Begins to read the changes of the whole store. */
  FeedReader feed(long afterLsn) {
    return new FeedReader(segments, dictionary, purged::contains, afterLsn);
  }

  void requireOpen() {
    if (closed) {
      throw new StoreClosedException("the store is closed");
    }
  }
}
