package dev.stela.internal.recovery;

import dev.stela.StoreClosedException;
import dev.stela.StoreFailedException;
import dev.stela.internal.retention.Trimming;
import dev.stela.internal.storage.Threads;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks now and then whether posting lists have to be trimmed. What fails is tried again, after a
 * pause that doubles with each failure: answers do not depend on it. Started and closed by one
 * thread.
 */
final class TrimThread implements AutoCloseable {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final Thread thread;
  private volatile boolean closing;
  private Trimming trimming;

  /** Makes a thread that is not yet running. */
  TrimThread() {
    this.thread = Thread.ofPlatform().daemon().name("stela-trim").unstarted(this::run);
  }

  /** Lets it begin. */
  void start(Trimming work) {
    trimming = work;
    thread.start();
  }

  /** Tells whether it is to end. */
  boolean isClosing() {
    return closing;
  }

  @Override
  public void close() {
    closing = true;
    Threads.end(thread);
  }

  private void run() {
    long pause = LOOK_NANOS;
    while (!closing) {
      try {
        trimming.runGently();
        pause = LOOK_NANOS;
      } catch (StoreFailedException | StoreClosedException e) {
        // Nothing can be changed any more.
        return;
      } catch (RuntimeException | Error e) {
        pause = Math.min(LONGEST_PAUSE_NANOS, pause * 2);
      }
      LockSupport.parkNanos(this, pause);
    }
  }
}
