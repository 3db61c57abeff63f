package dev.stela.internal.write;

import dev.stela.Durability;
import dev.stela.InvalidArgumentException;
import dev.stela.StorageException;
import dev.stela.StoreClosedException;
import dev.stela.internal.apply.AppliedMark;
import dev.stela.internal.apply.Applier;
import dev.stela.internal.format.BlockLayout;
import dev.stela.internal.format.ChunkLayout;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.header.LiveHeader;
import dev.stela.internal.log.FrameBuffer;
import dev.stela.internal.log.GroupCommit;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.LogWriter;
import dev.stela.internal.read.Lookup;
import dev.stela.internal.storage.Leases;
import dev.stela.internal.text.TextIndex;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.collections.LongArrayList;

/**
 * The one writer of bytes. A transaction takes the lock, is validated, encoded as one frame,
 * appended, applied and announced; then it lets the lock go and, under {@link Durability#SYNC},
 * waits for the group's sync. Any thread.
 */
public final class Writer {
  /** The longest content. */
  public static final long MAX_CONTENT_BYTES = 1L << 30;

  private static final int SPINS = 200;
  private static final int MAX_INLINE_BYTES = 64 * 1024;
  private static final int MAX_CHUNK_BYTES = 256 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final LogWriter log;
  private final GroupCommit commits;
  private final Applier applier;
  private final LiveHeader live;
  private final AppliedMark mark;
  private final boolean waits;
  private final int inlineBytes;
  private final int chunkBytes;
  private final TransactionContext context;
  private final FrameEncoder encoder;
  private final TextIndex texts;
  private final PendingTexts pendingTexts;
  private final FrameBuffer chunkBuffer = new FrameBuffer();
  // Who has streamed content into the log and may still put it.
  private final Leases staged = new Leases(Duration.ZERO, System::nanoTime);
  private boolean closed;
  private Runnable whenSealed = () -> {};

  // Written under the lock; asked without it, after a full fence.
  private long publishedLsn;

  /**
   * Writes to a log that has been replayed.
   *
   * @param texts gets the texts of what is committed; null if none are indexed
   */
  public Writer(
      LogWriter log,
      GroupCommit commits,
      Applier applier,
      Lookup lookup,
      LiveHeader live,
      AppliedMark mark,
      TextIndex texts,
      Durability durability) {
    this.log = log;
    this.commits = commits;
    this.applier = applier;
    this.live = live;
    this.mark = mark;
    this.waits = durability == Durability.SYNC;
    int share = log.maxFrameBytes() / 8;
    this.inlineBytes = Math.min(MAX_INLINE_BYTES, share);
    this.chunkBytes = (int) BlockLayout.align(Math.min(MAX_CHUNK_BYTES, share) - 7);
    this.context = new TransactionContext(applier, lookup, this, inlineBytes);
    this.encoder = new FrameEncoder(applier.dictionary(), context.operations, log.maxFrameBytes());
    this.texts = texts;
    this.pendingTexts = texts == null ? null : new PendingTexts(texts, applier, context);
    publish();
  }

  /** Returns the operations of the transaction under way: one object, used again and again. */
  public TransactionContext context() {
    return context;
  }

  /**
   * Begins a transaction; the caller holds the lock until {@link #commit} or {@link #rollback}.
   *
   * @throws InvalidArgumentException if this thread is in a transaction already
   */
  public TransactionContext begin() {
    if (texts == null) {
      enter();
    } else {
      enterWithRoom();
    }
    try {
      context.begin(log.maxFrameBytes(), log.nextTimestamp());
      return context;
    } catch (RuntimeException | Error e) {
      leave();
      throw e;
    }
  }

  /**
   * Commits the transaction begun by this thread.
   *
   * @return its LSN, or the last one there is if it changed nothing
   */
  public long commit() {
    long lsn;
    try {
      if (context.isEmpty()) {
        lsn = log.lastLsn();
        publish();
      } else {
        lsn = append();
      }
    } finally {
      leave();
    }
    awaitDurable(lsn);
    return lsn;
  }

  /** Gives up the transaction begun by this thread: nothing of it was written. */
  public void rollback() {
    try {
      publish();
    } finally {
      leave();
    }
  }

  /**
   * Returns the LSN from which on chunks may be waiting to be put. All puts of others have been
   * appended when this returns: no transaction is under way while it looks.
   */
  public long oldestStagedLsn() {
    lock.lock();
    try {
      return staged.oldest(Long.MAX_VALUE);
    } finally {
      leave();
    }
  }

  /** Streams content into the log, in pieces if it is long, in constant memory. */
  public Staged stage(InputStream source) throws IOException {
    requireNoTransaction();
    byte[] chunk = new byte[chunkBytes];
    int filled = fill(source, chunk);
    if (filled <= inlineBytes) {
      return Staged.inline(this, Arrays.copyOf(chunk, filled));
    }
    LongArrayList lsns = new LongArrayList();
    Leases.Lease lease = staged.acquire(commits.appendedLsn() + 1);
    long length = 0;
    while (filled > 0) {
      length += filled;
      if (length > MAX_CONTENT_BYTES) {
        throw new InvalidArgumentException(
            "content has at most " + MAX_CONTENT_BYTES + " bytes: read so far=" + length);
      }
      lsns.addLong(appendChunk(chunk, filled, lsns.size()));
      filled = fill(source, chunk);
    }
    return Staged.chunked(this, length, lsns.toLongArray(), lease);
  }

  /**
   * Reads until the chunk is full or the stream ends. By {@code read} alone: all chunks but the
   * last have to be full, and there are streams whose {@code readNBytes} stops earlier.
   */
  private static int fill(InputStream source, byte[] chunk) throws IOException {
    int filled = 0;
    while (filled < chunk.length) {
      int count = source.read(chunk, filled, chunk.length - filled);
      if (count < 0) {
        return filled;
      }
      filled += count;
    }
    return filled;
  }

  /** Returns once all that was written before the call is durable. */
  public void sync() {
    commits.awaitDurable(commits.appendedLsn());
    publishIfFree();
  }

  /**
   * Returns when every commit so far is visible, having seen to it that no later one gets a time
   * that is not after {@code timestamp}.
   */
  public void passTime(long timestamp) {
    enter();
    long lsn;
    try {
      log.passTime(timestamp);
      lsn = log.lastLsn();
      publish();
    } finally {
      leave();
    }
    awaitDurable(lsn);
  }

  /** Returns the newest time that a commit has, or that none will undercut. */
  public long lastTimestamp() {
    lock.lock();
    try {
      return log.lastTimestamp();
    } finally {
      leave();
    }
  }

  /**
   * Runs a short step between two transactions: it may change what is derived from the log, and
   * writes nothing to it.
   *
   * @throws StoreClosedException if the store is closed
   */
  public void between(Runnable step) {
    enter();
    try {
      step.run();
    } finally {
      leave();
    }
  }

  /** Lets no further transaction begin, and returns when none is under way; false if it was so. */
  public boolean close() {
    requireNoTransaction();
    lock.lock();
    try {
      boolean first = !closed;
      closed = true;
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** Publishes the live header, unless the lock is held: its holder does so when it lets go. */
  public void publishIfFree() {
    // Partner: the fence in leave. Whoever finds the lock held is seen by its holder.
    VarHandle.fullFence();
    if (lock.tryLock()) {
      try {
        if (!closed) {
          publish();
        }
      } finally {
        leave();
      }
    }
  }

  /**
   * Lets the lock go. A group's leader who meanwhile made commits visible and found the lock taken
   * has relied on this: other processes would not see them until the next write. Without groups
   * commits become visible under the lock only.
   */
  private void leave() {
    boolean open = !closed;
    lock.unlock();
    if (waits) {
      // Partner: the fence in publishIfFree.
      VarHandle.fullFence();
      if (open && commits.visibleLsn() != publishedLsn) {
        publishIfFree();
      }
    }
  }

  private void awaitDurable(long lsn) {
    if (waits && commits.awaitDurable(lsn)) {
      publishIfFree();
    }
  }

  private long append() {
    if (pendingTexts != null) {
      pendingTexts.prepare();
    }
    long timestamp = context.now();
    long length = encode(timestamp);
    if (!log.fits(length)) {
      // The commit keeps the time that its transaction has read: the seal's is before it.
      roll(timestamp - 1);
      length = encode(timestamp);
    }
    reserve();
    LogSegment segment = log.segment();
    int offset = log.tail();
    long lsn =
        log.append(
            encoder.buffer(), (int) length, FrameLayout.KIND_COMMIT, encoder.records(), timestamp);
    try {
      // Partner: FrameUndo, after the death of this process. Nothing of a frame is in the derived
      // files while it is not in the log as a whole.
      VarHandle.storeStoreFence();
      applier.apply(encoder.buffer().memory(), segment.number(), offset, segment.path());
      if (pendingTexts != null) {
        pendingTexts.apply(lsn);
      }
      announce(lsn);
    } catch (RuntimeException | Error e) {
      // The frame is in the log and not in the directory: only a replay can mend that.
      commits.fail(e);
      throw e;
    }
    return lsn;
  }

  /** Room first, and what will be changed is checked: what has been appended has to be applied. */
  private void reserve() {
    try {
      applier.directory().reserve(context.created());
      applier.dictionary().reserve(context.definitions.bytes());
      applier.entities().reserve(context.created());
      context.entities.reserveUpdates(applier.entities());
      context.operations.reserve(applier.postings(), context.purged());
    } catch (StorageException e) {
      // A sync may have failed: see AppliedSlots.
      mark.forget();
      throw e;
    }
  }

  /** Announced by itself: what comes next may fail, and the sealing frame is in the log. */
  private void roll(long timestamp) {
    log.roll(timestamp);
    announce(log.lastLsn());
    whenSealed.run();
  }

  /** Has something done each time when a segment is sealed, under the lock: it must be short. */
  public void whenSealed(Runnable action) {
    lock.lock();
    try {
      whenSealed = action;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Seals the present segment if it has frames, and goes on to the next one. Where that has to be
   * made first nobody else waits for it.
   */
  public void seal() {
    for (Optional<Runnable> missing = trySeal(); missing.isPresent(); missing = trySeal()) {
      missing.get().run();
    }
  }

  /** Seals the present segment if it has frames and the next one is ready. */
  public void sealIfReady() {
    trySeal();
  }

  private Optional<Runnable> trySeal() {
    enter();
    try {
      if (log.isAtStart()) {
        return Optional.empty();
      }
      Optional<Runnable> missing = log.preparation();
      if (missing.isEmpty()) {
        roll(log.plainTimestamp());
      }
      return missing;
    } finally {
      leave();
    }
  }

  private long encode(long timestamp) {
    return encoder.encode(
        context.entities,
        context.definitions,
        context.load(),
        applier.ordinals(),
        log.segment(),
        log.tail(),
        log.lastLsn() + 1,
        timestamp);
  }

  private long appendChunk(byte[] bytes, int length, int index) {
    enter();
    try {
      int record = FrameLayout.SIZE;
      int frameBytes = record + ChunkLayout.size(length);
      long timestamp = log.plainTimestamp();
      if (!log.fits(frameBytes)) {
        roll(timestamp);
      }
      MemorySegment memory = chunkBuffer.ensure(frameBytes);
      ChunkLayout.write(memory, record, index, length);
      MemorySegment.copy(
          bytes, 0, memory, Layouts.BYTE, (long) record + ChunkLayout.DATA_OFFSET, length);
      long lsn = log.append(chunkBuffer, frameBytes, FrameLayout.KIND_CHUNK, 1, timestamp);
      announce(lsn);
      return lsn;
    } finally {
      leave();
    }
  }

  private void announce(long lsn) {
    mark.advance(lsn);
    commits.appended(lsn);
    publish();
  }

  private void publish() {
    long visibleLsn = commits.visibleLsn();
    publishedLsn = visibleLsn;
    live.publish(
        visibleLsn,
        commits.durableLsn(),
        log.segment().number(),
        log.tail(),
        applier.active(),
        applier.deleted(),
        applier.archived(),
        applier.purged(),
        applier.dictionary().tags(),
        log.lastTimestamp());
  }

  private void enter() {
    requireNoTransaction();
    lockSoon();
    try {
      if (closed) {
        throw new StoreClosedException("the store is closed");
      }
      commits.requireSound();
    } catch (RuntimeException | Error e) {
      leave();
      throw e;
    }
  }

  /** Waits without the lock, so that what makes room can have it. */
  private void enterWithRoom() {
    while (true) {
      requireNoTransaction();
      texts.awaitRoom();
      enter();
      if (!texts.mustWait()) {
        return;
      }
      leave();
    }
  }

  /**
   * Tries for about as long as a small transaction takes, which is less than falling asleep does.
   */
  private void lockSoon() {
    for (int i = 0; i < SPINS; i++) {
      if (lock.tryLock()) {
        return;
      }
      Thread.onSpinWait();
    }
    lock.lock();
  }

  /**
   * Requires that the calling thread may wait for other writers.
   *
   * @throws InvalidArgumentException if it is in a transaction
   */
  public void requireNoTransaction() {
    if (lock.isHeldByCurrentThread()) {
      throw new InvalidArgumentException(
          "this thread is in a transaction: use the transaction, not the store");
    }
  }
}
