package dev.stela.internal.text;

import dev.stela.StoreClosedException;

/**
 * The text index of a store that is open for reading only. It is opened when it is first asked for:
 * what is not in segments is read from the log, and stays in memory. Any thread.
 */
public final class TextsToRead implements TextSource, AutoCloseable {
  private final TextEnvironment environment;
  private final TextState state;
  private volatile TextParts parts;
  private volatile boolean closed;

  /**
   * Opens nothing yet.
   *
   * @param state what the manifest says, which does not say that nothing is indexed
   */
  public TextsToRead(TextEnvironment environment, TextState state) {
    this.environment = environment;
    this.state = state;
  }

  @Override
  public TextReading read() {
    TextParts now = parts;
    if (now == null) {
      now = open();
    }
    if (!now.view().pin()) {
      throw new StoreClosedException("the store is closed");
    }
    return new TextReading(now.view(), now.schema());
  }

  private synchronized TextParts open() {
    if (closed) {
      throw new StoreClosedException("the store is closed");
    }
    if (parts == null) {
      parts = new TextOpening(environment).openToRead(state);
    }
    return parts;
  }

  /** Returns what the index is: of one that was not asked for yet, what the manifest says. */
  public TextFigures figures() {
    TextParts now = parts;
    TextState.Index index = state.index().orElse(null);
    if (index == null) {
      return now == null ? TextFigures.NONE : figures(now.standing(), 0, 0, now);
    }
    long bytes = index.segments().stream().mapToLong(TextState.Segment::bytes).sum();
    int documents = now == null ? index.standing() : now.standing();
    return figures(documents, index.segments().size(), bytes, now);
  }

  private TextFigures figures(int documents, int segments, long bytes, TextParts parts) {
    long deltaBytes = parts == null ? 0 : parts.deltaBytes();
    long refused =
        parts == null ? state.index().map(TextState.Index::refused).orElse(0L) : parts.refused();
    String lastRefusal = parts == null ? "" : parts.lastRefusal();
    return new TextFigures(documents, segments, bytes, deltaBytes, refused, lastRefusal, 1, 0, "");
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (parts != null) {
      parts.close();
    }
  }
}
