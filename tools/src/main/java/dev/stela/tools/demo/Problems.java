package dev.stela.tools.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * Counts what is wrong and keeps the first few, for a message that fits on a screen. Any thread.
 */
final class Problems {
  private static final int KEPT = 3;

  private final List<String> first = new ArrayList<>();
  private long count;

  synchronized void add(String problem) {
    count++;
    if (first.size() < KEPT) {
      first.add(problem);
    }
  }

  synchronized long count() {
    return count;
  }

  @Override
  public synchronized String toString() {
    return count + " problems, such as: " + String.join("; ", first);
  }
}
