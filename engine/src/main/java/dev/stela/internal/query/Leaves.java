package dev.stela.internal.query;

import dev.stela.Comparison;
import dev.stela.EntityId;
import dev.stela.InvalidArgumentException;
import dev.stela.Lifecycle;
import dev.stela.Query;
import dev.stela.Query.Operand;
import dev.stela.Tag;
import dev.stela.TextQuery;
import dev.stela.internal.format.Timestamps;
import dev.stela.internal.index.dictionary.Namespaces;
import dev.stela.internal.index.postings.OrdinalSet;
import dev.stela.internal.index.postings.Postings;
import dev.stela.internal.query.text.Standing;
import dev.stela.internal.query.text.TextMatching;
import dev.stela.internal.read.Lookup;
import dev.stela.internal.read.Version;
import dev.stela.internal.text.TextReading;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The building blocks of queries as of one LSN, or of any up to it. Immutable; any thread. */
final class Leaves {
  /** Stands for a tag that no entity has had. */
  private static final int NO_TAG = Integer.MIN_VALUE;

  private final Indexes indexes;
  private final long lsn;
  private final long readerLsn;
  private final Standing standing;
  private final int bound;

  /** Creates leaves; {@code standing} says which texts count. */
  Leaves(Indexes indexes, long lsn, long readerLsn, Standing standing) {
    this.indexes = indexes;
    this.lsn = lsn;
    this.readerLsn = readerLsn;
    this.standing = standing;
    this.bound = indexes.entities().countAt(lsn);
  }

  /** Returns the leaves as of an earlier LSN. */
  Leaves asOf(long earlier) {
    if (earlier < 0 || earlier > lsn) {
      throw new InvalidArgumentException(
          "a query asks of a moment that its reader does not see: lsn="
              + earlier
              + " reader="
              + lsn);
    }
    return new Leaves(indexes, earlier, readerLsn, standing);
  }

  /** Returns the LSN as of which these leaves are. */
  long lsn() {
    return lsn;
  }

  /** Returns all entities. */
  SetStep universe() {
    return SetStep.universe(() -> "all entities" + moment(false), bound);
  }

  /** Returns the entities that have a tag, of that number. */
  Step tag(Supplier<String> description, int number, boolean ever) {
    TagSets sets = indexes.sets();
    return set(
        description,
        ever,
        number == NO_TAG
            ? OrdinalSet.EMPTY
            : ever ? sets.everAt(number, lsn) : sets.at(number, lsn));
  }

  /** Returns the step for a building block. */
  Step leaf(Query query, boolean ever) {
    Namespaces namespaces = indexes.namespaces();
    return switch (query) {
      case Query.All all -> universe();
      case Query.HasTag(Tag tag) -> {
        int number = indexes.dictionary().find(tag);
        if (number == 0) {
          indexes.sets().requireKept(tag.namespace(), lsn);
        }
        yield tag(() -> "tag " + query.text(), number == 0 ? NO_TAG : number, ever);
      }
      case Query.HasNamespace(String name) -> {
        int namespace = namespaces.find(name);
        yield any(
            query, kept(name, namespace < 0 ? new int[0] : namespaces.ordered(namespace)), ever);
      }
      case Query.Matches(String namespace, String value) -> {
        int[] tags = namespaces.matching(namespace, value);
        indexes.sets().requireMatchingKept(namespace, lsn);
        yield any(query, tags, ever);
      }
      case Query.Compares compares -> compares(compares, ever);
      case Query.InLifecycle(Lifecycle lifecycle) -> lifecycle(lifecycle, ever);
      case Query.CreatedIn created -> created(created);
      case Query.UpdatedIn updated -> updated(updated, ever);
      case Query.HasId(Set<EntityId> ids) -> ids(ids);
      case TextQuery text -> text(text, ever);
      default -> throw new IllegalArgumentException("not a building block: " + query.text());
    };
  }

  /**
   * Of tags that are not found, too, the past may be unknown: the text of one may have been erased
   * of which nothing is left but what purged entities did, while what others did was let go.
   */
  private int[] kept(String namespace, int[] found) {
    indexes.sets().requireKept(namespace, lsn);
    return found;
  }

  private Step any(Query query, int[] tags, boolean ever) {
    Supplier<String> text = () -> query.text() + " (" + tags.length + " tags)";
    return !ever && tags.length >= AnyTagStep.MANY_TAGS
        ? new AnyTagStep(() -> text.get() + moment(false), indexes, tags, lsn, bound)
        : set(text, ever, anyAt(tags, ever));
  }

  private OrdinalSet anyAt(int[] tags, boolean ever) {
    if (tags.length == 0) {
      return OrdinalSet.EMPTY;
    }
    return ever ? indexes.sets().anyEverAt(tags, lsn) : indexes.sets().anyAt(tags, lsn);
  }

  private Step compares(Query.Compares query, boolean ever) {
    List<Operand> operands = query.operands();
    Comparison comparison = query.comparison();
    Namespaces namespaces = indexes.namespaces();
    int namespace = namespaces.find(query.namespace());
    if (namespace < 0 || comparison != Comparison.NOT_EQUAL) {
      int[] tags = namespaces.comparing(namespace, comparison, operands);
      return any(query, kept(query.namespace(), tags), ever);
    }
    return unequal(
        query,
        query.namespace(),
        kept(query.namespace(), namespaces.tags(namespace)),
        namespaces.comparing(namespace, Comparison.EQUAL, operands),
        ever);
  }

  /** Some value, and none that is equal: at one and the same moment, if it is asked of all. */
  private Step unequal(Query query, String namespace, int[] values, int[] equal, boolean ever) {
    Supplier<String> text =
        () -> query.text() + " (" + values.length + " tags, " + equal.length + " equal)";
    OrdinalSet now = anyAt(values, false).andNot(anyAt(equal, false));
    return ever
        ? set(text, true, everUnequal(namespace, values, equal, now))
        : set(text, false, now);
  }

  /** Since the horizon, which may move while the sets are made. */
  private OrdinalSet everUnequal(String namespace, int[] values, int[] equal, OrdinalSet now) {
    while (true) {
      long horizon = indexes.sets().horizon(namespace);
      OrdinalSet found = everUnequal(horizon, values, equal, now);
      if (indexes.sets().horizon(namespace) == horizon) {
        indexes.sets().requireKept(namespace, lsn);
        return found;
      }
    }
  }

  private OrdinalSet everUnequal(long horizon, int[] values, int[] equal, OrdinalSet now) {
    OrdinalSet everEqual = anyAt(equal, true);
    OrdinalSet sure = anyAt(values, true).andNot(everEqual).or(now);
    int[] some = sorted(values);
    int[] none = sorted(equal);
    TagHistory history = new TagHistory(indexes);
    OrdinalSet.Editor found = sure.edit();
    for (int ordinal : everEqual.andNot(sure).toArray()) {
      if (history.hadWithout(ordinal, horizon, lsn, some, none)) {
        found.add(ordinal);
      }
    }
    return found.done();
  }

  private static int[] sorted(int[] numbers) {
    int[] sorted = numbers.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  private Step lifecycle(Lifecycle lifecycle, boolean ever) {
    if (lifecycle != Lifecycle.ACTIVE) {
      return inList(lifecycle, ever);
    }
    TagSets sets = indexes.sets();
    OrdinalSet others = sets.at(Postings.DELETED, lsn).or(sets.at(Postings.ARCHIVED, lsn));
    if (ever) {
      // An entity may have been created and deleted in one commit, and not have been active since.
      TagHistory history = new TagHistory(indexes);
      OrdinalSet.Editor never = others.edit();
      for (int ordinal : others.toArray()) {
        if (history.wasActive(ordinal, lsn)) {
          never.remove(ordinal);
        }
      }
      others = never.done();
    }
    return set(() -> "active entities", ever, OrdinalSet.below(bound).andNot(others));
  }

  /** Returns the entities that are not active, in the one way or the other. */
  Step inList(Lifecycle lifecycle, boolean ever) {
    return lifecycle == Lifecycle.DELETED
        ? tag(() -> "deleted entities", Postings.DELETED, ever)
        : tag(() -> "archived entities", Postings.ARCHIVED, ever);
  }

  /** Returns the entities that have been purged, by now and not only by this moment. */
  Step purged() {
    return set(() -> "purged entities", false, indexes.purged().set());
  }

  private Step created(Query.CreatedIn query) {
    int first = indexes.entities().countAt(lsnBefore(query.from(), 0));
    int end = indexes.entities().countAt(lsnBefore(query.to(), lsn));
    OrdinalSet created =
        first >= end ? OrdinalSet.EMPTY : OrdinalSet.below(end).andNot(OrdinalSet.below(first));
    return set(query::text, false, created);
  }

  private Step updated(Query.UpdatedIn query, boolean ever) {
    long first = lsnBefore(query.from(), 0) + 1;
    long last = lsnBefore(query.to(), lsn);
    if (first > last) {
      // No commit is left in the span: there may have been some.
      indexes.sets().requireAllKept(ever ? first : lsn);
      return set(query::text, ever, OrdinalSet.EMPTY);
    }
    return ever
        ? set(query::text, true, changed(query.from() == null, first, last))
        : new UpdatedStep(() -> query.text() + moment(false), indexes, lsn, first, last, bound);
  }

  /** Without a beginning it is the horizon: before it versions are missing. */
  private OrdinalSet changed(boolean sinceEver, long first, long last) {
    while (true) {
      long horizon = indexes.sets().horizon();
      long start = sinceEver ? Math.max(first, horizon) : first;
      OrdinalSet changed = LogWalk.changed(indexes.segments(), start, last);
      if (indexes.sets().horizon() == horizon) {
        indexes.sets().requireAllKept(sinceEver ? last : first);
        return changed;
      }
    }
  }

  /** Returns the LSN of the last commit before a time, at most this moment's. */
  private long lsnBefore(Instant time, long ifNone) {
    if (time == null) {
      return ifNone;
    }
    long nanos = Timestamps.nearestNanos(time);
    return nanos == Long.MIN_VALUE ? 0 : indexes.segments().lsnAt(nanos - 1, lsn);
  }

  /** Returns the entities that match a query which {@link TextTrees} knows as one about texts. */
  Step text(Query query, boolean ever) {
    // Retention lets tags and contents go, never texts: they are known as of any LSN.
    Standing counting = ever ? Standing.EVER : standing;
    try (TextReading reading = indexes.texts().read()) {
      TextMatching matching = indexes.texts().matching(reading, lsn, counting, null);
      return set(query::text, ever, matching.ordinals(TextTrees.node(query, matching)));
    }
  }

  private Step ids(Set<EntityId> ids) {
    Lookup lookup = indexes.lookup();
    Version version = new Version();
    OrdinalSet.Editor found = OrdinalSet.EMPTY.edit();
    for (EntityId id : ids) {
      // Of whatever version: an ordinal tells by itself whether the entity existed.
      if (lookup.find(id.high(), id.low(), id.isNamed(), Lookup.EVERYTHING, version)
          && version.ordinal() < bound) {
        found.add(version.ordinal());
      }
    }
    return set(() -> "by id (" + ids.size() + " ids)", false, found.done());
  }

  private Step set(Supplier<String> description, boolean ever, OrdinalSet set) {
    return new SetStep(() -> description.get() + moment(ever), set, bound);
  }

  private String moment(boolean ever) {
    return (ever ? ", ever" : "") + (lsn == readerLsn ? "" : ", as of lsn " + lsn);
  }
}
