package dev.stela.internal.index.postings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.CorruptionException;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.CheckedExtents;
import dev.stela.internal.storage.MemoryExtents;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Posting lists against plain lists of events, at every LSN, with every size of cache. */
class PostingsTest {
  private static final StoreId STORE = new StoreId(1, 2);

  private record Event(int tag, int ordinal, boolean removed, long lsn) {}

  private final MemoryExtents heads = extents("heads");
  private final MemoryExtents blocks = extents("blocks");
  private final List<Event> events = new ArrayList<>();

  @Test
  void shouldAnswerExactlyWhenAskedAtAnyLsn() {
    long seed = new Random().nextLong();
    for (long cacheBytes : new long[] {0, 100_000, 1 << 30}) {
      run(new Random(seed), cacheBytes, "seed=" + seed + " cacheBytes=" + cacheBytes);
    }
  }

  private void run(Random random, long cacheBytes, String context) {
    events.clear();
    try (PostingLists lists = PostingLists.create(extents("heads"), extents("blocks"), STORE, 1)) {
      Postings postings = new Postings(lists, cacheBytes);
      long lsn = 0;
      for (int round = 0; round < 40; round++) {
        for (int i = random.nextInt(2_000); i >= 0; i--) {
          // Jumps that no 32 bits hold, several events in one commit, and lists of all lengths.
          lsn += random.nextInt(100) == 0 ? 1L << 33 : random.nextInt(2);
          int tag = random.nextInt(4) == 0 ? random.nextInt(200) : random.nextInt(3);
          int ordinal = random.nextInt(4) == 0 ? random.nextInt(1 << 20) : random.nextInt(300);
          append(lists, new Event(tag, ordinal, random.nextInt(3) == 0, lsn));
        }
        for (int i = 0; i < 20; i++) {
          int tag = random.nextInt(i < 10 ? 3 : 210);
          long at = events.get(random.nextInt(events.size())).lsn() - random.nextInt(2);
          check(postings, tag, i % 3 == 0 ? lsn : at, random.nextInt(4) == 0, context);
        }
        int[] tags = random.ints(random.nextInt(20), 0, 210).toArray();
        long at = events.get(random.nextInt(events.size())).lsn();
        TreeSet<Integer> expected = new TreeSet<>();
        for (int tag : tags) {
          expected.addAll(expected(tag, at, false));
        }
        assertEquals(expected, plain(postings.anyAt(tags, at)), context);
      }
    }
  }

  @Test
  void shouldRefuseWhenASealedExtentWasChanged() {
    PostingLists lists = PostingLists.create(heads, blocks, STORE, 7);
    for (int i = 0; i < 200_000; i++) {
      append(lists, new Event(i % 1000, i, false, i + 1));
    }
    PostingLists.Summary summary = lists.seal();
    assertTrue(summary.blockSums().length > 1);
    PostingLists sound = PostingLists.open(heads, blocks, STORE, 7, summary);
    for (int tag = 0; tag < 1000; tag += 100) {
      check(new Postings(sound, 1 << 20), tag, 150_000, false, "sealed");
    }
    blocks.extent(1).set(ValueLayout.JAVA_BYTE, 1234, (byte) 99);
    PostingLists damaged = PostingLists.open(heads, blocks, STORE, 7, summary);
    CorruptionException failure =
        assertThrows(
            CorruptionException.class,
            () -> {
              for (int tag = 0; tag < 1000; tag++) {
                new Postings(damaged, 0).at(tag, Long.MAX_VALUE);
              }
            });
    assertEquals(CheckedExtents.EXTENT_BYTES, failure.offset());
    blocks.extent(0).set(ValueLayout.JAVA_BYTE, FileHeaderLayout.NUMBER_OFFSET, (byte) 8);
    assertThrows(
        CorruptionException.class, () -> PostingLists.open(heads, blocks, STORE, 7, summary));
  }

  @Test
  void shouldSumOnlyWhatWasChangedWhenSealedAgain() {
    PostingLists lists = PostingLists.create(heads, blocks, STORE, 7);
    for (int i = 0; i < 100_000; i++) {
      append(lists, new Event(i % 1000, i, false, i + 1));
    }
    PostingLists again = PostingLists.open(heads, blocks, STORE, 7, lists.seal());
    for (int i = 0; i < 300_000; i++) {
      append(again, new Event(i % 1100, i, i % 5 == 0, 200_000 + i));
    }
    PostingLists third = PostingLists.open(heads, blocks, STORE, 7, again.seal());
    Postings postings = new Postings(third, 1 << 20);
    for (int tag = 0; tag < 1100; tag += 9) {
      check(postings, tag, 350_000, false, "sealed twice");
    }
  }

  private void append(PostingLists lists, Event event) {
    lists.append(event.tag(), event.ordinal(), event.removed(), event.lsn());
    events.add(event);
  }

  private void check(Postings postings, int tag, long lsn, boolean ever, String context) {
    OrdinalSet found = ever ? postings.everAt(tag, 0, lsn) : postings.at(tag, lsn);
    assertEquals(
        expected(tag, lsn, ever),
        plain(found),
        () -> context + " tag=" + tag + " lsn=" + lsn + " ever=" + ever);
  }

  private TreeSet<Integer> expected(int tag, long lsn, boolean ever) {
    TreeSet<Integer> expected = new TreeSet<>();
    List<Event> own =
        events.stream().filter(event -> event.tag() == tag && event.lsn() <= lsn).toList();
    for (int i = 0; i < own.size(); i++) {
      Event event = own.get(i);
      boolean replaced =
          i + 1 < own.size()
              && own.get(i + 1).lsn() == event.lsn()
              && own.get(i + 1).ordinal() == event.ordinal();
      if (!event.removed() && !replaced) {
        expected.add(event.ordinal());
      } else if (!ever && event.removed()) {
        expected.remove(event.ordinal());
      }
    }
    return expected;
  }

  private static TreeSet<Integer> plain(OrdinalSet set) {
    TreeSet<Integer> plain = new TreeSet<>();
    for (int ordinal : set.toArray()) {
      plain.add(ordinal);
    }
    return plain;
  }

  private static MemoryExtents extents(String name) {
    return new MemoryExtents(Path.of(name), CheckedExtents.EXTENT_BYTES);
  }
}
