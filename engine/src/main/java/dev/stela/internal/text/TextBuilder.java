package dev.stela.internal.text;

import dev.stela.internal.analysis.TextSchema;
import dev.stela.internal.storage.Leases;
import java.util.function.Consumer;

/**
 * Makes a text index of all of the log while the store goes on: nobody reads it before it is put in
 * force, and nothing of it is in a manifest. One thread at a time; the progress is for any.
 */
final class TextBuilder implements AutoCloseable {
  /** So many frames are gone through in one step. */
  private static final int STEP_FRAMES = 64;

  /** So many steps may bring the end no nearer before writers have to wait for some. */
  private static final int PATIENCE = 16;

  private final TextEnvironment environment;
  private final TextFiles files;
  private final TextParts parts;
  private final TextWorker worker;
  private final TextFeed feed;
  private volatile long reached;
  private long nearest = Long.MAX_VALUE;
  private int stepsInVain;

  /** Begins with nothing. */
  TextBuilder(TextEnvironment environment, TextFiles files, TextSchema schema) {
    this.environment = environment;
    this.files = files;
    this.parts = TextParts.empty(schema, environment.dictionary(), 0);
    this.worker = new TextWorker(environment, files, parts, Runnable::run);
    this.feed = new TextFeed(environment, parts, 0);
  }

  /** Returns what has been made. */
  TextParts parts() {
    return parts;
  }

  /** Returns how much of the log has been gone through, 0 to 1. */
  double progress() {
    long end = environment.commits().appendedLsn();
    return end == 0 ? 1 : Math.min(1, (double) reached / end);
  }

  /**
   * Goes through some more of the log.
   *
   * @param exclusively runs something while nobody commits: where writers are faster than this they
   *     wait a little
   * @param hook is called now and then
   * @return whether so little is left that the rest can be done while nobody commits
   */
  boolean step(Consumer<Runnable> exclusively, Runnable hook) {
    long left = environment.commits().appendedLsn() - feed.lsn();
    if (left <= STEP_FRAMES) {
      return true;
    }
    stepsInVain = left < nearest ? 0 : stepsInVain + 1;
    nearest = Math.min(nearest, left);
    if (stepsInVain > PATIENCE) {
      exclusively.accept(() -> advance(STEP_FRAMES));
    } else {
      advance(STEP_FRAMES);
    }
    if (parts.activeBytes() >= environment.bufferBytes()) {
      parts.freeze(feed.lsn());
      worker.flush(hook);
      worker.merge(hook).forEach(files::delete);
    }
    return false;
  }

  private void advance(int most) {
    // What is being read is not closed meanwhile.
    try (Leases.Lease lease = environment.leases().acquire(environment.commits().visibleLsn())) {
      feed.advance(environment.commits().appendedLsn(), most);
      lease.requireFresh("the building of a text index");
    }
    reached = feed.lsn();
  }

  /** Goes through the rest, while nobody commits. */
  void complete() {
    advance(Integer.MAX_VALUE);
  }

  /** Gives up: nothing of it is left. */
  @Override
  public void close() {
    parts.close();
    parts.stored().forEach(one -> files.delete(one.entry().number()));
  }
}
