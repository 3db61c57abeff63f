package dev.stela.internal.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.InvalidArgumentException;
import dev.stela.RetentionPolicy;
import dev.stela.Tag;
import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.storage.MemoryExtents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What may go, example by example and against a reference that asks of each event by itself. */
class RulesTest {
  private static final int ADD = EventLayout.TAG_ADD;
  private static final int REMOVE = EventLayout.TAG_REMOVE;
  private static final int PUT = EventLayout.CONTENT_PUT;
  private static final long EVERYTHING = Long.MAX_VALUE;

  private final Dictionary dictionary =
      Dictionary.create(
          new MemoryExtents(Path.of("dictionary"), Dictionary.EXTENT_BYTES), new StoreId(1, 2), 1);
  private final EntityEvents events = new EntityEvents();
  private final HorizonsBuilder horizons = new HorizonsBuilder();
  private long lsn;

  @Test
  void shouldDropAllButTheCurrentValueWhenNothingElseIsKept() {
    events.clear(true);
    set("cpu", 1, 5);
    long cut = mark(0, RetentionPolicy.keepNewestTags("cpu:*", 0));
    // Of 1 add and 4 times remove and add: the last add is current.
    assertEquals(List.of(8), kept());
    assertEquals(5, cut);
    assertEquals(new Horizon(5, 50), horizons.build().of("cpu"));
  }

  @Test
  void shouldKeepOtherNamespacesWhenTheyAreOlder() {
    events.clear(true);
    add(ADD, "type:class");
    add(ADD, "plain");
    set("cpu", 3, 40);
    mark(0, RetentionPolicy.keepNewestTags("cpu:*", 10));
    assertFalse(events.isDropped(0));
    assertFalse(events.isDropped(1));
    assertEquals(Horizon.NONE, horizons.build().of("type"));
    assertEquals(Horizon.NONE, horizons.build().of(null));
    assertTrue(events.dropped() > 60);
  }

  @Test
  void shouldKeepTheNewestValueOfANamespaceWhenItWasTakenAway() {
    events.clear(true);
    add(ADD, "cpu:1");
    add(REMOVE, "cpu:1");
    add(ADD, "cpu:2");
    add(REMOVE, "cpu:2");
    long cut = mark(0, RetentionPolicy.keepNewestTags("*:*", 0));
    assertEquals(List.of(2, 3), kept());
    assertEquals(2, cut);
  }

  @Test
  void shouldKeepAnAdditionWhenItsEndIsKept() {
    events.clear(true);
    add(ADD, "status:ok");
    lsn = 100;
    add(REMOVE, "status:ok");
    add(ADD, "status:bad");
    // As of any of the last 30 nanoseconds or later the status is known.
    assertEquals(0, mark(1_020, RetentionPolicy.keepTagsFor("status:*", Duration.ofNanos(30))));
    assertEquals(0, events.dropped());
    assertEquals(101, mark(9_999, RetentionPolicy.keepTagsFor("status:*", Duration.ofNanos(30))));
    assertEquals(List.of(2), kept());
  }

  @Test
  void shouldDropRepeatedAdditionsWhenTheTagStays() {
    events.clear(true);
    for (int i = 0; i < 10; i++) {
      add(ADD, "seen:yes");
    }
    assertEquals(7, mark(0, RetentionPolicy.keepNewestTags("seen:*", 3)));
    // The newest three, and the one that held when the oldest of them came.
    assertEquals(List.of(6, 7, 8, 9), kept());
  }

  @Test
  void shouldKeepARemovalWhenAnAdditionBeforeTheRunStays() {
    events.clear(true);
    add(ADD, "cpu:1", false);
    add(ADD, "cpu:1", true);
    add(REMOVE, "cpu:1", true);
    add(ADD, "cpu:2", true);
    assertEquals(3, mark(0, RetentionPolicy.keepNewestTags("cpu:*", 0)));
    assertEquals(List.of(0, 2, 3), kept());
  }

  @Test
  void shouldKeepARemovalWhenTheStartIsNotKnown() {
    events.clear(false);
    add(ADD, "cpu:1");
    add(REMOVE, "cpu:1");
    add(ADD, "cpu:1");
    add(REMOVE, "cpu:1");
    add(ADD, "cpu:2");
    assertEquals(4, mark(0, RetentionPolicy.keepNewestTags("cpu:*", 0)));
    // After the first removal it is known that the tag is gone.
    assertEquals(List.of(1, 4), kept());
  }

  @Test
  void shouldKeepWhatAnOpenSnapshotSees() {
    events.clear(true);
    set("cpu", 1, 100);
    assertEquals(41, mark(41, 0, RetentionPolicy.keepNewestTags("cpu:*", 0)));
    assertFalse(events.isDropped(indexOf(41, ADD)));
    assertTrue(events.isDropped(indexOf(41, REMOVE)));
  }

  @Test
  void shouldKeepAsManyContentsAsThePolicySays() {
    events.clear(true);
    for (int i = 0; i < 6; i++) {
      add(PUT, null);
      add(ADD, "type:a" + i);
    }
    assertEquals(7, mark(0, RetentionPolicy.keepNewestContents(3)));
    assertEquals(
        3, kept().stream().filter(index -> events.type(index) == PUT).mapToInt(i -> 1).sum());
    assertEquals(3, events.dropped());
    assertEquals(new Horizon(7, 70), horizons.build().contents());
    assertEquals(Horizon.NONE, horizons.build().of("type"));
  }

  @Test
  void shouldKeepTheContentThatHeldWhenTheTimeBegan() {
    events.clear(true);
    add(PUT, null);
    add(PUT, null);
    lsn = 100;
    add(PUT, null);
    assertEquals(2, mark(1_020, RetentionPolicy.keepContentsFor(Duration.ofNanos(50))));
    assertEquals(List.of(1, 2), kept());
  }

  @Test
  void shouldDropARemovedContentWithItsRemovalWhenBothAreOld() {
    events.clear(true);
    add(PUT, null);
    add(EventLayout.CONTENT_REMOVE, null);
    lsn = 100;
    assertEquals(2, mark(1_020, RetentionPolicy.keepContentsFor(Duration.ofNanos(50))));
    assertEquals(List.of(), kept());
  }

  @Test
  void shouldSayWhichPolicyLetAnEventGo() {
    events.clear(true);
    set("cpu", 1, 5);
    set("mem", 1, 5);
    mark(
        0,
        RetentionPolicy.keepNewestTags("mem:*", 0),
        RetentionPolicy.keepNewestTags("c?u:*", 2),
        RetentionPolicy.keepNewestContents(0));
    assertEquals(1, events.policy(0));
    assertEquals(0, events.policy(9));
    assertEquals(EntityEvents.KEPT, events.policy(17));
  }

  @Test
  void shouldRefuseWhenThereAreTooManyPolicies() {
    List<RetentionPolicy> many = Collections.nCopies(64, RetentionPolicy.keepNewestContents(1));
    assertThrows(InvalidArgumentException.class, () -> new Rules(many, dictionary));
  }

  @Test
  void shouldAgreeWithTheReferenceWhenHistoriesAreRandom() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 3_000; round++) {
      String context = "seed=" + seed + " round=" + round;
      randomHistory(random);
      List<RetentionPolicy> policies = randomPolicies(random);
      long now = (lsn + random.nextInt(3)) * 10;
      long limit = random.nextInt(3) == 0 ? random.nextLong(lsn + 1) : EVERYTHING;
      HorizonsBuilder builder = new HorizonsBuilder();
      long cut = new Rules(policies, dictionary).mark(events, now, limit, builder);
      assertEquals(new Naive(policies, now, limit).dropped(), dropped(), context);
      requireExact(builder.build(), cut, limit, context);
      requirePromises(policies, now, context);
    }
  }

  private void randomHistory(Random random) {
    lsn = 0;
    boolean startKnown = random.nextInt(4) > 0;
    events.clear(startKnown);
    Set<Integer> held = new HashSet<>();
    int before = random.nextInt(3);
    int run = random.nextInt(60);
    int after = random.nextInt(2) * random.nextInt(10);
    for (int i = 0; i < before; i++) {
      int tag = tag("a:" + random.nextInt(3));
      if (held.add(tag)) {
        lsn++;
        events.add(lsn, lsn * 10, ADD, tag, 8, false);
      }
    }
    for (int i = 0; i < run + after; i++) {
      lsn += random.nextInt(3) == 0 ? 0 : 1;
      lsn = Math.max(1, lsn);
      if (random.nextInt(4) == 0) {
        int type = random.nextInt(4) == 0 ? EventLayout.CONTENT_REMOVE : PUT;
        events.add(lsn, lsn * 10, type, 0, 100, i < run);
        continue;
      }
      int tag =
          tag(
              random.nextInt(8) == 0
                  ? "plain" + random.nextInt(2)
                  : (random.nextBoolean() ? "a:" : "b:") + random.nextInt(3));
      boolean remove = held.contains(tag) && random.nextInt(3) > 0;
      if (remove) {
        held.remove(tag);
      } else {
        held.add(tag);
      }
      events.add(lsn, lsn * 10, remove ? REMOVE : ADD, tag, 8, i < run);
    }
  }

  private static List<RetentionPolicy> randomPolicies(Random random) {
    return IntStream.rangeClosed(0, random.nextInt(3))
        .mapToObj(
            i -> {
              Duration age = random.nextBoolean() ? Duration.ofNanos(random.nextInt(300)) : null;
              int newest = age == null || random.nextBoolean() ? random.nextInt(12) : -1;
              return random.nextInt(4) == 0
                  ? new RetentionPolicy(RetentionPolicy.Kind.CONTENTS, null, age, newest)
                  : new RetentionPolicy(
                      RetentionPolicy.Kind.TAGS,
                      List.of("a:*", "*:*", "b:1", "?:[*", "plain*").get(random.nextInt(5)),
                      age,
                      newest);
            })
        .toList();
  }

  /** As of the horizon and later the kept events tell what all of them do. */
  private void requireExact(Horizons found, long cut, long limit, String context) {
    assertEquals(cut, found.newest().lsn(), context);
    assertTrue(cut <= limit, context);
    boolean cutIsInRun = cut == 0;
    for (int i = 0; i < events.size(); i++) {
      cutIsInRun |= events.lsn(i) == cut && events.isInRun(i);
    }
    assertTrue(cutIsInRun, context);
    for (long at = 0; at <= lsn; at++) {
      for (String namespace : new String[] {"a", "b", null}) {
        if (at >= found.of(namespace).lsn()) {
          assertEquals(
              held(namespace, at, true), held(namespace, at, false), context + " at=" + at);
        }
      }
      if (at >= found.contents().lsn()) {
        assertEquals(contentAt(at, true), contentAt(at, false), context + " at=" + at);
      }
    }
  }

  private Set<Integer> held(String namespace, long at, boolean all) {
    Set<Integer> held = new TreeSet<>();
    for (int i = 0; i < events.size() && events.lsn(i) <= at; i++) {
      if (events.isTag(i)
          && (all || !events.isDropped(i))
          && Objects.equals(dictionary.tag(events.argument(i)).namespace(), namespace)) {
        if (events.type(i) == ADD) {
          held.add(events.argument(i));
        } else {
          held.remove(events.argument(i));
        }
      }
    }
    return held;
  }

  private int contentAt(long at, boolean all) {
    int content = -1;
    for (int i = 0; i < events.size() && events.lsn(i) <= at; i++) {
      if (events.isContent(i) && (all || !events.isDropped(i))) {
        content = events.type(i) == PUT ? i : -1;
      }
    }
    return content;
  }

  /** What no policy lets go, younger or newer than its bounds, is there. */
  private void requirePromises(List<RetentionPolicy> policies, long now, String context) {
    Map<Integer, Integer> newestOfNamespace = new HashMap<>();
    for (int i = 0; i < events.size(); i++) {
      if (events.isTag(i)) {
        newestOfNamespace.put(dictionary.namespaceOf(events.argument(i)), i);
      }
      if (events.isDropped(i)) {
        RetentionPolicy policy = policies.get(events.policy(i));
        if (policy.keepFor() != null) {
          assertTrue(now - events.timestamp(i) > policy.keepFor().toNanos(), context);
        }
        assertTrue(events.isInRun(i), context);
      }
    }
    newestOfNamespace.values().forEach(i -> assertFalse(events.isDropped(i), context));
  }

  /** Asks of each event by itself, as the documentation of {@link Rules} puts it. */
  private final class Naive {
    private final List<RetentionPolicy> policies;
    private final long now;
    private final long limit;

    Naive(List<RetentionPolicy> policies, long now, long limit) {
      this.policies = policies;
      this.now = now;
      this.limit = limit;
    }

    Set<Integer> dropped() {
      Set<Integer> dropped = new TreeSet<>();
      for (int i = 0; i < events.size(); i++) {
        if (goes(i)) {
          dropped.add(i);
        }
      }
      return dropped;
    }

    private boolean goes(int i) {
      if (events.isContent(i)) {
        return events.type(i) == PUT ? staleContent(i) : staleContent(i) && goesBefore(i);
      }
      if (events.type(i) == ADD) {
        int end = nextOf(i);
        return end >= 0 && stale(i) && stale(end);
      }
      return stale(i) && !staysBefore(i);
    }

    private boolean goesBefore(int i) {
      for (int j = i - 1; j >= 0; j--) {
        if (events.isContent(j)) {
          return goes(j);
        }
      }
      return false;
    }

    /** Whether an addition stays that no kept or dropped removal after it has ended. */
    private boolean staysBefore(int i) {
      for (int j = i - 1; j >= 0; j--) {
        if (events.isTag(j) && events.argument(j) == events.argument(i)) {
          if (events.type(j) == REMOVE) {
            return false;
          }
          if (!goes(j)) {
            return true;
          }
        }
      }
      return !events.isStartKnown();
    }

    private int nextOf(int i) {
      for (int j = i + 1; j < events.size(); j++) {
        if (events.isContent(i)
            ? events.isContent(j)
            : events.isTag(j) && events.argument(j) == events.argument(i)) {
          return j;
        }
      }
      return -1;
    }

    private boolean stale(int i) {
      for (int j = i + 1; j < events.size(); j++) {
        if (events.isTag(j)
            && dictionary.namespaceOf(events.argument(j))
                == dictionary.namespaceOf(events.argument(i))) {
          return events.isInRun(i)
              && events.lsn(i) <= limit
              && policies.stream()
                  .anyMatch(p -> meets(p, i) && letsGo(p, events.timestamp(i), newer(p, i)));
        }
      }
      return false;
    }

    private boolean staleContent(int i) {
      int end = events.type(i) == PUT ? nextOf(i) : i;
      return end >= 0
          && events.isInRun(i)
          && events.isInRun(end)
          && events.lsn(end) <= limit
          && policies.stream()
              .anyMatch(p -> meets(p, i) && letsGo(p, events.timestamp(end), newer(p, i)));
    }

    private int newer(RetentionPolicy policy, int i) {
      int count = 0;
      for (int j = i + 1; j < events.size(); j++) {
        count += meets(policy, j) && events.type(j) != EventLayout.CONTENT_REMOVE ? 1 : 0;
      }
      return count;
    }

    private boolean meets(RetentionPolicy policy, int i) {
      if (events.isContent(i)) {
        return policy.kind() == RetentionPolicy.Kind.CONTENTS;
      }
      String text = dictionary.tag(events.argument(i)).toString();
      return switch (policy.pattern()) {
        case null -> false;
        case "a:*" -> text.startsWith("a:");
        case "*:*" -> text.contains(":");
        case "b:1" -> text.equals("b:1");
        case "plain*" -> text.startsWith("plain");
        default -> false;
      };
    }

    private boolean letsGo(RetentionPolicy policy, long timestamp, int newer) {
      return (policy.keepFor() == null || now - timestamp > policy.keepFor().toNanos())
          && (policy.keepNewest() < 0 || newer >= policy.keepNewest());
    }
  }

  private void set(String namespace, int first, int values) {
    for (int i = 0; i < values; i++) {
      lsn++;
      if (i > 0) {
        events.add(lsn, lsn * 10, REMOVE, tag(namespace + ":" + (first + i - 1)), 8, true);
      }
      events.add(lsn, lsn * 10, ADD, tag(namespace + ":" + (first + i)), 8, true);
    }
  }

  private void add(int type, String tag) {
    add(type, tag, true);
  }

  private void add(int type, String tag, boolean inRun) {
    lsn++;
    events.add(lsn, lsn * 10, type, tag == null ? 0 : tag(tag), 8, inRun);
  }

  private int tag(String text) {
    Tag tag = Tag.of(text);
    int number = dictionary.find(tag);
    if (number == 0) {
      number = dictionary.tags() + 1;
      assertTrue(dictionary.defineTag(number, tag.utf8(), 0, tag.byteLength()));
    }
    return number;
  }

  private int indexOf(long wanted, int type) {
    return IntStream.range(0, events.size())
        .filter(i -> events.lsn(i) == wanted && events.type(i) == type)
        .findFirst()
        .orElseThrow();
  }

  private long mark(long now, RetentionPolicy... policies) {
    return mark(EVERYTHING, now, policies);
  }

  private long mark(long limit, long now, RetentionPolicy... policies) {
    return new Rules(List.of(policies), dictionary).mark(events, now, limit, horizons);
  }

  private List<Integer> kept() {
    return IntStream.range(0, events.size()).filter(i -> !events.isDropped(i)).boxed().toList();
  }

  private Set<Integer> dropped() {
    Set<Integer> dropped = new TreeSet<>();
    for (int i = 0; i < events.size(); i++) {
      if (events.isDropped(i)) {
        dropped.add(i);
      }
    }
    return dropped;
  }
}
