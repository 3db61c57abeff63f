package dev.stela.jcstress;

import dev.stela.Durability;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.RecoveryReport;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * A store that one thread closes and opens again while another one uses it. That takes longer than
 * a try, so it happens in one try of many, and the other thread stays in its own until it is done.
 */
final class ClosingStore {
  /** The entity which every store has. */
  static final EntityId ID = EntityId.of(1, 1);

  /** The content of that entity. */
  static final byte[] CONTENT = content();

  /** The tag of that entity. */
  static final String TAG = "kind:present";

  private static final int TRIES = 64;
  private static final int REOPENINGS = 100;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Durability durability;
  private volatile Opening current;
  // Of the closing thread only.
  private int tries;
  private int reopenings;

  ClosingStore(Durability durability) {
    this.durability = durability;
    this.current = fresh();
  }

  /** A store from its opening to its closing. */
  static final class Opening {
    final EntityStore store;
    volatile boolean closing;
    volatile boolean closed;
    volatile long acknowledgedLsn;

    Opening(EntityStore store) {
      this.store = store;
    }

    private void close() {
      try {
        store.close();
      } finally {
        closed = true;
      }
    }
  }

  /** Returns the store as it is open now. */
  Opening current() {
    return current;
  }

  /**
   * Closes the store and opens it again, one time of many.
   *
   * @return null, or what was wrong with the closing or the store that was opened
   */
  String closeNowAndThen() {
    if (++tries % TRIES != 0) {
      return null;
    }
    Opening old = current;
    Opening next = null;
    String wrong = null;
    old.closing = true;
    try {
      old.close();
      if (++reopenings % REOPENINGS != 0) {
        next = new Opening(Stores.open(old.store.path(), durability));
        wrong = whatIsWrong(next.store, old.acknowledgedLsn);
      }
    } catch (RuntimeException e) {
      wrong = e.toString();
    }
    if (next == null) {
      Folders.delete(old.store.path());
      next = fresh();
    }
    // Whatever has happened: the other thread waits for it.
    current = next;
    return wrong;
  }

  private static String whatIsWrong(EntityStore again, long acknowledgedLsn) {
    if (again.recovery().kind() != RecoveryReport.Kind.CLEAN) {
      return "opened as " + again.recovery().kind();
    }
    return again.lsn() < acknowledgedLsn ? "an acknowledged write is lost" : null;
  }

  /** Waits until the store has been opened again. */
  void awaitNext(Opening closed) {
    long start = System.nanoTime();
    while (current == closed && System.nanoTime() - start < PATIENCE_NANOS) {
      Thread.onSpinWait();
    }
  }

  private static byte[] content() {
    var bytes = new byte[300];
    Arrays.fill(bytes, (byte) 7);
    return bytes;
  }

  private Opening fresh() {
    EntityStore store = Stores.open(Folders.create(), durability);
    store.create(EntityDraft.of(ID).tag(TAG).content(CONTENT));
    return new Opening(store);
  }
}
