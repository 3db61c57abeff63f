package dev.stela.jcstress;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What many states share because making it takes longer than a try: a store, a log. It is replaced
 * from time to time, so that none grows without bound, and the one before the last is closed then:
 * no state uses it any more, for a run has at most a third as many states as one of them serves.
 * Any thread.
 */
final class Shared<T> {
  private static final int STATES = 1 << 15;

  private final Supplier<T> opener;
  private final Consumer<T> closer;
  private T current;
  private T last;
  private int served;

  Shared(Supplier<T> opener, Consumer<T> closer) {
    this.opener = opener;
    this.closer = closer;
  }

  /** Returns what the next state is to use. */
  synchronized T next() {
    if (served == 0) {
      if (last != null) {
        closer.accept(last);
      }
      last = current;
      current = opener.get();
    }
    served = (served + 1) % STATES;
    return current;
  }
}
