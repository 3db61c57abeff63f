package dev.stela.internal.recovery;

import dev.stela.StelaException;
import dev.stela.internal.log.GroupCommit;
import dev.stela.internal.storage.Threads;
import dev.stela.internal.write.Writer;
import java.util.concurrent.locks.LockSupport;

/**
 * Syncs the log in the background under {@link dev.stela.Durability#ASYNC}: what was written is
 * durable at most one interval and one sync later.
 */
final class SyncThread implements AutoCloseable {
  private final GroupCommit commits;
  private final Writer writer;
  private final long intervalNanos;
  private final Thread thread;
  private volatile boolean closed;

  SyncThread(GroupCommit commits, Writer writer, long intervalNanos) {
    this.commits = commits;
    this.writer = writer;
    this.intervalNanos = intervalNanos;
    this.thread = Thread.ofPlatform().daemon().name("stela-sync").start(this::run);
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(intervalNanos);
      long appended = commits.appendedLsn();
      if (appended > commits.durableLsn()) {
        try {
          commits.awaitDurable(appended);
          writer.publishIfFree();
        } catch (StelaException e) {
          // The failure is kept by the group commit: every writer gets it from now on.
          return;
        } catch (RuntimeException | Error e) {
          // Nobody would sync any more and nobody would know: no writer is to go on.
          commits.fail(e);
          return;
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    Threads.end(thread);
  }
}
