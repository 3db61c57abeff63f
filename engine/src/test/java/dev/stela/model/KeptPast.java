package dev.stela.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.Change;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.HistoryNotKeptException;
import dev.stela.Query;
import dev.stela.RetentionPolicy;
import dev.stela.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How much of the past may be gone by the policies that were run, and how much is, as the store
 * itself says when it is asked of LSN 0. A store need not let go all that it may. One thread.
 */
final class KeptPast {
  /** Stands for all that can be asked. */
  private static final String ANYTHING = "\0";

  private final Map<EntityId, Long> entityBounds = new HashMap<>();
  private final Map<String, Long> namespaceBounds = new HashMap<>();
  private long newestBound;

  private final Map<String, Long> horizons = new HashMap<>();
  private long newest;
  private EntityStore store;
  private long refusals;

  /** An event of an entity: a tag or the content. */
  private record Happened(long lsn, long nanos, Change.Event event) {
    boolean isTag() {
      return event.kind() == Change.Kind.TAG_ADDED || event.kind() == Change.Kind.TAG_REMOVED;
    }

    boolean isContent() {
      return event.kind() == Change.Kind.CONTENT_PUT || event.kind() == Change.Kind.CONTENT_REMOVED;
    }
  }

  /** A namespace, or anything, as of an LSN. */
  record Need(String namespace, long lsn) {
    static Need anything(long lsn) {
      return new Need(ANYTHING, lsn);
    }
  }

  /** Whether something may be gone. */
  boolean letsGo() {
    return newestBound > 0;
  }

  /** How often the past was refused. */
  long refusals() {
    return refusals;
  }

  /** The LSN from which on nothing of an entity may be gone. */
  long bound(EntityId id) {
    return entityBounds.getOrDefault(id, 0L);
  }

  /** The namespaces of which something may be gone; null for tags without one. */
  Stream<String> namespaces() {
    return namespaceBounds.keySet().stream();
  }

  /** The LSN from which on nothing at all may be gone. */
  long bound() {
    return newestBound;
  }

  /** What may be gone by other policies may be gone here, too. */
  void allow(KeptPast other) {
    other.entityBounds.forEach((id, lsn) -> entityBounds.merge(id, lsn, Math::max));
    other.namespaceBounds.forEach((name, lsn) -> namespaceBounds.merge(name, lsn, Math::max));
    newestBound = Math.max(newestBound, other.newestBound);
  }

  /**
   * Takes note of what policies let go, before they are run.
   *
   * @param nanos the time from which ages are counted
   * @param limit the oldest LSN that somebody reads as of
   */
  void allow(Model model, List<RetentionPolicy> policies, long nanos, long limit) {
    for (RetentionPolicy policy : policies) {
      Predicate<Happened> meets = meets(policy);
      model.entities.forEach(
          (id, versions) -> {
            List<Happened> all = happened(versions);
            if (policy.kind() == RetentionPolicy.Kind.TAGS) {
              allowTags(id, all, policy, meets, nanos, limit);
            } else {
              allowContents(id, all, policy, nanos, limit);
            }
          });
    }
  }

  private static List<Happened> happened(List<ModelVersion> versions) {
    List<Happened> all = new ArrayList<>();
    for (ModelVersion version : versions) {
      version.events().forEach(e -> all.add(new Happened(version.lsn(), version.nanos(), e)));
    }
    return all;
  }

  private static Predicate<Happened> meets(RetentionPolicy policy) {
    if (policy.kind() == RetentionPolicy.Kind.CONTENTS) {
      return Happened::isContent;
    }
    int colon = policy.pattern().indexOf(':');
    Pattern namespace = colon < 0 ? null : ModelQuery.regex(policy.pattern().substring(0, colon));
    Pattern value = ModelQuery.regex(policy.pattern().substring(colon + 1));
    Map<String, Boolean> known = new HashMap<>();
    return one ->
        one.isTag()
            && known.computeIfAbsent(
                one.event().subject(),
                tag -> {
                  String own = ModelQuery.namespace(tag);
                  return (own == null) == (namespace == null)
                      && (own == null || namespace.matcher(own).matches())
                      && value.matcher(ModelQuery.value(tag)).matches();
                });
  }

  /** What lets go needs another event of the namespace behind it, and as many as are kept. */
  private void allowTags(
      EntityId id,
      List<Happened> all,
      RetentionPolicy policy,
      Predicate<Happened> meets,
      long nanos,
      long limit) {
    Set<String> seen = new HashSet<>();
    int newer = 0;
    for (Happened one : all.reversed()) {
      if (!one.isTag()) {
        continue;
      }
      String namespace = ModelQuery.namespace(one.event().subject());
      boolean last = seen.add(namespace);
      if (meets.test(one)) {
        if (!last && one.lsn() <= limit && goes(policy, nanos - one.nanos(), newer)) {
          entityBounds.merge(id, one.lsn(), Math::max);
          namespaceBounds.merge(namespace, one.lsn(), Math::max);
          newestBound = Math.max(newestBound, one.lsn());
        }
        newer++;
      }
    }
  }

  /** A content is as old as what came after it. */
  private void allowContents(
      EntityId id, List<Happened> all, RetentionPolicy policy, long nanos, long limit) {
    Happened next = null;
    int newer = 0;
    for (Happened one : all.reversed()) {
      if (!one.isContent()) {
        continue;
      }
      boolean put = one.event().kind() == Change.Kind.CONTENT_PUT;
      Happened end = put ? next : one;
      if (end != null && end.lsn() <= limit && goes(policy, nanos - end.nanos(), newer)) {
        entityBounds.merge(id, end.lsn(), Math::max);
        newestBound = Math.max(newestBound, end.lsn());
      }
      next = one;
      newer += put ? 1 : 0;
    }
  }

  private static boolean goes(RetentionPolicy policy, long age, int newer) {
    return (policy.keepFor() == null || age > policy.keepFor().toNanos())
        && (policy.keepNewest() < 0 || newer >= policy.keepNewest());
  }

  /** Asks an open store from where on it answers; that may be no later than the policies say. */
  void learn(EntityStore opened, Model model) {
    store = opened;
    horizons.clear();
    newest = 0;
    if (letsGo()) {
      Set<String> namespaces = new HashSet<>(namespaceBounds.keySet());
      model.tagNumbers.keySet().forEach(tag -> namespaces.add(ModelQuery.namespace(tag)));
      for (String namespace : namespaces) {
        long horizon = horizon(any(namespace));
        long bound = namespaceBounds.getOrDefault(namespace, 0L);
        assertTrue(horizon <= bound, () -> namespace + ": horizon=" + horizon + " bound=" + bound);
        horizons.put(namespace, horizon);
      }
      newest = horizon(Query.ever(Query.updatedIn(Instant.MIN, null)));
      assertTrue(newest <= newestBound, () -> "horizon=" + newest + " bound=" + newestBound);
    }
  }

  /** Asks for any tag of a namespace. */
  static Query any(String namespace) {
    return namespace == null ? Query.matches("*") : Query.namespace(namespace);
  }

  private long horizon(Query query) {
    try (Snapshot past = store.asOf(query instanceof Query.Ever ? Math.min(store.lsn(), 1) : 0)) {
      past.search(query).count();
      return 0;
    } catch (HistoryNotKeptException e) {
      return e.horizonLsn();
    }
  }

  /** From which LSN on the tags of a namespace are known; null for tags without one. */
  long since(String namespace) {
    return horizons.getOrDefault(namespace, 0L);
  }

  /** From which LSN on each namespace is known; 0 for all. */
  Map<String, Long> horizons() {
    return horizons;
  }

  /** From which LSN on everything is known. */
  long since() {
    return newest;
  }

  /** The store that told what is kept. */
  EntityStore store() {
    return store;
  }

  /** An entity's past was refused. */
  void requireRefusable(HistoryNotKeptException e, EntityId id, long lsn) {
    refusals++;
    if (e.horizonLsn() <= lsn || e.horizonLsn() > bound(id)) {
      throw new AssertionError("refused: id=" + id + " lsn=" + lsn + " bound=" + bound(id), e);
    }
  }

  /** A question was refused of which each part might have been. */
  void requireRefusable(HistoryNotKeptException e, List<Need> needs) {
    refusals++;
    for (Need need : needs) {
      long bound =
          need.namespace() == ANYTHING
              ? newestBound
              : namespaceBounds.getOrDefault(need.namespace(), 0L);
      if (need.lsn() < e.horizonLsn() && e.horizonLsn() <= bound) {
        return;
      }
    }
    Map<Need, Long> bounds = new LinkedHashMap<>();
    needs.forEach(need -> bounds.put(need, namespaceBounds.getOrDefault(need.namespace(), 0L)));
    throw new AssertionError("refused: newest=" + newestBound + " bounds=" + bounds, e);
  }
}
