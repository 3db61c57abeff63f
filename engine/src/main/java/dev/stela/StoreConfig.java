package dev.stela;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;

/**
 * How a store is opened. {@link #defaults()} serves; a changed copy comes from {@link #builder()}.
 *
 * @param durability what a returned write has outlived; {@link Durability#SYNC} by default
 * @param asyncSyncInterval how often {@link Durability#ASYNC} syncs in the background, 1 ms to 1
 *     min; 10 ms by default
 * @param segmentBytes the size of a log segment, a power of two from 1 MiB to 1 GiB; 64 MiB by
 *     default. It also bounds a transaction: one commit fits into one segment.
 * @param readOnly whether to open for reading only, without changing any file; several processes
 *     may do so together, none beside a writer
 * @param createIfMissing whether a missing store is created; true by default
 * @param opening how what is derived from the log is had: by the cheapest way that is safe by
 *     default
 * @param queryCacheBytes how much of the heap the sets may take that queries have made of posting
 *     lists, and keep for later ones; 0 or more, 128 MiB or an eighth of the heap by default,
 *     whichever is less
 * @param checkpointInterval how long a commit waits at most for a checkpoint; zero, the default,
 *     for a checkpoint with each full segment only. Each checkpoint begins a new segment, so a
 *     short interval costs space until compaction merges them.
 * @param compaction whether compaction runs in the background; true by default. Without it space
 *     comes back only when it is asked for.
 * @param compactionBytesPerSecond how much compaction reads and writes a second, 1 MiB or more; 64
 *     MiB by default. A quarter of it while many commits come in; more than it when the data files
 *     take more than half as much again as {@code maxSpaceAmplification} allows.
 * @param maxSpaceAmplification how many times the bytes that are to be kept the data files may take
 *     before compaction begins, more than 1; 2 by default
 * @param retention which history compaction may drop; none by default: all is kept
 * @param snapshotMaxAge how old a snapshot or the result of a search gets before its next use
 *     throws {@link SnapshotExpiredException}; zero, the default, for any age
 * @param textIndexing which text fields can be searched; null, the default, for as it was when the
 *     store was last open, which for a new store is none. What the store holds already is indexed
 *     anew in the background if this is not what it was; see {@link Maintenance#awaitTextIndex}.
 * @param textBufferBytes how much of the heap texts take at about which a segment of the text index
 *     is made of them, 1 MiB to 1 GiB; 16 MiB by default. While segments are being written there
 *     may be three times as much.
 * @param clock gives commit times in nanoseconds since the epoch; the system's by default
 */
public record StoreConfig(
    Durability durability,
    Duration asyncSyncInterval,
    int segmentBytes,
    boolean readOnly,
    boolean createIfMissing,
    Opening opening,
    long queryCacheBytes,
    Duration checkpointInterval,
    boolean compaction,
    long compactionBytesPerSecond,
    double maxSpaceAmplification,
    List<RetentionPolicy> retention,
    Duration snapshotMaxAge,
    TextIndexing textIndexing,
    long textBufferBytes,
    EpochNanoClock clock) {
  /** The smallest log segment. */
  public static final int MIN_SEGMENT_BYTES = 1 << 20;

  /** The largest log segment. */
  public static final int MAX_SEGMENT_BYTES = 1 << 30;

  private static final long MIN_COMPACTION_BYTES = 1 << 20;
  private static final long MIN_TEXT_BUFFER_BYTES = 1 << 20;
  private static final long MAX_TEXT_BUFFER_BYTES = 1 << 30;
  private static final long QUERY_CACHE_BYTES =
      Math.min(128 << 20, Runtime.getRuntime().maxMemory() / 8);

  /** Validates. */
  public StoreConfig {
    Objects.requireNonNull(durability, "durability");
    Objects.requireNonNull(asyncSyncInterval, "asyncSyncInterval");
    Objects.requireNonNull(opening, "opening");
    Objects.requireNonNull(checkpointInterval, "checkpointInterval");
    Objects.requireNonNull(retention, "retention");
    Objects.requireNonNull(snapshotMaxAge, "snapshotMaxAge");
    Objects.requireNonNull(clock, "clock");
    retention = List.copyOf(retention);
    if (checkpointInterval.isNegative() || snapshotMaxAge.isNegative()) {
      throw new InvalidArgumentException(
          "a duration is not negative: checkpointInterval="
              + checkpointInterval
              + " snapshotMaxAge="
              + snapshotMaxAge);
    }
    if (compactionBytesPerSecond < MIN_COMPACTION_BYTES) {
      throw new InvalidArgumentException(
          "compaction moves 1 MiB a second or more: compactionBytesPerSecond="
              + compactionBytesPerSecond);
    }
    if (!(maxSpaceAmplification > 1)) {
      throw new InvalidArgumentException(
          "space amplification is bounded by more than 1: maxSpaceAmplification="
              + maxSpaceAmplification);
    }
    if (Integer.bitCount(segmentBytes) != 1
        || segmentBytes < MIN_SEGMENT_BYTES
        || segmentBytes > MAX_SEGMENT_BYTES) {
      throw new InvalidArgumentException(
          "a segment's size is a power of two from 1 MiB to 1 GiB: segmentBytes=" + segmentBytes);
    }
    if (queryCacheBytes < 0) {
      throw new InvalidArgumentException(
          "a cache has 0 bytes or more: queryCacheBytes=" + queryCacheBytes);
    }
    if (textBufferBytes < MIN_TEXT_BUFFER_BYTES || textBufferBytes > MAX_TEXT_BUFFER_BYTES) {
      throw new InvalidArgumentException(
          "texts are held in 1 MiB to 1 GiB: textBufferBytes=" + textBufferBytes);
    }
    if (asyncSyncInterval.compareTo(Duration.ofMillis(1)) < 0
        || asyncSyncInterval.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new InvalidArgumentException(
          "the sync interval is 1 ms to 1 min: asyncSyncInterval=" + asyncSyncInterval);
    }
  }

  /**
   * The defaults named above.
   *
   * @return the configuration
   */
  public static StoreConfig defaults() {
    return builder().build();
  }

  /**
   * A builder that starts from the defaults.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects changes to the defaults. Not thread-safe. */
  public static final class Builder {
    private Durability durability = Durability.SYNC;
    private Duration asyncSyncInterval = Duration.ofMillis(10);
    private int segmentBytes = 64 << 20;
    private boolean readOnly;
    private boolean createIfMissing = true;
    private Opening opening = Opening.AUTO;
    private long queryCacheBytes = QUERY_CACHE_BYTES;
    private Duration checkpointInterval = Duration.ZERO;
    private boolean compaction = true;
    private long compactionBytesPerSecond = 64 << 20;
    private double maxSpaceAmplification = 2;
    private List<RetentionPolicy> retention = List.of();
    private Duration snapshotMaxAge = Duration.ZERO;
    private TextIndexing textIndexing;
    private long textBufferBytes = 16 << 20;
    private EpochNanoClock clock = SystemEpochNanoClock.INSTANCE;

    private Builder() {}

    /**
     * Sets the durability level.
     *
     * @param value the level
     * @return this builder
     */
    public Builder durability(Durability value) {
      this.durability = Objects.requireNonNull(value, "durability");
      return this;
    }

    /**
     * Sets the background sync interval of {@link Durability#ASYNC}.
     *
     * @param value 1 ms to 1 min
     * @return this builder
     */
    public Builder asyncSyncInterval(Duration value) {
      this.asyncSyncInterval = Objects.requireNonNull(value, "asyncSyncInterval");
      return this;
    }

    /**
     * Sets the size of log segments of a store that is being created; an existing store keeps its
     * own.
     *
     * @param value a power of two from 1 MiB to 1 GiB
     * @return this builder
     */
    public Builder segmentBytes(int value) {
      this.segmentBytes = value;
      return this;
    }

    /**
     * Opens for reading only.
     *
     * @param value whether to
     * @return this builder
     */
    public Builder readOnly(boolean value) {
      this.readOnly = value;
      return this;
    }

    /**
     * Creates a missing store, or not.
     *
     * @param value whether to
     * @return this builder
     */
    public Builder createIfMissing(boolean value) {
      this.createIfMissing = value;
      return this;
    }

    /**
     * Chooses how what is derived from the log is had.
     *
     * @param value the way
     * @return this builder
     */
    public Builder opening(Opening value) {
      this.opening = Objects.requireNonNull(value, "opening");
      return this;
    }

    /**
     * Bounds what queries keep for later ones.
     *
     * @param value bytes of the heap, 0 or more
     * @return this builder
     */
    public Builder queryCacheBytes(long value) {
      this.queryCacheBytes = value;
      return this;
    }

    /**
     * Bounds the time from a commit to a checkpoint.
     *
     * @param value zero for a checkpoint with each full segment only
     * @return this builder
     */
    public Builder checkpointInterval(Duration value) {
      this.checkpointInterval = Objects.requireNonNull(value, "checkpointInterval");
      return this;
    }

    /**
     * Lets compaction run in the background, or not.
     *
     * @param value whether to
     * @return this builder
     */
    public Builder compaction(boolean value) {
      this.compaction = value;
      return this;
    }

    /**
     * Bounds what compaction reads and writes while the store is not far larger than it may be.
     *
     * @param value bytes a second, 1 MiB or more
     * @return this builder
     */
    public Builder compactionBytesPerSecond(long value) {
      this.compactionBytesPerSecond = value;
      return this;
    }

    /**
     * Bounds the space that superseded data takes.
     *
     * @param value more than 1
     * @return this builder
     */
    public Builder maxSpaceAmplification(double value) {
      this.maxSpaceAmplification = value;
      return this;
    }

    /**
     * Sets which history compaction may drop.
     *
     * @param value the policies; of two that meet the same event each may drop it
     * @return this builder
     */
    public Builder retention(List<RetentionPolicy> value) {
      this.retention = Objects.requireNonNull(value, "retention");
      return this;
    }

    /**
     * Bounds the age of snapshots.
     *
     * @param value zero for any age
     * @return this builder
     */
    public Builder snapshotMaxAge(Duration value) {
      this.snapshotMaxAge = Objects.requireNonNull(value, "snapshotMaxAge");
      return this;
    }

    /**
     * Sets which text fields can be searched, and how.
     *
     * @param value null for as the store has it
     * @return this builder
     */
    public Builder textIndexing(TextIndexing value) {
      this.textIndexing = value;
      return this;
    }

    /**
     * Sets how much of the heap texts take before they are written to a segment.
     *
     * @param value bytes, 1 MiB to 1 GiB
     * @return this builder
     */
    public Builder textBufferBytes(long value) {
      this.textBufferBytes = value;
      return this;
    }

    /**
     * Sets the clock.
     *
     * @param value nanoseconds since the epoch; need not be monotonic
     * @return this builder
     */
    public Builder clock(EpochNanoClock value) {
      this.clock = Objects.requireNonNull(value, "clock");
      return this;
    }

    /**
     * Validates and builds.
     *
     * @return the configuration
     * @throws InvalidArgumentException if a value is out of its range
     */
    public StoreConfig build() {
      return new StoreConfig(
          durability,
          asyncSyncInterval,
          segmentBytes,
          readOnly,
          createIfMissing,
          opening,
          queryCacheBytes,
          checkpointInterval,
          compaction,
          compactionBytesPerSecond,
          maxSpaceAmplification,
          retention,
          snapshotMaxAge,
          textIndexing,
          textBufferBytes,
          clock);
    }
  }
}
