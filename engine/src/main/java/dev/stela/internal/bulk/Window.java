package dev.stela.internal.bulk;

import dev.stela.InvalidArgumentException;
import dev.stela.StelaException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The documents between the producers and the committing thread: puts them in the order of their
 * positions, lets producers wait when they take too much memory or are too far ahead, and cuts
 * batches. Also where the committing thread waits for requests. Any thread may put and ask; one
 * takes.
 *
 * <p>Nobody waits for ever for room: a document at the first position that has not come is let in
 * when nothing else is left to be written, whatever memory others behind it take.
 */
final class Window<D> {
  private final LoadLimits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition work = lock.newCondition();
  private final Deque<Request> requests = new ArrayDeque<>();
  private final Document<D>[] ring;

  // The positions that have come lie from head on; up to filled none is missing.
  private long head;
  private long filled;
  private long next;
  private int present;
  private long submitted;

  private long bytes;
  private long readyBytes;
  private long takenBytes;
  private int taken;
  private boolean starved;
  private boolean paused;
  private Supplier<StelaException> refusal;

  /** Begins with the first position that is wanted. */
  @SuppressWarnings("unchecked")
  Window(LoadLimits limits, long first) {
    this.limits = limits;
    int size = Integer.highestOneBit(Math.max(limits.windowDocuments(), 2) - 1) << 1;
    this.ring = (Document<D>[]) new Document<?>[size];
    this.head = first;
    this.filled = first;
    this.next = first;
    this.submitted = first;
  }

  /** Returns the position behind all that have come. */
  long next() {
    lock.lock();
    try {
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many positions there are before the first one, and have come since. */
  long submitted() {
    lock.lock();
    try {
      return submitted;
    } finally {
      lock.unlock();
    }
  }

  /** Puts a document behind all others; returns it with its position. */
  Document<D> append(Document<D> document, Preparation<D> preparation) throws InterruptedException {
    lock.lock();
    try {
      while (!admits(next, document.bytes())) {
        room.await();
      }
      Document<D> placed = document.at(next);
      // Before anybody can take it.
      placed.preparedBy(preparation);
      place(placed);
      return placed;
    } finally {
      lock.unlock();
    }
  }

  /** Puts a document at its position. */
  void put(Document<D> document) throws InterruptedException {
    lock.lock();
    try {
      long position = document.position();
      while (!admits(requireFree(position), document.bytes())) {
        room.await();
      }
      place(document);
    } finally {
      lock.unlock();
    }
  }

  private long requireFree(long position) {
    if (position < filled || position < next && isInRing(position) && at(position) != null) {
      throw new InvalidArgumentException(
          "a position of a load is submitted once: position="
              + position
              + " nextPosition="
              + filled);
    }
    return position;
  }

  private boolean isInRing(long position) {
    return position - head < ring.length;
  }

  private Document<D> at(long position) {
    return ring[(int) (position & ring.length - 1)];
  }

  private void set(long position, Document<D> document) {
    ring[(int) (position & ring.length - 1)] = document;
  }

  private boolean admits(long position, long size) {
    if (refusal != null) {
      throw refusal.get();
    }
    if (paused) {
      return false;
    }
    boolean alone = position == head && taken == 0;
    if (isInRing(position) && (alone || bytes + size <= limits.maxBytes())) {
      return true;
    }
    starved = true;
    work.signal();
    return false;
  }

  private void place(Document<D> document) {
    long position = document.position();
    set(position, document);
    present++;
    submitted++;
    bytes += document.bytes();
    next = Math.max(next, position + 1);
    while (filled < next && isInRing(filled) && at(filled) != null) {
      readyBytes += at(filled).bytes();
      filled++;
    }
    if (isReady(false)) {
      work.signal();
    }
  }

  private boolean isReady(boolean anything) {
    long documents = filled - head;
    return documents > 0
        && (anything
            || starved
            || documents >= limits.batchDocuments()
            || readyBytes >= limits.batchBytes());
  }

  /**
   * Waits for a batch, or for a request before which nothing is to be written any more; one at a
   * time, and the one before is done.
   *
   * @return empty if there is a request
   */
  List<Document<D>> take() {
    lock.lock();
    try {
      while (true) {
        Request request = requests.peek();
        if (request != null && !request.drains()) {
          return List.of();
        }
        if (isReady(request != null)) {
          return cut();
        }
        if (request != null) {
          // With the lock held since it was seen that nothing is left.
          paused |= request.kind() == Request.Kind.PAUSE;
          return List.of();
        }
        work.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private List<Document<D>> cut() {
    List<Document<D>> batch = new ArrayList<>();
    while (head < filled
        && batch.size() < limits.batchDocuments()
        && (takenBytes < limits.batchBytes() || batch.isEmpty())) {
      Document<D> document = at(head);
      batch.add(document);
      set(head, null);
      takenBytes += document.bytes();
      head++;
    }
    present -= batch.size();
    taken = batch.size();
    readyBytes -= takenBytes;
    return batch;
  }

  /** Says that what was taken is written, or will not be. */
  void done() {
    lock.lock();
    try {
      bytes -= takenBytes;
      takenBytes = 0;
      taken = 0;
      // Who still finds no room says so again.
      starved = false;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all that has come. */
  void clear() {
    lock.lock();
    try {
      Arrays.fill(ring, null);
      present = 0;
      bytes = takenBytes;
      readyBytes = 0;
      head = filled;
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether documents have come behind a position that has not. */
  boolean hasGap() {
    lock.lock();
    try {
      return present > 0;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the first position that has not come. */
  long filled() {
    lock.lock();
    try {
      return filled;
    } finally {
      lock.unlock();
    }
  }

  /** Refuses all further documents, or no longer if {@code why} is null. */
  void refuse(Supplier<StelaException> why) {
    lock.lock();
    try {
      refusal = why;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets producers go on after a pause. */
  void unpause() {
    lock.lock();
    try {
      paused = false;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Hands a request to the committing thread. */
  void request(Request request) {
    lock.lock();
    try {
      if (request.kind() == Request.Kind.CANCEL) {
        requests.addFirst(request);
      } else {
        requests.addLast(request);
      }
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the request at hand and takes it; null if there is none. */
  Request poll() {
    lock.lock();
    try {
      return requests.poll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a request. */
  void awaitRequest() {
    lock.lock();
    try {
      while (requests.isEmpty()) {
        work.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for some time; true as soon as there is a request that is not to wait for it. */
  boolean awaitUrgent(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (requests.stream().noneMatch(Request::isUrgent)) {
        if (left <= 0) {
          return false;
        }
        left = work.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException("an engine's thread was interrupted", e);
    } finally {
      lock.unlock();
    }
  }
}
