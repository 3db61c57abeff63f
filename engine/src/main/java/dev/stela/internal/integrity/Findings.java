package dev.stela.internal.integrity;

import dev.stela.CorruptionException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a verification has found so far. One thread. */
public final class Findings {
  /** More are counted, but not kept: one cause may have many consequences. */
  private static final int KEPT = 1000;

  private final List<CorruptionException> kept = new ArrayList<>();
  private long count;

  /** Creates an empty list. */
  public Findings() {}

  /** Notes one finding. */
  public void add(String what, Path file, long offset, Object expected, Object actual) {
    add(new CorruptionException(what, file, offset, expected, actual));
  }

  /** Notes damage that another part has thrown. */
  public void add(CorruptionException damage) {
    count++;
    if (kept.size() < KEPT) {
      kept.add(damage);
    }
  }

  /** Returns the first findings. */
  public List<CorruptionException> kept() {
    return kept;
  }

  /** Returns the number of all findings. */
  public long count() {
    return count;
  }
}
