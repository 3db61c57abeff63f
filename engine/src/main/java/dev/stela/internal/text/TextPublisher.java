package dev.stela.internal.text;

import dev.stela.TextIndexing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says in the manifest which segments are in force, and deletes those that are not any more. One
 * thread at a time.
 */
final class TextPublisher {
  private final TextEnvironment environment;
  private final TextFiles files;
  private final TextIndexing wanted;
  private final List<Integer> obsolete = new ArrayList<>();
  private boolean changed;
  // What was purged up to this LSN may have been left out of the segments.
  private long leftOutLsn;

  TextPublisher(TextEnvironment environment, TextFiles files, TextIndexing wanted) {
    this.environment = environment;
    this.files = files;
    this.wanted = wanted;
  }

  /** Tells whether segments have changed since the manifest was written. */
  boolean hasChanges() {
    return changed;
  }

  /** Says that segments have changed. */
  void changed() {
    changed = true;
  }

  /** Says that segments are not in force any more, by their numbers. */
  void replaced(List<Integer> numbers) {
    obsolete.addAll(numbers);
    changed = true;
  }

  /** Says that segments may lack what was purged up to an LSN. */
  void leftOut(long lsn) {
    leftOutLsn = lsn;
  }

  /**
   * Makes durable which segments are in force, and then deletes the others.
   *
   * @param parts what is in force; null if nothing is
   */
  void publish(TextParts parts) {
    if (!changed && (parts == null || parts.publishedLsn() == parts.coveredLsn())) {
      return;
    }
    TextState state = new TextState(wanted, Optional.ofNullable(parts).map(TextParts::state));
    // A segment may tell of what a power cut takes back; no manifest may. Nor may one name segments
    // without what such a cut brings back.
    state
        .index()
        .ifPresent(
            index -> environment.commits().awaitDurable(Math.max(index.coveredLsn(), leftOutLsn)));
    environment.catalog().publish(manifest -> manifest.withText(state.toSection()));
    changed = false;
    state.index().ifPresent(index -> parts.published(index.coveredLsn()));
    // What cannot be deleted the next open removes.
    List<Integer> numbers = List.copyOf(obsolete);
    obsolete.clear();
    numbers.forEach(files::delete);
  }
}
