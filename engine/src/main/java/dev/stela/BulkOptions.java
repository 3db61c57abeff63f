package dev.stela;

import java.time.Duration;
import java.util.Objects;

/**
 * How a bulk load works. {@link #defaults()} serves; a changed copy comes from {@link #builder()}.
 * Immutable; any thread.
 *
 * @param onExists what becomes of a document whose entity exists; {@link OnExists#FAIL} by default
 * @param batchDocuments how many documents a commit has, 1 to 100,000; 500 by default. Fewer where
 *     they are long, or where memory is short.
 * @param batchBytes after how many bytes of documents a batch ends, 1 KiB or more; 4 MiB by default
 * @param windowDocuments by how many positions a document may be ahead of the first one that is
 *     missing, 2 to 1,048,576; 8,192 by default
 * @param maxBytesInFlight how many bytes of documents are in memory at most, 64 KiB or more; 32 MiB
 *     by default. Who submits more waits. One document that has more by itself is let in alone.
 * @param threads how many threads prepare documents, 1 to 64; by default as many as there are
 *     processors
 * @param retries how often in a row a write that failed for a reason that may pass, as a full disk,
 *     is tried again, 0 to 1,000; 6 by default. Then the load has failed.
 * @param firstPause how long is waited before it is tried again, twice as long each further time; 1
 *     ms or more, 100 ms by default
 * @param longestPause how long at most, {@code firstPause} to 1 h; 10 s by default
 * @param total how many positions the source has, so that it can be said how many remain; -1, the
 *     default, if that is not known
 * @param rejects is told of what is rejected; nobody is by default
 */
public record BulkOptions(
    OnExists onExists,
    int batchDocuments,
    long batchBytes,
    int windowDocuments,
    long maxBytesInFlight,
    int threads,
    int retries,
    Duration firstPause,
    Duration longestPause,
    long total,
    RejectListener rejects) {
  private static final int MAX_BATCH = 100_000;
  private static final int MIN_BATCH_BYTES = 1 << 10;
  private static final int MAX_WINDOW = 1 << 20;
  private static final int MIN_BYTES = 64 << 10;
  private static final int MAX_THREADS = 64;
  private static final int MAX_RETRIES = 1_000;

  /** Validates. */
  public BulkOptions {
    Objects.requireNonNull(onExists, "onExists");
    Objects.requireNonNull(firstPause, "firstPause");
    Objects.requireNonNull(longestPause, "longestPause");
    Objects.requireNonNull(rejects, "rejects");
    requireIn("batchDocuments", batchDocuments, 1, MAX_BATCH);
    requireIn("batchBytes", batchBytes, MIN_BATCH_BYTES, Long.MAX_VALUE);
    requireIn("windowDocuments", windowDocuments, 2, MAX_WINDOW);
    requireIn("maxBytesInFlight", maxBytesInFlight, MIN_BYTES, Long.MAX_VALUE);
    requireIn("threads", threads, 1, MAX_THREADS);
    requireIn("retries", retries, 0, MAX_RETRIES);
    requireIn("total", total, -1, Long.MAX_VALUE);
    if (firstPause.compareTo(Duration.ofMillis(1)) < 0
        || longestPause.compareTo(firstPause) < 0
        || longestPause.compareTo(Duration.ofHours(1)) > 0) {
      throw new InvalidArgumentException(
          "pauses are 1 ms to 1 h, and the longest is not shorter than the first: firstPause="
              + firstPause
              + " longestPause="
              + longestPause);
    }
  }

  private static void requireIn(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new InvalidArgumentException(
          "a value is out of its range: " + name + "=" + value + " from=" + least + " to=" + most);
    }
  }

  /**
   * The defaults named above.
   *
   * @return the options
   */
  public static BulkOptions defaults() {
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
    private OnExists onExists = OnExists.FAIL;
    private int batchDocuments = 500;
    private long batchBytes = 4 << 20;
    private int windowDocuments = 8192;
    private long maxBytesInFlight = 32 << 20;
    private int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_THREADS);
    private int retries = 6;
    private Duration firstPause = Duration.ofMillis(100);
    private Duration longestPause = Duration.ofSeconds(10);
    private long total = -1;
    private RejectListener rejects = RejectListener.none();

    private Builder() {}

    /**
     * Sets what becomes of a document whose entity exists.
     *
     * @param value what to do
     * @return this builder
     */
    public Builder onExists(OnExists value) {
      this.onExists = Objects.requireNonNull(value, "onExists");
      return this;
    }

    /**
     * Sets how many documents a commit has.
     *
     * @param value 1 to 100,000
     * @return this builder
     */
    public Builder batchDocuments(int value) {
      this.batchDocuments = value;
      return this;
    }

    /**
     * Sets after how many bytes of documents a batch ends.
     *
     * @param value 1 KiB or more
     * @return this builder
     */
    public Builder batchBytes(long value) {
      this.batchBytes = value;
      return this;
    }

    /**
     * Sets how far a document may be ahead of the first one that is missing.
     *
     * @param value positions, 2 to 1,048,576
     * @return this builder
     */
    public Builder windowDocuments(int value) {
      this.windowDocuments = value;
      return this;
    }

    /**
     * Bounds the memory that documents take.
     *
     * @param value bytes, 64 KiB or more
     * @return this builder
     */
    public Builder maxBytesInFlight(long value) {
      this.maxBytesInFlight = value;
      return this;
    }

    /**
     * Sets how many threads prepare documents.
     *
     * @param value 1 to 64
     * @return this builder
     */
    public Builder threads(int value) {
      this.threads = value;
      return this;
    }

    /**
     * Sets how often in a row a write is tried again.
     *
     * @param value 0 to 1,000
     * @return this builder
     */
    public Builder retries(int value) {
      this.retries = value;
      return this;
    }

    /**
     * Sets how long is waited before a write is tried again.
     *
     * @param first before the first time; 1 ms or more
     * @param longest at most; up to 1 h
     * @return this builder
     */
    public Builder pauses(Duration first, Duration longest) {
      this.firstPause = Objects.requireNonNull(first, "first");
      this.longestPause = Objects.requireNonNull(longest, "longest");
      return this;
    }

    /**
     * Says how many positions the source has.
     *
     * @param value the number; -1 if it is not known
     * @return this builder
     */
    public Builder total(long value) {
      this.total = value;
      return this;
    }

    /**
     * Sets who is told of what is rejected.
     *
     * @param value the listener
     * @return this builder
     */
    public Builder rejects(RejectListener value) {
      this.rejects = Objects.requireNonNull(value, "rejects");
      return this;
    }

    /**
     * Validates and builds.
     *
     * @return the options
     * @throws InvalidArgumentException if a value is out of its range
     */
    public BulkOptions build() {
      return new BulkOptions(
          onExists,
          batchDocuments,
          batchBytes,
          windowDocuments,
          maxBytesInFlight,
          threads,
          retries,
          firstPause,
          longestPause,
          total,
          rejects);
    }
  }
}
