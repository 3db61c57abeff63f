package dev.stela.internal.log;

import dev.stela.StelaException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Keeps the next segment ready, made in the background. Only the writer calls it.
 *
 * <p>When making it failed, for want of space say, the next writer that needs it has it tried again
 * and gets that failure: nothing is remembered, so writing goes on when space returns.
 */
final class SegmentPreparer {
  private final SegmentFiles files;
  private final Executor background;
  private CompletableFuture<LogSegment> next;

  SegmentPreparer(SegmentFiles files, Executor background) {
    this.files = files;
    this.background = background;
  }

  /** Takes over a segment that is ready from before. */
  void ready(LogSegment segment) {
    next = CompletableFuture.completedFuture(segment);
  }

  /** Starts making a segment. */
  void prepare(int number, long creationLsn) {
    next = CompletableFuture.supplyAsync(() -> files.create(number, creationLsn), background);
  }

  /** Returns what is done when the segment with this number is ready, or could not be made. */
  CompletableFuture<LogSegment> preparation(int number, long creationLsn) {
    if (next == null || next.isCompletedExceptionally()) {
      prepare(number, creationLsn);
    }
    return next;
  }

  /**
   * Returns the segment with this number, and waits for it where it is not ready.
   *
   * @throws StelaException if it cannot be made
   */
  LogSegment take(int number, long creationLsn) {
    LogSegment segment = await(preparation(number, creationLsn));
    next = null;
    return segment;
  }

  static LogSegment await(CompletableFuture<LogSegment> preparation) {
    try {
      return preparation.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StelaException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** Waits for a segment that is being made and closes it; it stays for the next open. */
  void close() {
    if (next != null) {
      next.handle(
              (segment, failure) -> {
                if (segment != null) {
                  segment.close();
                }
                return null;
              })
          .join();
      next = null;
    }
  }
}
