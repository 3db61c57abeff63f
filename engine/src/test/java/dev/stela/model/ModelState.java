package dev.stela.model;

import dev.stela.Lifecycle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an entity is at one moment. Changed only before it becomes a {@link ModelVersion}. */
final class ModelState {
  /** Stands for the commit's time while there is no commit yet. */
  static final long PENDING = Long.MIN_VALUE;

  private static final Comparator<String> BY_BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  final SortedMap<String, Long> tags = new TreeMap<>(BY_BYTES);
  final SortedMap<String, String> texts = new TreeMap<>();
  final SortedMap<String, Long> textTimes = new TreeMap<>();
  byte[] content;
  long contentNanos;
  Lifecycle lifecycle = Lifecycle.ACTIVE;
  long createdLsn;
  long createdNanos = PENDING;

  boolean isActive() {
    return lifecycle == Lifecycle.ACTIVE;
  }

  ModelState copy() {
    ModelState copy = new ModelState();
    copy.tags.putAll(tags);
    copy.texts.putAll(texts);
    copy.textTimes.putAll(textTimes);
    copy.content = content;
    copy.contentNanos = contentNanos;
    copy.lifecycle = lifecycle;
    copy.createdLsn = createdLsn;
    copy.createdNanos = createdNanos;
    return copy;
  }

  void commit(long lsn, long nanos) {
    tags.replaceAll((tag, time) -> time == PENDING ? nanos : time);
    textTimes.replaceAll((field, time) -> time == PENDING ? nanos : time);
    contentNanos = contentNanos == PENDING ? nanos : contentNanos;
    if (createdNanos == PENDING) {
      createdNanos = nanos;
      createdLsn = lsn;
    }
  }
}
