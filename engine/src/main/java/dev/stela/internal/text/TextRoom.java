package dev.stela.internal.text;

import dev.stela.StelaException;
import dev.stela.StorageException;
import dev.stela.StorageFullException;
import dev.stela.TransactionTooLargeException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds writers back while there is no room in memory for documents. Who waits holds no lock of the
 * store. Any thread.
 */
final class TextRoom {
  /**
   * A delta takes twice as much, and never has as much before: a transaction must not find out that
   * it is full when it is in the log.
   */
  static final long MOST_LIST_BYTES = 1 << 30;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile boolean full;
  private volatile boolean closed;
  private volatile Throwable failure;

  /** Tells whether a writer is to wait: not if he would wait for what fails. */
  boolean mustWait() {
    return full && failure == null && !closed;
  }

  /** Waits as long as that is so; an interrupt is kept for afterwards. */
  void await() {
    if (mustWait()) {
      lock.lock();
      try {
        while (mustWait()) {
          changed.awaitUninterruptibly();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Requires room for the documents of a transaction.
   *
   * @param next the number of the next one
   * @param listBytes what their terms and posting lists take
   * @throws TransactionTooLargeException if no delta has room for them
   * @throws StorageFullException if there is none for want of disk space, or numbers
   * @throws StorageException if there is none for another reason
   */
  void require(int next, int count, long listBytes) {
    if (listBytes > MOST_LIST_BYTES) {
      throw new TransactionTooLargeException(
          "the texts of a transaction do not fit into memory for the text index, several"
              + " transactions have room: bytes="
              + listBytes
              + " limit="
              + MOST_LIST_BYTES);
    }
    if (next > Integer.MAX_VALUE - 1 - count) {
      throw new StorageFullException(
          "a text index takes no more documents, superseded ones included: documents="
              + next
              + " most="
              + (Integer.MAX_VALUE - 1));
    }
    Throwable cause = failure;
    if (full && cause != null) {
      String message =
          "there is no room in memory for further texts, and segments of the text index cannot be"
              + " written: cause="
              + cause.getMessage();
      throw refusal(message, cause);
    }
  }

  private static StelaException refusal(String message, Throwable cause) {
    return cause instanceof StorageFullException
        ? new StorageFullException(message, cause)
        : new StorageException(message, cause);
  }

  /** Says whether there is room. */
  void full(boolean now) {
    full = now;
    signal();
  }

  /** Says why deltas do not become segments; null if they do. */
  void failed(Throwable cause) {
    failure = cause;
    signal();
  }

  /** Lets everybody go. */
  void close() {
    closed = true;
    signal();
  }

  private void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
