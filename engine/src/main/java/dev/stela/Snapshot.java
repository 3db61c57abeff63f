package dev.stela;

import dev.stela.internal.format.Timestamps;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.storage.Leases;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The store as of one LSN: whatever is written later, it reads the same. Holds a lease until it is
 * closed, see {@link StoreStatistics#leases}, or older than {@link StoreConfig#snapshotMaxAge}:
 * then every read throws {@link SnapshotExpiredException}.
 *
 * <p>Any thread.
 */
public final class Snapshot implements QueryReader, AutoCloseable {
  private final VersionReader reader;
  private final Searcher searcher;
  private final Leases.Lease lease;
  private final long lsn;
  private final SegmentTable segments;
  private final Moments moments;
  private volatile boolean closed;

  /**
   * Creates one.
   *
   * @param lease on an LSN that is not after {@code lsn}
   */
  Snapshot(
      Searcher searcher, SegmentTable segments, Moments moments, Leases.Lease lease, long lsn) {
    this.reader = searcher.reader();
    this.searcher = searcher.as(this::openLsn);
    this.lease = lease;
    this.segments = segments;
    this.moments = moments;
    this.lsn = lsn;
  }

  @Override
  public long lsn() {
    return lsn;
  }

  /**
   * The time of the commit with this LSN.
   *
   * @return nanosecond precision; the epoch if the snapshot is from before the first commit
   */
  public Instant timestamp() {
    requireOpen();
    return Edge.reading(() -> Timestamps.instant(lsn == 0 ? 0 : segments.timestampOf(lsn)));
  }

  /**
   * Reads an active entity into a view: no lock, no allocation.
   *
   * @param id the entity
   * @param view shows the entity afterwards, or nothing
   * @return false if there was no such active entity
   */
  public boolean read(EntityId id, EntityView view) {
    requireOpen();
    return reader.read(id, lsn, view);
  }

  @Override
  public Optional<Entity> get(EntityId id) {
    requireOpen();
    return reader.find(id, lsn, true);
  }

  @Override
  public Optional<Entity> find(EntityId id) {
    requireOpen();
    return reader.find(id, lsn, false);
  }

  @Override
  public boolean contains(EntityId id) {
    requireOpen();
    return reader.contains(id, lsn);
  }

  @Override
  public InputStream openContent(EntityId id) {
    requireOpen();
    return reader.openContent(id, lsn);
  }

  @Override
  public List<Change> history(EntityId id, HistoryRange range) {
    requireOpen();
    return reader.history(id, lsn, range, moments);
  }

  @Override
  public Search search(Query query) {
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

  /** Ends the snapshot: every later read throws {@link StoreClosedException}. */
  @Override
  public void close() {
    closed = true;
    lease.close();
  }

  private long openLsn() {
    requireOpen();
    return lsn;
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreClosedException("the snapshot is closed: lsn=" + lsn);
    }
    lease.requireFresh("the snapshot");
  }
}
