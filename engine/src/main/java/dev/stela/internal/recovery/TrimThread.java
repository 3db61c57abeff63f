package dev.stela.internal.recovery;

import dev.stela.StoreClosedException;
import dev.stela.StoreFailedException;
import dev.stela.internal.storage.Threads;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks now and then whether posting lists have to be trimmed. What fails is counted and tried
 * again, after a pause that doubles with each failure: answers do not depend on it. Started and
 * closed by one thread; the figures are for any thread.
 */
final class TrimThread implements AutoCloseable {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final Thread thread;
  private volatile boolean closing;
  private volatile long failures;
  private volatile String lastFailure = "";
  private Runnable trimming;

  /** Makes a thread that is not yet running. */
  TrimThread() {
    this.thread = Thread.ofPlatform().daemon().name("stela-trim").unstarted(this::run);
  }

  /**
   * Lets it begin.
   *
   * @param work looks once, and trims if it has to
   */
  void start(Runnable work) {
    trimming = work;
    thread.start();
  }

  /** Tells whether it is to end. */
  boolean isClosing() {
    return closing;
  }

  /** Returns how many attempts have failed. */
  long failures() {
    return failures;
  }

  /** Returns what the last attempt failed of; empty if it did not fail. */
  String lastFailure() {
    return lastFailure;
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
        trimming.run();
        pause = LOOK_NANOS;
        lastFailure = "";
      } catch (StoreFailedException | StoreClosedException e) {
        // Nothing can be changed any more.
        return;
      } catch (RuntimeException | Error e) {
        // An error of the platform, too, may pass, as in CheckpointThread.
        lastFailure = e.toString();
        failures++;
        pause = Math.min(LONGEST_PAUSE_NANOS, pause * 2);
      }
      LockSupport.parkNanos(this, pause);
    }
  }
}
