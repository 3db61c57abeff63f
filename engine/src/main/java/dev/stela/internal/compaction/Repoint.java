package dev.stela.internal.compaction;

import dev.stela.internal.directory.Directory;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.IndexEntryLayout;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.write.Writer;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Lets the directory lead to what has replaced a segment, in steps so short that no writer notices:
 * the lock is given back after each. A step changes an entry only if it still leads to the old
 * place, so that it does not matter what is written meanwhile. One thread.
 */
final class Repoint {
  /** Well below what a step may take: one entry may cost a page fault. */
  private static final long STEP_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

  private static final int MOST_OF_STEP = 64;
  private static final int BATCH = 512;

  private final Directory directory;
  private final Writer writer;
  private final BooleanSupplier stop;
  private final long[] highs = new long[BATCH];
  private final long[] lows = new long[BATCH];
  private final long[] from = new long[BATCH];
  private final long[] to = new long[BATCH];
  private int size;
  private int done;

  /**
   * Creates one for one use.
   *
   * @param stop tells between steps whether to give up
   */
  Repoint(Directory directory, Writer writer, BooleanSupplier stop) {
    this.directory = directory;
    this.writer = writer;
    this.stop = stop;
  }

  /**
   * Repoints what a merge has moved.
   *
   * @return false if it was stopped
   */
  boolean run(Merge merge, int dataSegment) {
    for (int entity = 0; entity < merge.entities(); entity++) {
      merge.move(
          entity,
          (high, low, segment, record, place) ->
              add(
                  high,
                  low,
                  IndexEntryLayout.location(segment.number(), record),
                  IndexEntryLayout.location(dataSegment, place)));
      if (size == BATCH && !flush()) {
        return false;
      }
    }
    return flush();
  }

  /**
   * Repoints all that may still lead to a segment that was replaced: a process died before it was
   * done.
   *
   * @return false if it was stopped
   */
  boolean run(LogSegment replaced, SegmentTable segments) {
    MemorySegment memory = replaced.memory();
    int end = replaced.end();
    replaced.checkAll();
    for (long frame = LogSegmentLayout.FRAMES_OFFSET; frame < end; ) {
      if (FrameLayout.kind(memory, frame) == FrameLayout.KIND_COMMIT) {
        long record = frame + FrameLayout.SIZE;
        for (int i = FrameLayout.records(memory, frame); i > 0; i--) {
          if (RecordLayout.kind(memory, record) == RecordLayout.KIND_ENTITY) {
            addIfMoved(replaced, record, segments);
          }
          record += RecordLayout.length(memory, record);
        }
      }
      if (size > BATCH / 2 && !flush()) {
        return false;
      }
      frame += FrameLayout.length(memory, frame);
    }
    return flush();
  }

  private void addIfMoved(LogSegment replaced, long record, SegmentTable segments) {
    MemorySegment memory = replaced.memory();
    long lsn = RecordLayout.lsn(memory, record);
    LogSegment holder = segments.holding(lsn);
    long frame = holder == null ? -1 : holder.frameOf(lsn);
    if (frame < 0) {
      // Dropped: then no entry leads there.
      return;
    }
    long at = RecordLayout.find(holder.memory(), frame, RecordLayout.ordinal(memory, record));
    if (at >= 0 && (size < BATCH || flush())) {
      add(
          RecordLayout.idHigh(memory, record),
          RecordLayout.idLow(memory, record),
          IndexEntryLayout.location(replaced.number(), record),
          IndexEntryLayout.location(holder.number(), at));
    }
  }

  private void add(long high, long low, long old, long place) {
    highs[size] = high;
    lows[size] = low;
    from[size] = old;
    to[size] = place;
    size++;
  }

  private boolean flush() {
    done = 0;
    while (done < size) {
      if (stop.getAsBoolean()) {
        return false;
      }
      writer.between(this::step);
    }
    size = 0;
    return true;
  }

  private void step() {
    long end = System.nanoTime() + STEP_NANOS;
    int limit = Math.min(size, done + MOST_OF_STEP);
    do {
      directory.repoint(highs[done], lows[done], from[done], to[done]);
      done++;
    } while (done < limit && System.nanoTime() < end);
  }
}
