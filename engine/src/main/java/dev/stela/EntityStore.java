package dev.stela;

import dev.stela.internal.format.Timestamps;
import dev.stela.internal.header.LiveSnapshot;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.recovery.OpenStore;
import dev.stela.internal.recovery.Opener;
import dev.stela.internal.recovery.RecoverySummary;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.Leases;
import dev.stela.internal.storage.SystemFiles;
import dev.stela.internal.text.TextFigures;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.agrona.DirectBuffer;

/**
 * An embedded store of entities with timestamped tags, content and text, whose every past state
 * stays readable.
 *
 * <p>Any thread may call any method. Reads of entities take no lock; {@link #read} allocates
 * nothing either. Writes run one after another; each call of a writing method is a transaction of
 * its own, {@link #write} makes one of many. What a returned write has outlived is the store's
 * {@link Durability}.
 *
 * <p>One process has a store open for writing. Every method throws {@link StoreClosedException}
 * after {@link #close}; every writing method throws {@link ReadOnlyException} in a store open for
 * reading only, {@link StorageFullException} if there is no space for the log to grow (nothing is
 * half-written, and writing goes on when there is), and {@link StoreFailedException} once a sync or
 * write has failed.
 */
public final class EntityStore implements QueryReader, AutoCloseable {
  private final OpenStore store;
  private final VersionReader reader;
  private final Searcher searcher;
  private final Moments moments;
  private final Transaction transaction;
  private final Maintenance maintenance;
  private final Loads loads;
  private volatile boolean closed;

  private EntityStore(OpenStore store) {
    this.store = store;
    this.reader =
        new VersionReader(store.lookup(), store.dictionary(), store.segments(), store.purged());
    this.moments = new Moments(store);
    this.searcher = Searcher.of(store, reader, this::lsnAt, this::lsn);
    this.transaction = store.writer() == null ? null : newTransaction();
    this.maintenance = new Maintenance(store);
    this.loads = new Loads(this, store);
  }

  /**
   * Opens a store with the default configuration, and creates it if there is none.
   *
   * @param path its folder
   * @return the open store
   */
  public static EntityStore open(Path path) {
    return open(path, StoreConfig.defaults());
  }

  /**
   * Opens a store. After a clean close the log is not read, so that opening costs a few bytes for
   * each two hundred entities and the size of the dictionary; after a crash the log is replayed.
   *
   * @param path its folder
   * @param config how to open it
   * @return the open store
   * @throws StoreInUseException if another process, or this one, has it open
   * @throws CorruptionException if its files are not what was written; the log has not been changed
   * @throws FormatVersionException if its files are of a version that this release does not read
   * @throws InvalidArgumentException if there is no store and none is to be created, or the folder
   *     holds something else
   */
  public static EntityStore open(Path path, StoreConfig config) {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(config, "config");
    return open(new SystemFiles(), path, config);
  }

  /** Opens a store over other file operations: the seam for fault injection. */
  static EntityStore open(FileOps files, Path path, StoreConfig config) {
    return open(files, path, config, config.textBufferBytes());
  }

  /** As above, with less memory for texts than can be configured: for tests. */
  static EntityStore open(FileOps files, Path path, StoreConfig config, long textBufferBytes) {
    try {
      return new EntityStore(Opener.open(files, path, config, textBufferBytes));
    } catch (InternalError e) {
      throw Edge.translate(e);
    }
  }

  /**
   * The store's folder.
   *
   * @return the path given to {@code open}
   */
  public Path path() {
    return store.path();
  }

  /**
   * What opening found and did.
   *
   * @return the report
   */
  public RecoveryReport recovery() {
    RecoverySummary summary = store.recovery();
    return new RecoveryReport(
        RecoveryReport.Kind.valueOf(summary.kind().name()),
        summary.frames(),
        summary.records(),
        summary.cutBytes(),
        summary.parts(),
        summary.damagedParts(),
        summary.textCommits(),
        Duration.ofNanos(summary.nanos()));
  }

  @Override
  public long lsn() {
    requireOpen();
    return store.commits().visibleLsn();
  }

  /**
   * Reads an active entity into a view: no lock, no allocation, the cost of two or three cache
   * misses.
   *
   * @param id the entity
   * @param view shows the entity afterwards, or nothing
   * @return false if there is no such active entity
   */
  public boolean read(EntityId id, EntityView view) {
    return reader.read(id, store.commits().visibleLsn(), view);
  }

  @Override
  public Optional<Entity> get(EntityId id) {
    return reader.find(id, lsn(), true);
  }

  @Override
  public Optional<Entity> find(EntityId id) {
    return reader.find(id, lsn(), false);
  }

  @Override
  public boolean contains(EntityId id) {
    return reader.contains(id, lsn());
  }

  @Override
  public InputStream openContent(EntityId id) {
    return reader.openContent(id, lsn());
  }

  /**
   * A part of what has happened to an entity. As for {@link #asOf(Instant)}, the answer for a range
   * that ends at a moment does not change while the store is open.
   *
   * @throws InvalidArgumentException if the range reaches into the future
   */
  @Override
  public List<Change> history(EntityId id, HistoryRange range) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(range, "range");
    requireOpen();
    if (range.to() != null) {
      // After this no commit gets a time up to the end of the range.
      lsnAt(range.to());
    }
    return reader.history(id, lsn(), range, moments);
  }

  /**
   * What is different between an entity as of two LSNs.
   *
   * @param id the entity, in whatever state of life
   * @param fromLsn the one moment, 0 to the present {@link #lsn}
   * @param toLsn the other one; may be before the first, the answer then leads back
   * @return what leads from the first state to the second
   * @throws EntityNotFoundException if the entity did not exist at either moment
   * @throws InvalidArgumentException if an LSN is negative or not visible yet
   */
  public EntityDiff diff(EntityId id, long fromLsn, long toLsn) {
    requireVisible("fromLsn", fromLsn);
    requireVisible("toLsn", toLsn);
    return reader.diff(id, fromLsn, toLsn);
  }

  /**
   * What is different between an entity at two moments, each of which means the last commit whose
   * time is not after it, as for {@link #asOf(Instant)}.
   *
   * @param id the entity, in whatever state of life
   * @param from the one moment
   * @param to the other one; may be before the first, the answer then leads back
   * @return what leads from the first state to the second
   * @throws EntityNotFoundException if the entity did not exist at either moment
   * @throws InvalidArgumentException if a moment is in the future
   */
  public EntityDiff diff(EntityId id, Instant from, Instant to) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    return reader.diff(id, lsnAt(from), lsnAt(to));
  }

  /**
   * All changes to all entities after an LSN, in the order of their commits, up to what is visible
   * now.
   *
   * @param afterLsn 0 for all, or the {@link ChangeFeed#lsn} up to which changes are known
   * @return the changes, read as they are asked for
   * @throws InvalidArgumentException if the LSN is negative or not visible yet
   */
  public ChangeFeed changes(long afterLsn) {
    return changes(afterLsn, lsn());
  }

  /**
   * All changes to all entities within a range of LSNs, in the order of their commits.
   *
   * @param afterLsn 0 for the beginning, or the {@link ChangeFeed#lsn} up to which changes are
   *     known
   * @param toLsn the last LSN wanted, {@code afterLsn} to the present {@link #lsn}
   * @return the changes, read as they are asked for
   * @throws InvalidArgumentException if an LSN is negative or not visible yet, or the range ends
   *     before it begins
   */
  public ChangeFeed changes(long afterLsn, long toLsn) {
    requireVisible("afterLsn", afterLsn);
    requireVisible("toLsn", toLsn);
    if (afterLsn > toLsn) {
      throw new InvalidArgumentException(
          "the range ends before it begins: afterLsn=" + afterLsn + " toLsn=" + toLsn);
    }
    return reader.changes(afterLsn, toLsn);
  }

  /**
   * Follows the store: all changes after an LSN, first those there are, then each new one when it
   * is visible. Costs the writers nothing. For following a store that another process writes to see
   * {@link StoreFollower#open(Path, long)}.
   *
   * @param afterLsn 0 for all, {@link #lsn} for new ones only, or the {@link StoreFollower#lsn} up
   *     to which changes are known
   * @return the follower; it ends when this store is closed
   * @throws InvalidArgumentException if the LSN is negative or not visible yet
   */
  public StoreFollower follow(long afterLsn) {
    requireVisible("afterLsn", afterLsn);
    return new StoreFollower(reader, reader.feed(afterLsn), store.commits()::visibleLsn);
  }

  /**
   * The store as it is now, for as long as wanted.
   *
   * @return a snapshot of the newest visible LSN
   */
  public Snapshot snapshot() {
    // The lease first, then the newest LSN: see Search.lease().
    return snapshotAt(searcher.leases().acquire(lsn()), lsn());
  }

  /**
   * The store as it was after the commit with the given LSN.
   *
   * @param lsn 0, before the first commit, to the present {@link #lsn}
   * @return a snapshot
   * @throws InvalidArgumentException if the LSN is negative or not visible yet
   */
  public Snapshot asOf(long lsn) {
    requireVisible("lsn", lsn);
    return snapshotAt(searcher.leases().acquire(lsn), lsn);
  }

  /**
   * The store as it was at a moment: after the last commit whose time is not after it. The answer
   * does not change while the store is open: a later commit gets a later time, even if the clock
   * goes back. For a moment after the last visible commit this takes the writer lock and waits for
   * what is on its way to the device.
   *
   * @param time a moment of the past
   * @return a snapshot
   * @throws InvalidArgumentException if the moment is in the future
   */
  public Snapshot asOf(Instant time) {
    Objects.requireNonNull(time, "time");
    long lsn = lsnAt(time);
    return snapshotAt(searcher.leases().acquire(lsn), lsn);
  }

  @Override
  public Search search(Query query) {
    requireOpen();
    return searcher.search(query);
  }

  @Override
  public List<String> namespaces() {
    return searcher.namespaces();
  }

  @Override
  public List<Facet> values(String namespace) {
    return searcher.values(namespace);
  }

  @Override
  public List<Suggestion> suggest(String field, String prefix, int limit) {
    return searcher.suggest(field, prefix, limit);
  }

  @Override
  public List<Suggestion> correct(String field, String word, int limit) {
    return searcher.correct(field, word, limit);
  }

  /**
   * Creates an entity with all that its draft holds.
   *
   * @param draft what the entity starts with
   * @return the commit's LSN
   * @throws EntityExistsException if the id is taken, by a deleted entity too
   * @throws IdCollisionException if another id has the same 128 bits
   */
  public long create(EntityDraft draft) {
    return write(Transaction::create, draft);
  }

  /**
   * Adds a tag, or refreshes the time of one that is there. Costs the same for any number of tags
   * and any length of history.
   *
   * @param id an active entity
   * @param tag the tag
   * @return the commit's LSN
   * @throws EntityNotFoundException if there is no such active entity
   */
  public long addTag(EntityId id, Tag tag) {
    return write(Transaction::addTag, id, tag);
  }

  /**
   * Adds a tag, or refreshes the time of one that is there.
   *
   * @param id an active entity
   * @param tag see {@link Tag#of(String)}
   * @return the commit's LSN
   * @throws EntityNotFoundException if there is no such active entity
   */
  public long addTag(EntityId id, String tag) {
    Objects.requireNonNull(tag, "tag");
    return addTag(id, Tag.of(tag));
  }

  /**
   * Removes a tag.
   *
   * @param id an active entity
   * @param tag a tag that it has
   * @return the commit's LSN
   * @throws EntityNotFoundException if there is no such active entity
   * @throws TagNotFoundException if it does not have the tag
   */
  public long removeTag(EntityId id, Tag tag) {
    return write(Transaction::removeTag, id, tag);
  }

  /**
   * Removes a tag.
   *
   * @param id an active entity
   * @param tag a tag that it has
   * @return the commit's LSN
   * @throws EntityNotFoundException if there is no such active entity
   * @throws TagNotFoundException if it does not have the tag
   */
  public long removeTag(EntityId id, String tag) {
    Objects.requireNonNull(tag, "tag");
    return removeTag(id, Tag.of(tag));
  }

  /**
   * Makes a tag the only one of its namespace: adds it and removes the others.
   *
   * @param id an active entity
   * @param tag a tag with a namespace
   * @return the commit's LSN
   * @throws EntityNotFoundException if there is no such active entity
   */
  public long setTag(EntityId id, Tag tag) {
    return write(Transaction::setTag, id, tag);
  }

  /**
   * Makes a tag the only one of its namespace: adds it and removes the others.
   *
   * @param id an active entity
   * @param tag a tag with a namespace
   * @return the commit's LSN
   * @throws EntityNotFoundException if there is no such active entity
   */
  public long setTag(EntityId id, String tag) {
    Objects.requireNonNull(tag, "tag");
    return setTag(id, Tag.of(tag));
  }

  /**
   * Sets the content.
   *
   * @param id an active entity
   * @param bytes the content, at most 64 KiB; longer content is streamed
   * @return the commit's LSN
   * @throws EntityNotFoundException if there is no such active entity
   * @throws InvalidArgumentException if it is too long
   */
  public long putContent(EntityId id, byte[] bytes) {
    Objects.requireNonNull(bytes, "bytes");
    return putContent(id, bytes, 0, bytes.length);
  }

  /**
   * Sets the content.
   *
   * @param id an active entity
   * @param bytes holds the content
   * @param offset the index of its first byte
   * @param length its length in bytes, at most 64 KiB
   * @return the commit's LSN
   * @throws EntityNotFoundException if there is no such active entity
   * @throws InvalidArgumentException if it is too long
   */
  public long putContent(EntityId id, byte[] bytes, int offset, int length) {
    Transaction transaction = begin();
    try {
      transaction.putContent(id, bytes, offset, length);
    } catch (RuntimeException | Error e) {
      throw rollback(transaction, e);
    }
    return commit(transaction);
  }

  /**
   * Sets the content.
   *
   * @param id an active entity
   * @param buffer holds the content; Agrona's {@code UnsafeBuffer} itself needs the JVM flag {@code
   *     --add-opens java.base/jdk.internal.misc=ALL-UNNAMED}
   * @param index the index of its first byte
   * @param length its length in bytes, at most 64 KiB
   * @return the commit's LSN
   * @throws EntityNotFoundException if there is no such active entity
   * @throws InvalidArgumentException if it is too long
   */
  public long putContent(EntityId id, DirectBuffer buffer, int index, int length) {
    Transaction transaction = begin();
    try {
      transaction.putContent(id, buffer, index, length);
    } catch (RuntimeException | Error e) {
      throw rollback(transaction, e);
    }
    return commit(transaction);
  }

  /**
   * Sets the content.
   *
   * @param id an active entity
   * @param bytes the content, at most 64 KiB
   * @return the commit's LSN
   * @throws EntityNotFoundException if there is no such active entity
   * @throws InvalidArgumentException if it is too long
   */
  public long putContent(EntityId id, MemorySegment bytes) {
    return write(Transaction::putContent, id, bytes);
  }

  /**
   * Sets the content to what was streamed into the store before.
   *
   * @param id an active entity
   * @param content from {@link EntityStore#stage}
   * @return the commit's LSN
   * @throws EntityNotFoundException if there is no such active entity
   */
  public long putContent(EntityId id, StagedContent content) {
    return write(Transaction::putContent, id, content);
  }

  /**
   * Removes the content; nothing happens if there is none.
   *
   * @param id an active entity
   * @return the commit's LSN
   * @throws EntityNotFoundException if there is no such active entity
   */
  public long removeContent(EntityId id) {
    return write(Transaction::removeContent, id);
  }

  /**
   * Sets a text field.
   *
   * @param id an active entity
   * @param field the field's name, 1 to 255 UTF-8 bytes
   * @param text the text, at most 1 MiB of UTF-8
   * @return the commit's LSN
   * @throws EntityNotFoundException if there is no such active entity
   */
  public long putText(EntityId id, String field, String text) {
    Transaction transaction = begin();
    try {
      transaction.putText(id, field, text);
    } catch (RuntimeException | Error e) {
      throw rollback(transaction, e);
    }
    return commit(transaction);
  }

  /**
   * Removes a text field; nothing happens if it is not there.
   *
   * @param id an active entity
   * @param field the field's name
   * @return the commit's LSN
   * @throws EntityNotFoundException if there is no such active entity
   */
  public long removeText(EntityId id, String field) {
    return write(Transaction::removeText, id, field);
  }

  /**
   * Deletes an entity: reads no longer find it, its history stays.
   *
   * @param id an active entity
   * @return the commit's LSN
   * @throws EntityNotFoundException if there is no such active entity
   */
  public long delete(EntityId id) {
    return write(Transaction::delete, id);
  }

  /**
   * Archives an entity: as a deleted one it is found only by who asks for it, its history stays.
   *
   * @param id an active entity
   * @return the commit's LSN
   * @throws EntityNotFoundException if there is no such active entity
   */
  public long archive(EntityId id) {
    return write(Transaction::archive, id);
  }

  /**
   * Brings a deleted or archived entity back as it was.
   *
   * @param id a deleted or archived entity
   * @return the commit's LSN
   * @throws EntityNotFoundException if there is no such entity
   * @throws EntityExistsException if it is active
   */
  public long restore(EntityId id) {
    return write(Transaction::restore, id);
  }

  /**
   * Erases an entity for good: with all its past it is gone at once from every read, also as of a
   * past moment, from snapshots, search results and feeds that were opened before. Its bytes stay
   * in files until {@link Maintenance#compact} or the compaction in the background has removed
   * them. The id can be used again.
   *
   * <p>Readers may miss the entity before the commit is durable, which no other change allows. If
   * power fails in that moment the entity can be there again.
   *
   * @param id an entity in whatever state of life
   * @return the commit's LSN
   * @throws EntityNotFoundException if there is no such entity
   */
  public long purge(EntityId id) {
    return write(Transaction::purge, id);
  }

  /**
   * Sets the content to what a stream gives, whatever its length up to 1 GiB, in constant memory.
   * The content appears when its last byte has been written.
   *
   * @param id an active entity
   * @param source read to its end, outside of the transaction; not closed
   * @return the commit's LSN
   * @throws EntityNotFoundException if there is no such active entity
   * @throws IOException if the stream throws it; nothing has changed then
   */
  public long putContent(EntityId id, InputStream source) throws IOException {
    Objects.requireNonNull(id, "id");
    StagedContent content = stage(source);
    try {
      return putContent(id, content);
    } finally {
      // Nobody else can put it: its pieces need not be kept but for the entity.
      content.staged().release();
    }
  }

  /**
   * Streams content into the store without making it anybody's content yet.
   *
   * @param source read to its end; not closed
   * @return to be given to {@code putContent} or a draft, once or more often
   * @throws InvalidArgumentException if there are more than 2<sup>30</sup> bytes
   * @throws IOException if the stream throws it
   */
  public StagedContent stage(InputStream source) throws IOException {
    Objects.requireNonNull(source, "source");
    requireWritable();
    return new StagedContent(store.writer().stage(source));
  }

  /**
   * Runs a transaction.
   *
   * @param body reads and changes entities; what it throws rolls back and is thrown on
   * @param <X> the checked exception that the body may throw
   * @return the commit's LSN, or that of the commit before if nothing was changed
   * @throws X if the body does
   * @throws TransactionTooLargeException if the changes do not fit into one log segment
   */
  public <X extends Exception> long write(TransactionBody<X> body) throws X {
    Objects.requireNonNull(body, "body");
    begin();
    Transaction own = newTransaction();
    own.open();
    boolean completed = false;
    try {
      body.run(own);
      completed = true;
    } catch (InternalError e) {
      throw Edge.translate(e);
    } finally {
      own.close();
      if (!completed) {
        transaction.close();
        store.writer().rollback();
      }
    }
    return commit(transaction);
  }

  /**
   * Begins a bulk load: of many documents none is lost and none comes twice, whatever happens on
   * the way.
   *
   * @param loadId names the load for as long as it is remembered, 1 to 255 UTF-8 bytes
   * @param options how it works
   * @return takes the documents, from position 0 on
   * @throws LoadExistsException if there is a load of that id, ended or not
   */
  public BulkLoader bulkLoader(String loadId, BulkOptions options) {
    Objects.requireNonNull(loadId, "loadId");
    Objects.requireNonNull(options, "options");
    requireWritable();
    loads.requireOutsideTransaction();
    return loads.begin(loadId, options);
  }

  /**
   * Goes on with a bulk load that was paused or closed, or whose process has died.
   *
   * @param loadId the load's id
   * @param options how it works from now on; without a total it keeps the one it has
   * @return takes the documents, from its {@link BulkLoader#nextPosition} on
   * @throws LoadNotFoundException if there is no such load
   * @throws LoadExistsException if it is being run
   * @throws InvalidArgumentException if it is finished or was cancelled
   */
  public BulkLoader resumeLoad(String loadId, BulkOptions options) {
    Objects.requireNonNull(loadId, "loadId");
    Objects.requireNonNull(options, "options");
    requireWritable();
    loads.requireOutsideTransaction();
    return loads.resume(loadId, options);
  }

  /**
   * How far bulk loads have come, those of earlier processes too.
   *
   * @return all loads that have not been forgotten, by id
   */
  public List<LoadStatus> loads() {
    return loads.list(lsn());
  }

  /**
   * Forgets a bulk load: its id can be used again. What it has brought into the store stays.
   *
   * @param loadId the load's id
   * @throws LoadNotFoundException if there is no such load
   * @throws InvalidArgumentException if it is being run
   */
  public void forgetLoad(String loadId) {
    Objects.requireNonNull(loadId, "loadId");
    requireWritable();
    loads.requireOutsideTransaction();
    loads.forget(loadId);
  }

  /** Returns once everything visible is durable, whatever the store's {@link Durability}. */
  public void sync() {
    requireWritable();
    store.writer().sync();
  }

  /**
   * Checkpoints, compaction, retention and backups.
   *
   * @return the object for them
   * @throws ReadOnlyException if the store is open for reading only
   */
  public Maintenance maintenance() {
    requireWritable();
    return maintenance;
  }

  /**
   * What the store holds.
   *
   * @return exact figures; those of commits that are on their way to the device may be included
   */
  public StoreStatistics statistics() {
    requireOpen();
    SegmentTable segments = store.segments();
    long logBytes = 0;
    long fileBytes = searcher.leases().pinnedBytes();
    for (LogSegment segment : segments.all()) {
      logBytes += segment.end();
      fileBytes += segment.memory().byteSize();
    }
    LiveSnapshot live = new LiveSnapshot();
    if (store.live() != null) {
      store.live().read(live);
    }
    boolean writing = store.live() != null;
    TextFigures texts = store.textFigures();
    long visible = lsn();
    return new StoreStatistics(
        visible,
        store.commits().durableLsn(),
        Timestamps.instant(writing ? live.clock() : store.openedTimestamp()),
        writing ? live.activeEntities() : store.applier().active(),
        writing ? live.deletedEntities() : store.applier().deleted(),
        writing ? live.archivedEntities() : store.applier().archived(),
        writing ? live.purgedEntities() : store.applier().purged(),
        store.dictionary().tags(),
        store.dictionary().fields(),
        segments.size(),
        logBytes,
        searcher.leases().size(),
        searcher.leases().oldest(visible),
        searcher.leases().oldestAge(),
        searcher.leases().pinnedBytes(),
        writing ? store.catalog().current().lsn() : 0,
        store.checkpointFailures(),
        store.lastCheckpointFailure(),
        fileBytes,
        (double) fileBytes / logBytes,
        store.compaction().bytesWritten(),
        store.compaction().failures(),
        store.compaction().lastFailure(),
        store.trimFailures(),
        store.lastTrimFailure(),
        texts.documents(),
        texts.segments(),
        texts.bytes(),
        texts.deltaBytes(),
        texts.refused(),
        texts.lastRefusal(),
        texts.progress(),
        texts.failures(),
        texts.lastFailure());
  }

  /**
   * Makes everything durable, leaves a checkpoint so that the next open need not replay, and closes
   * the store. Transactions under way are waited for, bulk loads are closed. Closing again does
   * nothing.
   *
   * @throws StoreFailedException if the store had failed before; it is closed all the same
   * @throws InvalidArgumentException if this thread is in a transaction; the store stays open
   */
  @Override
  public void close() {
    if (!closed) {
      boolean refused = false;
      try {
        if (store.writer() != null) {
          loads.close();
        }
        store.close();
      } catch (InvalidArgumentException e) {
        // This thread is in a transaction of the store.
        refused = true;
        throw e;
      } finally {
        if (!refused) {
          closed = true;
          reader.close();
        }
      }
    }
  }

  private Transaction newTransaction() {
    return new Transaction(
        store.writer().context(), store.segments(), reader, moments, store.commits()::visibleLsn);
  }

  /**
   * An operation with two arguments. What is passed captures nothing, so that no object is made.
   */
  private interface Operation<A, B> {
    void run(Transaction transaction, A first, B second);
  }

  private <A> long write(BiConsumer<Transaction, A> operation, A argument) {
    Transaction transaction = begin();
    try {
      operation.accept(transaction, argument);
    } catch (RuntimeException | Error e) {
      throw rollback(transaction, e);
    }
    return commit(transaction);
  }

  private <A, B> long write(Operation<A, B> operation, A first, B second) {
    Transaction transaction = begin();
    try {
      operation.run(transaction, first, second);
    } catch (RuntimeException | Error e) {
      throw rollback(transaction, e);
    }
    return commit(transaction);
  }

  private Transaction begin() {
    requireWritable();
    store.writer().begin();
    transaction.open();
    return transaction;
  }

  private long commit(Transaction own) {
    own.close();
    try {
      return store.writer().commit();
    } catch (IllegalStateException | InternalError e) {
      throw Edge.translate(e);
    }
  }

  /** Gives up and returns the failure to be thrown; errors are thrown here. */
  private RuntimeException rollback(Transaction own, Throwable failure) {
    own.close();
    store.writer().rollback();
    return Edge.translate(failure);
  }

  /** Returns the parts of the store. */
  OpenStore parts() {
    return store;
  }

  /** Returns what searches of the newest state have in common. */
  Searcher searcher() {
    return searcher;
  }

  private Snapshot snapshotAt(Leases.Lease lease, long lsn) {
    return new Snapshot(searcher, store.segments(), moments, lease, lsn);
  }

  private long lsnAt(Instant time) {
    requireOpen();
    return Edge.reading(() -> moments.lsnAt(time));
  }

  private void requireVisible(String name, long lsn) {
    Moments.requireVisible(name, lsn, lsn());
  }

  private void requireWritable() {
    requireOpen();
    if (store.writer() == null) {
      throw new ReadOnlyException("the store is open for reading only: path=" + path());
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreClosedException("the store is closed: path=" + path());
    }
  }
}
