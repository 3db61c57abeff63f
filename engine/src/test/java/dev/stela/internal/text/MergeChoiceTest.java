package dev.stela.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MergeChoiceTest {
  private static final long SMALL = 50 << 10;
  private static final long LARGE = 3 << 20;

  @Test
  void shouldMergeNothingWhenFewAreOfASize() {
    assertNull(MergeChoice.of(List.of()));
    assertNull(MergeChoice.of(of(LARGE, SMALL, SMALL, SMALL, SMALL, SMALL, SMALL, SMALL)));
  }

  @Test
  void shouldLeaveALargeOneAloneWhenSmallOnesFollowIt() {
    assertEquals(
        new MergeChoice.Run(1, 9),
        MergeChoice.of(of(LARGE, SMALL, SMALL, SMALL, SMALL, SMALL, SMALL, SMALL, SMALL)));
  }

  @Test
  void shouldTakeWhatStandsBetweenWhenEightAreOfASize() {
    assertEquals(
        new MergeChoice.Run(0, 9),
        MergeChoice.of(of(LARGE, LARGE, LARGE, SMALL, LARGE, LARGE, LARGE, LARGE, LARGE)));
  }

  @Test
  void shouldKeepSegmentsFewAndBytesRewrittenFewWhenManyAreAdded() {
    long seed = ThreadLocalRandom.current().nextLong();
    Random random = new Random(seed);
    List<TextState.Segment> segments = new ArrayList<>();
    long added = 0;
    long rewritten = 0;
    for (int i = 0; i < 3000; i++) {
      long bytes = 1 + random.nextLong(4 << 20);
      added += bytes;
      segments.add(segment(bytes));
      for (MergeChoice.Run run = MergeChoice.of(segments);
          run != null;
          run = MergeChoice.of(segments)) {
        List<TextState.Segment> old = segments.subList(run.from(), run.to());
        long sum = old.stream().mapToLong(TextState.Segment::bytes).sum();
        rewritten += sum;
        old.clear();
        segments.add(run.from(), segment(sum));
      }
      int levels = 1 + MergeChoice.level(added);
      assertTrue(segments.size() <= 10 * levels, () -> segments.size() + " seed=" + seed);
    }
    assertTrue(
        rewritten <= added * MergeChoice.level(added), "rewritten=" + rewritten + " seed=" + seed);
  }

  private static List<TextState.Segment> of(long... bytes) {
    return LongStream.of(bytes).mapToObj(MergeChoiceTest::segment).toList();
  }

  private static TextState.Segment segment(long bytes) {
    return new TextState.Segment(1, 0, 1, 1, 1, bytes);
  }
}
