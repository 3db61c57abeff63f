package dev.stela.internal.index.postings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.CorruptionException;
import dev.stela.internal.format.PostingBlockLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.CheckedExtents;
import dev.stela.internal.storage.MemoryExtents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Lists that are trimmed again and again against plain lists of all events. */
class ListTrimmerTest {
  private static final StoreId STORE = new StoreId(1, 2);
  private static final int TAGS = 5;

  private record Event(int tag, int ordinal, boolean removed, long lsn) {}

  private final MemoryExtents heads = extents("heads");
  private final MemoryExtents blocks = extents("blocks");
  private final List<Event> events = new ArrayList<>();
  private final long[] horizons = new long[TAGS];
  private PostingLists lists = PostingLists.create(heads, blocks, STORE, 1);
  private Postings postings = new Postings(lists, 1 << 20);
  private ListTrimmer trimmer = trimmer();
  private long lsn;

  @Test
  void shouldAnswerExactlyFromTheHorizonOnWhenTrimmedAgainAndAgain() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    TreeSet<Integer> purged = new TreeSet<>();
    int lost = 0;
    for (int round = 0; round < 60; round++) {
      String context = "seed=" + seed + " round=" + round;
      append(random, random.nextInt(3_000));
      if (random.nextInt(10) == 0) {
        purged.add(random.nextInt(300));
      }
      ask(random, purged, context);
      int tag = random.nextInt(TAGS);
      horizons[tag] = Math.max(horizons[tag], lsn - random.nextLong(Math.min(lsn, 500)));
      lost += trimmer.trim(tag, horizons[tag]);
      append(random, random.nextInt(20));
      ask(random, purged, context);
      if (random.nextBoolean()) {
        trimmer.reclaim();
      }
      if (random.nextInt(8) == 0) {
        reopen();
      }
      compare(purged, context);
    }
    assertTrue(lost > 10_000, "seed=" + seed + " lost=" + lost);
  }

  @Test
  void shouldUseBlocksAgainWhenNobodyReadsThem() {
    long used = 0;
    for (int round = 0; round < 50; round++) {
      // A value that moves on through 300 entities.
      for (int i = 0; i < 3_000; i++) {
        append(new Event(1, i % 300, i % 2 == 1, ++lsn));
        append(new Event(1, i % 300, i % 2 == 0, ++lsn));
      }
      horizons[1] = lsn - 100;
      assertTrue(trimmer.trim(1, horizons[1]) > 0);
      assertFalse(trimmer.reclaim());
      used = round == 9 ? lists.tail() : used;
    }
    assertEquals(used, lists.tail());
    compare(new TreeSet<>(), "end");
  }

  @Test
  void shouldNotUseBlocksAgainWhileSomebodyReads() {
    for (int i = 0; i < 1_000; i++) {
      append(new Event(1, i % 10, i % 2 == 1, ++lsn));
    }
    int reading = postings.readers().enter();
    BlockList before = BlockList.of(lists, lists.head(1));
    assertTrue(trimmer.trim(1, lsn) > 900);
    assertTrue(trimmer.reclaim());
    assertTrue(trimmer.reclaim());
    assertEquals(lsn, before.lsn(999));
    assertEquals(0, freeBlocks());
    postings.readers().exit(reading);
    assertFalse(trimmer.reclaim());
    assertEquals(before.places().length, freeBlocks());
  }

  @Test
  void shouldFreeNoBlockTwiceWhenFreeingFailed() {
    boolean[] failing = {false};
    trimmer =
        new ListTrimmer(
            lists,
            postings,
            step -> {
              step.run();
              if (failing[0]) {
                throw new IllegalStateException("some blocks have been freed");
              }
            },
            () -> {});
    for (int i = 0; i < 1_000; i++) {
      append(new Event(1, i % 10, i % 2 == 1, ++lsn));
    }
    assertTrue(trimmer.trim(1, lsn) > 900);
    failing[0] = true;
    assertThrows(IllegalStateException.class, trimmer::reclaim);
    failing[0] = false;
    int freed = freeBlocks();
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertFalse(trimmer.reclaim()));
    assertEquals(freed, freeBlocks());
  }

  @Test
  void shouldLeaveAListAloneWhenLittleWouldGo() {
    for (int i = 0; i < 1_000; i++) {
      append(new Event(1, i, false, ++lsn));
    }
    long head = lists.head(1);
    assertEquals(0, trimmer.trim(1, lsn));
    assertEquals(0, trimmer.trim(2, lsn));
    assertEquals(head, lists.head(1));
  }

  @Test
  void shouldGiveUpAStackWhenTheProcessDiedAfterItHadTakenABlock() {
    shouldUseBlocksAgainWhenNobodyReadsThem();
    long[] free = new long[PostingBlockLayout.SIZES];
    Arrays.setAll(free, lists::freeBlock);
    int before = freeBlocks();
    int size = PostingBlockLayout.SIZES - 1;
    long taken = free[size];
    while (lists.freeBlock(size) == taken) {
      append(new Event(2, 1, false, ++lsn));
    }
    lists = PostingLists.takeOver(heads, blocks, STORE, 1, lists.tail(), free);
    assertEquals(0, lists.freeBlock(size));
    assertTrue(freeBlocks() < before);
    append(new Random(1), 10_000);
    compare(new TreeSet<>(), "after");
  }

  private int freeBlocks() {
    int count = 0;
    for (int size = 0; size < PostingBlockLayout.SIZES; size++) {
      for (long at = lists.freeBlock(size); at != 0; count++) {
        at = PostingBlockLayout.previous(lists.memory(at), PostingLists.offset(at));
      }
    }
    return count;
  }

  private void append(Random random, int count) {
    for (int i = 0; i < count; i++) {
      lsn += random.nextInt(500) == 0 ? 1L << 33 : random.nextInt(2);
      int tag = random.nextInt(4) == 0 ? random.nextInt(TAGS) : 1;
      append(new Event(tag, random.nextInt(300), random.nextBoolean(), lsn));
    }
  }

  private void append(Event event) {
    lists.append(event.tag(), event.ordinal(), event.removed(), event.lsn());
    events.add(event);
  }

  /** Of purged entities lists may hold events or not: no answer does. */
  private void ask(Random random, TreeSet<Integer> purged, String context) {
    for (int i = 0; i < 10; i++) {
      int tag = random.nextInt(TAGS);
      long at = horizons[tag] + random.nextLong(lsn - horizons[tag] + 1);
      long since = horizons[tag];
      assertEquals(
          without(standing(tag, at), purged),
          without(plain(postings.at(tag, at)), purged),
          context + " tag=" + tag + " at=" + at);
      TreeSet<Integer> ever = standing(tag, since);
      for (Event event : lastOfCommits(tag)) {
        if (event.lsn() > since && event.lsn() <= at && !event.removed()) {
          ever.add(event.ordinal());
        }
      }
      assertEquals(
          without(ever, purged),
          without(plain(postings.everAt(tag, since, at)), purged),
          context + " ever, tag=" + tag + " since=" + since + " at=" + at);
    }
  }

  /** Adjacent events of an entity in one commit are one. */
  private List<Event> lastOfCommits(int tag) {
    List<Event> some = new ArrayList<>();
    for (Event event : events) {
      if (event.tag() == tag) {
        if (!some.isEmpty()
            && some.getLast().lsn() == event.lsn()
            && some.getLast().ordinal() == event.ordinal()) {
          some.removeLast();
        }
        some.add(event);
      }
    }
    return some;
  }

  private TreeSet<Integer> standing(int tag, long at) {
    TreeSet<Integer> set = new TreeSet<>();
    for (Event event : events) {
      if (event.tag() == tag && event.lsn() <= at) {
        if (event.removed()) {
          set.remove(event.ordinal());
        } else {
          set.add(event.ordinal());
        }
      }
    }
    return set;
  }

  /** With lists of which nothing was ever taken. */
  private void compare(TreeSet<Integer> purged, String context) {
    PostingLists all = PostingLists.create(extents("heads"), extents("blocks"), STORE, 1);
    for (Event event : events) {
      all.append(event.tag(), event.ordinal(), event.removed(), event.lsn());
    }
    List<CorruptionException> findings = new ArrayList<>();
    lists.compare(all, TAGS, tag -> tag < 0 ? 0 : horizons[tag], set(purged), findings::add);
    assertEquals(List.of(), findings, context);
  }

  private void reopen() {
    while (trimmer.reclaim()) {
      Thread.onSpinWait();
    }
    lists = PostingLists.open(heads, blocks, STORE, 1, lists.seal());
    postings = new Postings(lists, 1 << 20);
    trimmer = trimmer();
  }

  private ListTrimmer trimmer() {
    return new ListTrimmer(lists, postings, Runnable::run, () -> {});
  }

  private static TreeSet<Integer> without(TreeSet<Integer> set, TreeSet<Integer> some) {
    set.removeAll(some);
    return set;
  }

  private static OrdinalSet set(TreeSet<Integer> ordinals) {
    return OrdinalSet.of(ordinals.stream().mapToInt(i -> i).toArray());
  }

  private static TreeSet<Integer> plain(OrdinalSet set) {
    TreeSet<Integer> ordinals = new TreeSet<>();
    for (int ordinal : set.toArray()) {
      ordinals.add(ordinal);
    }
    return ordinals;
  }

  private static MemoryExtents extents(String name) {
    return new MemoryExtents(Path.of(name), CheckedExtents.EXTENT_BYTES);
  }
}
