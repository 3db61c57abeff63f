package dev.stela.internal.index.text;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The parts of the text index that are in force together: between them they hold every document
 * once. Who reads pins the view and unpins it by closing it; the last one to unpin a view that has
 * been replaced gives back those parts that no newer one has. Immutable but for that; any thread.
 *
 * <p>Who reads as of the newest LSN takes the LSN first and the view after that: a view holds all
 * that was said up to the moment when it was in force, but what is said later may be in a part that
 * only the next view has.
 */
public final class TextView implements AutoCloseable {
  private final List<Counted> counted;
  private final List<TextPart> parts;
  // One for being in force, one for each reader.
  private final AtomicInteger pins = new AtomicInteger(1);

  /** A part, and in how many views it is. */
  private record Counted(TextPart part, AtomicInteger views) {}

  private TextView(List<Counted> counted) {
    this.counted = counted;
    this.parts = counted.stream().map(Counted::part).toList();
  }

  /** Returns the first view, which is in force. */
  public static TextView of(List<? extends TextPart> parts) {
    return new TextView(
        parts.stream().map(part -> new Counted(part, new AtomicInteger(1))).toList());
  }

  /**
   * Returns the view that follows this one and shares parts with it. Only before this one is said
   * not to be in force any more.
   */
  public TextView followedBy(List<? extends TextPart> next) {
    return new TextView(next.stream().map(this::count).toList());
  }

  private Counted count(TextPart part) {
    for (Counted known : counted) {
      if (known.part == part) {
        known.views.incrementAndGet();
        return known;
      }
    }
    return new Counted(part, new AtomicInteger(1));
  }

  /** Returns the parts in the order of their documents. */
  public List<TextPart> parts() {
    return parts;
  }

  /** Pins the view; false if it has been replaced and given back: then there is a newer one. */
  public boolean pin() {
    while (true) {
      int now = pins.get();
      if (now <= 0) {
        return false;
      }
      if (pins.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  /** Unpins the view, or says that it is not in force any more. */
  @Override
  public void close() {
    int left = pins.decrementAndGet();
    if (left < 0) {
      throw new IllegalStateException("A view of the text index was unpinned twice: pins=" + left);
    }
    if (left == 0) {
      for (Counted one : counted) {
        if (one.views.decrementAndGet() == 0) {
          one.part.close();
        }
      }
    }
  }
}
