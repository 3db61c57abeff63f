package dev.stela;

import dev.stela.internal.apply.LoadState;
import dev.stela.internal.bulk.BulkLoad;
import dev.stela.internal.bulk.Document;
import java.util.Objects;

/**
 * Brings many documents, each an entity, into a store, so that none is lost and none comes twice
 * whatever happens on the way. Documents are counted from 0 in the order of their source. They are
 * committed in that order, in batches; each commit also says how far the load has come. So after
 * the death of the process, or a power cut, {@link EntityStore#resumeLoad} goes on at exactly the
 * next one.
 *
 * <p>Any number of threads may submit, and call the other methods. They wait while documents take
 * more memory than the load may have. One thread of the load writes. Within a transaction of the
 * store a thread would wait for itself: all methods that submit or wait then throw {@link
 * InvalidArgumentException}.
 *
 * <p>What fails for a reason that may pass, as a full disk, is tried again after a pause. When that
 * has failed too often, or the store takes no more writes, every method that submits or waits
 * throws {@link LoadFailedException}. Only what is committed counts: {@link #status} tells how much
 * that is. Under {@link Durability#ASYNC} a power cut may take the last commits back, documents and
 * progress alike.
 */
public final class BulkLoader implements AutoCloseable {
  /** About what a document takes besides its texts and content. */
  private static final long SMALL = 256;

  /** About how many bytes the terms of a text take for each of its characters. */
  private static final long TERMS = 4;

  private final Loads loads;
  private final BulkLoad<EntityDraft> load;

  BulkLoader(Loads loads, BulkLoad<EntityDraft> load) {
    this.loads = loads;
    this.load = load;
  }

  /**
   * The load's id.
   *
   * @return the id given when it was begun
   */
  public String id() {
    return load.state().id();
  }

  /**
   * The position behind all that have been submitted. Right after the load was begun or resumed
   * this is where the source is to be gone on with.
   *
   * @return the number of positions before
   */
  public long nextPosition() {
    return load.next();
  }

  /**
   * Submits a document behind all that have been submitted; waits until there is room for it. The
   * draft must not be changed any more.
   *
   * @param draft the entity
   * @return its position
   * @throws InterruptedException if the thread is interrupted while it waits; the document is not
   *     taken
   * @throws LoadFailedException if the load has stopped
   * @throws StoreClosedException if the load has ended
   */
  public long submit(EntityDraft draft) throws InterruptedException {
    Objects.requireNonNull(draft, "draft");
    requireOutside();
    return load.append(Document.of(0, draft, null, bytes(draft)));
  }

  /**
   * Submits the document of a position, as several threads do that share a source: it may come
   * before others of lower positions, which it waits for. Each position has to come once.
   *
   * @param position its number in the source, from 0
   * @param draft the entity
   * @throws InterruptedException if the thread is interrupted while it waits; the document is not
   *     taken
   * @throws InvalidArgumentException if the position has been submitted already, or is negative
   * @throws LoadFailedException if the load has stopped
   * @throws StoreClosedException if the load has ended
   */
  public void submit(long position, EntityDraft draft) throws InterruptedException {
    submit(position, draft, null, 0);
  }

  /**
   * Submits the document of a position with what it was made from.
   *
   * @param position its number in the source, from 0
   * @param draft the entity
   * @param origin given to the {@link RejectListener} if the document is rejected; or null
   * @param originBytes how much memory that takes
   * @throws InterruptedException if the thread is interrupted while it waits; the document is not
   *     taken
   * @throws InvalidArgumentException if the position has been submitted already, or is negative
   * @throws LoadFailedException if the load has stopped
   * @throws StoreClosedException if the load has ended
   */
  public void submit(long position, EntityDraft draft, Object origin, long originBytes)
      throws InterruptedException {
    Objects.requireNonNull(draft, "draft");
    requireOutside();
    load.put(Document.of(requirePosition(position), draft, origin, bytes(draft) + originBytes));
  }

  /**
   * Says that what is at a position of the source is no document: it is rejected.
   *
   * @param position its number in the source, from 0
   * @param reason why
   * @param origin given to the {@link RejectListener}; or null
   * @param originBytes how much memory that takes
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws InvalidArgumentException if the position has been submitted already, or is negative
   * @throws LoadFailedException if the load has stopped
   * @throws StoreClosedException if the load has ended
   */
  public void reject(long position, String reason, Object origin, long originBytes)
      throws InterruptedException {
    requireOutside();
    Objects.requireNonNull(reason, "reason");
    load.put(Document.rejected(requirePosition(position), reason, origin, SMALL + originBytes));
  }

  /**
   * Says that there is nothing at a position of the source.
   *
   * @param position its number in the source, from 0
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws InvalidArgumentException if the position has been submitted already, or is negative
   * @throws LoadFailedException if the load has stopped
   * @throws StoreClosedException if the load has ended
   */
  public void pass(long position) throws InterruptedException {
    requireOutside();
    load.put(Document.none(requirePosition(position)));
  }

  /**
   * Commits what has been submitted, up to the first position that is missing, without waiting for
   * a batch to be full.
   *
   * @throws LoadFailedException if the load has stopped
   * @throws StoreClosedException if the load has ended
   */
  public void flush() {
    requireOutside();
    load.flush();
  }

  /**
   * Commits what has been submitted, up to the first position that is missing, and takes no more
   * until {@link #resume}: who submits waits. The pause is durable when this returns.
   *
   * @throws LoadFailedException if the load has stopped
   * @throws StoreClosedException if the load has ended
   */
  public void pause() {
    requireOutside();
    load.pause();
  }

  /**
   * Goes on after {@link #pause}, or after a failure, with the batch that failed.
   *
   * @throws LoadFailedException if that cannot be written
   * @throws StoreClosedException if the load has ended
   */
  public void resume() {
    requireOutside();
    load.resume();
  }

  /**
   * Ends the load when all that was submitted is committed. All of it is durable when this returns.
   * Nothing more is taken from the call on.
   *
   * @return what has become of it
   * @throws InvalidArgumentException if a position is missing before one that was submitted; the
   *     load goes on
   * @throws LoadFailedException if the load has stopped
   * @throws StoreClosedException if the load has ended otherwise
   */
  public LoadStatus finish() {
    requireOutside();
    load.finish();
    loads.ended(this);
    return status();
  }

  /**
   * Ends the load for good. What is committed stays; it cannot be resumed.
   *
   * @throws LoadFailedException if that cannot be written
   * @throws StoreClosedException if the load has ended otherwise
   */
  public void cancel() {
    requireOutside();
    load.cancel();
    loads.ended(this);
  }

  /**
   * Ends the load for now: commits what has been submitted, up to the first position that is
   * missing, unless the load has failed, and makes it durable. {@link EntityStore#resumeLoad} goes
   * on with it. Does nothing if it has ended.
   *
   * @throws LoadFailedException if that fails; the load has ended all the same, and can be resumed
   */
  @Override
  public void close() {
    requireOutside();
    try {
      load.close();
    } finally {
      loads.ended(this);
    }
  }

  /**
   * How far the load has come.
   *
   * @return a picture of this moment
   */
  public LoadStatus status() {
    LoadState now = load.stateNow();
    return Loads.status(now, stateOf(now), load.submitted());
  }

  private LoadStatus.State stateOf(LoadState now) {
    if (load.failure() != null) {
      return LoadStatus.State.FAILED;
    }
    return switch (now.phase()) {
      case FINISHED -> LoadStatus.State.FINISHED;
      case CANCELLED, FORGOTTEN -> LoadStatus.State.CANCELLED;
      case RUNNING, PAUSED ->
          load.isPaused() || load.hasEnded() ? LoadStatus.State.PAUSED : LoadStatus.State.RUNNING;
    };
  }

  /** Who waits in a transaction for what needs the writer lock would wait for ever. */
  private void requireOutside() {
    loads.requireOutsideTransaction();
  }

  private static long requirePosition(long position) {
    if (position < 0) {
      throw new InvalidArgumentException("positions count from 0: position=" + position);
    }
    return position;
  }

  /** Returns about how much memory a draft takes. */
  private long bytes(EntityDraft draft) {
    long bytes = SMALL + 64L * draft.tags().size();
    if (draft.contentBytes() != null) {
      bytes += draft.contentBytes().length;
    }
    for (String text : draft.texts().values()) {
      bytes += SMALL + (loads.indexesTexts() ? TERMS + 2L : 2L) * text.length();
    }
    return bytes;
  }
}
