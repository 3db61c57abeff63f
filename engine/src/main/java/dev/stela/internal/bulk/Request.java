package dev.stela.internal.bulk;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Something that the committing thread is asked for. Immutable; whoever asks waits. */
final class Request {
  enum Kind {
    /** To write what is there, whole batch or not. */
    FLUSH,
    /** To write what is there, and then nothing until it is asked to go on. */
    PAUSE,
    /** To go on. */
    RESUME,
    /** To write what is there and to end for good. */
    FINISH,
    /** To write what is there and to end for now. */
    CLOSE,
    /** To end for good without writing what is there. */
    CANCEL
  }

  private final Kind kind;
  private final CompletableFuture<Void> answer = new CompletableFuture<>();

  Request(Kind kind) {
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  /** Tells whether no pause is to hold it up. */
  boolean isUrgent() {
    return kind == Kind.CANCEL || kind == Kind.CLOSE;
  }

  /** Tells whether the documents that are there are to be written first. */
  boolean drains() {
    return kind != Kind.CANCEL && kind != Kind.RESUME;
  }

  /** Tells whether no further documents are taken from now on. */
  boolean shuts() {
    return kind == Kind.FINISH || kind == Kind.CLOSE || kind == Kind.CANCEL;
  }

  void done() {
    answer.complete(null);
  }

  void failed(Throwable failure) {
    answer.completeExceptionally(failure);
  }

  /** Waits for the answer; an interrupt is kept for afterwards. */
  void await() {
    try {
      // Not interruptible: what has been asked for will be done, and soon.
      answer.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        default -> throw e;
      }
    }
  }
}
