package dev.stela.internal.bulk;

import dev.stela.InvalidArgumentException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A position of a load's source on its way into the store: a document, one that is rejected
 * already, or nothing. Made by a producer; then of the committing thread.
 *
 * @param <D> what is loaded
 */
public final class Document<D> {
  /** What has become of a position. */
  public enum Outcome {
    /** A new entity. */
    CREATED,
    /** An entity has been changed. */
    REPLACED,
    /** An entity that was to be changed was so already. */
    UNCHANGED,
    /** The entity existed and was left as it is. */
    SKIPPED,
    /** Told to whoever listens, and nothing else. */
    REJECTED,
    /** There was no document at this position. */
    PASSED
  }

  private final long position;
  private final D content;
  private final Object origin;
  private final long bytes;
  private FutureTask<Object> preparation;
  private Outcome outcome;
  private String reason;
  private boolean told;

  private Document(long position, D content, Object origin, long bytes) {
    this.position = position;
    this.content = content;
    this.origin = origin;
    this.bytes = bytes;
  }

  /**
   * Returns a document.
   *
   * @param bytes how much memory it takes
   * @param origin given back if it is rejected; or null
   */
  public static <D> Document<D> of(long position, D content, Object origin, long bytes) {
    return new Document<>(position, content, origin, bytes);
  }

  /** Returns a document that was found to be wrong before it was one. */
  public static <D> Document<D> rejected(long position, String reason, Object origin, long bytes) {
    Document<D> document = new Document<>(position, null, origin, bytes);
    document.reject(reason);
    return document;
  }

  /** Returns a position without a document. */
  public static <D> Document<D> none(long position) {
    Document<D> document = new Document<>(position, null, null, 0);
    document.outcome = Outcome.PASSED;
    return document;
  }

  /** Returns this document at another position. */
  Document<D> at(long other) {
    Document<D> moved = new Document<>(other, content, origin, bytes);
    moved.outcome = outcome;
    moved.reason = reason;
    return moved;
  }

  /** Returns the position in the source. */
  public long position() {
    return position;
  }

  /** Returns what is to be loaded; null if there is nothing, or it was rejected at once. */
  public D content() {
    return content;
  }

  /** Returns what came with it. */
  public Object origin() {
    return origin;
  }

  long bytes() {
    return bytes;
  }

  /** Returns what has become of it; null while that is open. */
  public Outcome outcome() {
    return outcome;
  }

  /** Says what has become of it, for the time being: what was rejected stays so. */
  public void become(Outcome newOutcome) {
    outcome = newOutcome;
  }

  /** Rejects it for good. */
  public void reject(String why) {
    outcome = Outcome.REJECTED;
    reason = why;
  }

  /** Tells whether it was rejected. */
  public boolean isRejected() {
    return reason != null;
  }

  /** Returns why it was rejected; null if it was not. */
  public String reason() {
    return reason;
  }

  /** Tells whether the document was rejected and nobody has been told of it yet. */
  public boolean isToBeTold() {
    return isRejected() && !told;
  }

  /** Notes that somebody was told of the rejected document. */
  public void told() {
    told = true;
  }

  /** Says how it is prepared, before anybody can wait for that; null for not at all. */
  void preparedBy(Preparation<D> by) {
    if (by != null && content != null) {
      preparation = new FutureTask<>(() -> by.prepare(content));
    }
  }

  /** Returns what is to be done on a preparing thread; null if there is nothing. */
  Runnable preparation() {
    return preparation;
  }

  /** Waits for the preparation, and rejects the document if that found it wrong. */
  void awaitPrepared() {
    if (preparation == null || isRejected()) {
      return;
    }
    try {
      // Does it here if no preparing thread has begun it, or ever will: see BulkLoad.execute.
      preparation.run();
      preparation.get();
    } catch (InterruptedException e) {
      throw new IllegalStateException("an engine's thread was interrupted", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case InvalidArgumentException wrong -> reject(wrong.getMessage());
        case RuntimeException other -> throw other;
        case Error error -> throw error;
        default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  /** Returns what the preparation gave; null if there was none. */
  public Object prepared() {
    return preparation == null ? null : preparation.resultNow();
  }
}
