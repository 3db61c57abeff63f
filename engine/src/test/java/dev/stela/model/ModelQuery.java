package dev.stela.model;

import dev.stela.Comparison;
import dev.stela.EntityId;
import dev.stela.Facet;
import dev.stela.Order;
import dev.stela.Query;
import dev.stela.Query.Operand;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Answers queries from a model as naively as can be: each building block looks at the versions of
 * each entity. Shares no code with the store. One thread.
 */
final class ModelQuery {
  static final Comparator<String> BY_BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private final Model model;

  ModelQuery(Model model) {
    this.model = model;
  }

  /** The entities that match as of an LSN, in the order of their creation. */
  List<EntityId> find(Query query, long lsn) {
    Set<EntityId> found = matching(query, lsn, false);
    boolean anyLife = asksForLifecycle(query);
    List<EntityId> ordered = new ArrayList<>();
    for (EntityId id : model.entities.keySet()) {
      if (found.contains(id) && (anyLife || model.at(id, lsn).state().isActive())) {
        ordered.add(id);
      }
    }
    return ordered;
  }

  /** Sorts what {@link #find} gave, as of the same LSN. */
  List<EntityId> sort(List<EntityId> found, Order order, long lsn) {
    List<EntityId> sorted = new ArrayList<>(found);
    sorted.sort(comparator(order, lsn));
    return sorted;
  }

  /** The values of some entities as of an LSN, the most frequent first. */
  List<Facet> facets(Collection<EntityId> entities, String namespace, long lsn) {
    List<Facet> facets = new ArrayList<>(values(entities, namespace, lsn));
    facets.sort(Comparator.comparingLong(Facet::count).reversed());
    return facets;
  }

  /** The values of some entities as of an LSN, in the order of their bytes. */
  List<Facet> values(Collection<EntityId> entities, String namespace, long lsn) {
    Map<String, Long> counts = new TreeMap<>(BY_BYTES);
    for (EntityId id : entities) {
      for (String tag : model.at(id, lsn).state().tags.keySet()) {
        String own = namespace(tag);
        if (namespace == null ? own == null : namespace.equals(own)) {
          counts.merge(value(tag), 1L, Long::sum);
        }
      }
    }
    List<Facet> values = new ArrayList<>();
    counts.forEach((value, count) -> values.add(new Facet(value, count)));
    return values;
  }

  /** The namespaces of some entities' tags as of an LSN. */
  List<String> namespaces(Collection<EntityId> entities, long lsn) {
    Set<String> namespaces = new TreeSet<>(BY_BYTES);
    for (EntityId id : entities) {
      for (String tag : model.at(id, lsn).state().tags.keySet()) {
        if (namespace(tag) != null) {
          namespaces.add(namespace(tag));
        }
      }
    }
    return List.copyOf(namespaces);
  }

  private Set<EntityId> matching(Query query, long lsn, boolean ever) {
    switch (query) {
      case Query.And and -> {
        Set<EntityId> all = matching(and.queries().getFirst(), lsn, ever);
        and.queries().forEach(inner -> all.retainAll(matching(inner, lsn, ever)));
        return all;
      }
      case Query.Or or -> {
        Set<EntityId> any = new HashSet<>();
        or.queries().forEach(inner -> any.addAll(matching(inner, lsn, ever)));
        return any;
      }
      case Query.Not not -> {
        Set<EntityId> rest = versions(lsn, false, (version, until) -> true);
        rest.removeAll(matching(not.query(), lsn, ever));
        return rest;
      }
      case Query.Ever all -> {
        return matching(all.query(), lsn, true);
      }
      case Query.AsOf asOf -> {
        int commit = model.commitAt(nanos(asOf.time()));
        long earlier = commit < 0 ? 0 : model.commits.get(commit).lsn();
        return matching(asOf.query(), earlier, ever);
      }
      case Query.AsOfLsn asOf -> {
        return matching(asOf.query(), asOf.lsn(), ever);
      }
      case Query.HasId some -> {
        Set<EntityId> existing = versions(lsn, false, (version, until) -> true);
        existing.retainAll(some.ids());
        return existing;
      }
      default -> {
        return versions(lsn, ever, leaf(query, ever));
      }
    }
  }

  /**
   * The entities whose version as of an LSN satisfies a condition, or any up to that one. A
   * condition is asked of a version and the LSN up to which it stood.
   */
  private Set<EntityId> versions(
      long lsn, boolean ever, BiPredicate<ModelVersion, Long> condition) {
    Set<EntityId> found = new HashSet<>();
    for (EntityId id : model.entities.keySet()) {
      List<ModelVersion> versions = model.history(id, lsn);
      long until = lsn;
      for (int i = versions.size() - 1; i >= (ever ? 0 : versions.size() - 1) && i >= 0; i--) {
        if (condition.test(versions.get(i), until)) {
          found.add(id);
          break;
        }
        until = versions.get(i).lsn() - 1;
      }
    }
    return found;
  }

  /** Ever means since the time from which on it is known. */
  private BiPredicate<ModelVersion, Long> leaf(Query query, boolean ever) {
    return switch (query) {
      case Query.All all -> (version, until) -> true;
      case Query.HasTag has -> anyTag(has.tag().text()::equals, ever);
      case Query.HasNamespace has -> anyTag(tag -> has.namespace().equals(namespace(tag)), ever);
      case Query.Matches matches -> anyTag(tag -> matches(matches).test(tag), ever);
      case Query.Compares compares -> compares(compares, ever);
      case Query.InLifecycle in -> (version, until) -> version.state().lifecycle == in.lifecycle();
      case Query.CreatedIn in ->
          (version, until) -> isWithin(version.state().createdNanos, in.from(), in.to());
      case Query.UpdatedIn in -> {
        long since = ever && in.from() == null ? model.kept.since() : 0;
        yield (version, until) ->
            version.lsn() >= since && isWithin(version.nanos(), in.from(), in.to());
      }
      default -> throw new AssertionError("no building block: " + query);
    };
  }

  private static Predicate<String> matches(Query.Matches matches) {
    Pattern namespace = matches.namespace() == null ? null : regex(matches.namespace());
    Pattern value = regex(matches.value());
    return tag -> {
      String own = namespace(tag);
      return (own == null
              ? namespace == null
              : namespace != null && namespace.matcher(own).matches())
          && value.matcher(value(tag)).matches();
    };
  }

  private BiPredicate<ModelVersion, Long> compares(Query.Compares query, boolean ever) {
    BiPredicate<ModelVersion, Long> present =
        anyTag(tag -> query.namespace().equals(namespace(tag)), ever);
    Comparison comparison = query.comparison();
    Comparison asked = comparison == Comparison.NOT_EQUAL ? Comparison.EQUAL : comparison;
    BiPredicate<ModelVersion, Long> matches =
        anyTag(
            tag ->
                query.namespace().equals(namespace(tag))
                    && compares(asked, value(tag), query.operands()),
            ever);
    return comparison == Comparison.NOT_EQUAL ? present.and(matches.negate()) : matches;
  }

  /** What a query, asked as of an LSN, has to know. */
  List<KeptPast.Need> needs(Query query, Order order, long lsn) {
    List<KeptPast.Need> needs = new ArrayList<>();
    addNeeds(query, lsn, false, needs);
    switch (order.by()) {
      case VALUE, NUMBER -> needs.add(new KeptPast.Need(order.namespace(), lsn));
      case UPDATED, TAG_COUNT -> needs.add(KeptPast.Need.anything(lsn));
      default -> {
        // The entity table knows it.
      }
    }
    return needs;
  }

  private void addNeeds(Query query, long lsn, boolean ever, List<KeptPast.Need> into) {
    switch (query) {
      case Query.And and -> and.queries().forEach(inner -> addNeeds(inner, lsn, ever, into));
      case Query.Or or -> or.queries().forEach(inner -> addNeeds(inner, lsn, ever, into));
      case Query.Not not -> addNeeds(not.query(), lsn, ever, into);
      case Query.Ever all -> addNeeds(all.query(), lsn, true, into);
      case Query.AsOf asOf -> {
        int commit = model.commitAt(nanos(asOf.time()));
        addNeeds(asOf.query(), commit < 0 ? 0 : model.commits.get(commit).lsn(), ever, into);
      }
      case Query.AsOfLsn asOf -> addNeeds(asOf.query(), asOf.lsn(), ever, into);
      case Query.HasTag has -> into.add(new KeptPast.Need(namespace(has.tag().text()), lsn));
      case Query.HasNamespace has -> into.add(new KeptPast.Need(has.namespace(), lsn));
      case Query.Matches matches -> {
        // Also of those where no tag is found: one that was erased may have matched.
        Predicate<String> met = matches(new Query.Matches(matches.namespace(), "*"));
        model
            .kept
            .namespaces()
            .filter(own -> met.test(own == null ? "" : own + ":"))
            .forEach(own -> into.add(new KeptPast.Need(own, lsn)));
      }
      case Query.Compares compares -> into.add(new KeptPast.Need(compares.namespace(), lsn));
      case Query.UpdatedIn in ->
          // The span may lie before what is kept.
          into.add(KeptPast.Need.anything(ever ? 0 : lsn));
      default -> {
        // Always known.
      }
    }
  }

  private static boolean compares(Comparison comparison, String value, List<Operand> operands) {
    Operand first = operands.getFirst();
    return switch (comparison) {
      case EQUAL, IN -> operands.stream().anyMatch(o -> is(value, o, c -> c == 0));
      case LESS -> is(value, first, c -> c < 0);
      case AT_MOST -> is(value, first, c -> c <= 0);
      case GREATER -> is(value, first, c -> c > 0);
      case AT_LEAST -> is(value, first, c -> c >= 0);
      case BETWEEN -> is(value, first, c -> c >= 0) && is(value, operands.get(1), c -> c <= 0);
      case NOT_EQUAL -> throw new AssertionError("made of EQUAL");
    };
  }

  private static boolean is(String value, Operand operand, Predicate<Integer> wanted) {
    if (!operand.numeric()) {
      return wanted.test(BY_BYTES.compare(value, operand.text()));
    }
    return isNumber(value)
        && wanted.test(new BigDecimal(value).compareTo(new BigDecimal(operand.text())));
  }

  /** Asks each tag only once: versions share most of theirs. */
  private BiPredicate<ModelVersion, Long> anyTag(Predicate<String> condition, boolean ever) {
    Map<String, Boolean> answers = new HashMap<>();
    return (version, until) -> {
      for (String tag : version.state().tags.keySet()) {
        if (answers.computeIfAbsent(tag, condition::test)
            && (!ever || until >= model.kept.since(namespace(tag)))) {
          return true;
        }
      }
      return false;
    };
  }

  private static boolean isWithin(long nanos, Instant from, Instant to) {
    Instant time = dev.stela.model.Comparison.instant(nanos);
    return (from == null || !time.isBefore(from)) && (to == null || time.isBefore(to));
  }

  private static boolean asksForLifecycle(Query query) {
    return switch (query) {
      case Query.InLifecycle in -> true;
      case Query.And and -> and.queries().stream().anyMatch(ModelQuery::asksForLifecycle);
      case Query.Or or -> or.queries().stream().anyMatch(ModelQuery::asksForLifecycle);
      case Query.Not not -> asksForLifecycle(not.query());
      case Query.Ever ever -> asksForLifecycle(ever.query());
      case Query.AsOf asOf -> asksForLifecycle(asOf.query());
      case Query.AsOfLsn asOf -> asksForLifecycle(asOf.query());
      default -> false;
    };
  }

  private Comparator<EntityId> comparator(Order order, long lsn) {
    return switch (order.by()) {
      case CREATED -> byKey(order, lsn, version -> version.state().createdLsn);
      case UPDATED -> byKey(order, lsn, ModelVersion::nanos);
      case TAG_COUNT -> byKey(order, lsn, version -> (long) version.state().tags.size());
      case ID -> {
        Comparator<EntityId> unsigned =
            (a, b) -> {
              int high = Long.compareUnsigned(a.high(), b.high());
              return high != 0 ? high : Long.compareUnsigned(a.low(), b.low());
            };
        yield order.descending() ? unsigned.reversed() : unsigned;
      }
      case VALUE -> byFirst(order, lsn, value -> value, BY_BYTES);
      case NUMBER ->
          byFirst(
              order,
              lsn,
              value -> isNumber(value) ? new BigDecimal(value) : null,
              Comparator.naturalOrder());
    };
  }

  private interface Key<T> {
    T of(ModelVersion version);
  }

  private Comparator<EntityId> byKey(Order order, long lsn, Key<Long> key) {
    Comparator<EntityId> ascending = Comparator.comparing(id -> key.of(model.at(id, lsn)));
    return order.descending() ? ascending.reversed() : ascending;
  }

  private interface Reading<T> {
    /** Null if the value is none of the wanted kind. */
    T of(String value);
  }

  /** Compares the least values, or the greatest; those who have none come last. */
  private <T> Comparator<EntityId> byFirst(
      Order order, long lsn, Reading<T> reading, Comparator<? super T> ascending) {
    Comparator<? super T> direction = order.descending() ? ascending.reversed() : ascending;
    Map<EntityId, T> keys = new HashMap<>();
    for (EntityId id : model.entities.keySet()) {
      ModelVersion version = model.at(id, lsn);
      if (version != null) {
        for (String tag : version.state().tags.keySet()) {
          T key = order.namespace().equals(namespace(tag)) ? reading.of(value(tag)) : null;
          if (key != null) {
            keys.merge(id, key, (a, b) -> direction.compare(a, b) <= 0 ? a : b);
          }
        }
      }
    }
    return Comparator.comparing(keys::get, Comparator.nullsLast(direction));
  }

  private static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  static String namespace(String tag) {
    int colon = tag.indexOf(':');
    return colon < 0 ? null : tag.substring(0, colon);
  }

  static String value(String tag) {
    return tag.substring(tag.indexOf(':') + 1);
  }

  static Pattern regex(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> {
          int at = c == '\\' ? ++i : i;
          int point = glob.codePointAt(at);
          i += Character.charCount(point) - 1;
          regex.append(Pattern.quote(Character.toString(point)));
        }
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }
}
