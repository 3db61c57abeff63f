package dev.stela.internal.index.text;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The parts of the text index that are in force together: between them they hold every document
 * once. Who reads pins the view and unpins it by closing it; the last one to unpin a view that has
 * been replaced gives back those parts that no newer one has. Immutable but for that; any thread.
 */
public final class TextView implements AutoCloseable {
  private final List<Counted> parts;
  // One for being in force, one for each reader.
  private final AtomicInteger pins = new AtomicInteger(1);

  /** A part, and in how many views it is. */
  private record Counted(TextPart part, AtomicInteger views) {}

  private TextView(List<Counted> parts) {
    this.parts = parts;
  }

  /** Returns the first view, which is in force. */
  public static TextView of(List<? extends TextPart> parts) {
    return new TextView(
        parts.stream().map(part -> new Counted(part, new AtomicInteger(1))).toList());
  }

  /** Returns the view that follows this one, which is in force still, and shares parts with it. */
  public TextView followedBy(List<? extends TextPart> next) {
    return new TextView(next.stream().map(this::counted).toList());
  }

  private Counted counted(TextPart part) {
    for (Counted known : parts) {
      if (known.part == part) {
        known.views.incrementAndGet();
        return known;
      }
    }
    return new Counted(part, new AtomicInteger(1));
  }

  /** Returns the parts in the order of their documents. */
  public List<TextPart> parts() {
    return parts.stream().map(Counted::part).toList();
  }

  /** Pins the view; false if it has been replaced and given back: then there is a newer one. */
  public boolean pin() {
    while (true) {
      int now = pins.get();
      if (now == 0) {
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
    if (pins.decrementAndGet() == 0) {
      for (Counted counted : parts) {
        if (counted.views.decrementAndGet() == 0) {
          counted.part.close();
        }
      }
    }
  }
}
