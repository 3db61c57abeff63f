package dev.stela.tools.ndjson;

import dev.stela.BulkLoader;
import dev.stela.StelaException;
import dev.stela.tools.RefusedException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Hands the lines of an input to a load: each of some threads takes the next line, parses it and
 * submits it at its position, so that the lines come into the store in their order. Used once, by
 * one thread.
 */
final class LineFeed {
  private static final long GLANCE_MILLIS = 200;

  private final LineReader lines;
  private final BulkLoader loader;
  private final int threads;
  private final CountDownLatch running;

  // Written under the lock of lines, or to end.
  private volatile boolean ended;
  private volatile long consumed;

  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  LineFeed(LineReader lines, BulkLoader loader, int threads) {
    this.lines = lines;
    this.loader = loader;
    this.threads = threads;
    this.running = new CountDownLatch(threads);
  }

  /** Is told how far the reading is. */
  interface Glance {
    void at(long consumedBytes);
  }

  /**
   * Submits all lines from the load's next one on.
   *
   * @param whenFailed ends the load, so that nobody waits for what will not come
   * @throws IOException if the input cannot be read
   */
  void run(Glance progress, Runnable whenFailed) throws IOException {
    skipTo(loader.nextPosition());
    for (int i = 0; i < threads; i++) {
      Thread.ofPlatform().daemon().name("import-" + i).start(this::feed);
    }
    try {
      while (!running.await(GLANCE_MILLIS, TimeUnit.MILLISECONDS) && failure.get() == null) {
        progress.at(consumed);
      }
    } catch (InterruptedException e) {
      fail(e);
    }
    if (failure.get() != null) {
      // Not joined: one of the threads may be waiting for the input, and takes it nowhere.
      stop(whenFailed);
      rethrow(failure.get());
    }
    progress.at(consumed);
  }

  private void stop(Runnable whenFailed) {
    try {
      whenFailed.run();
    } catch (StelaException e) {
      failure.get().addSuppressed(e);
    }
  }

  private void skipTo(long position) throws IOException {
    for (long i = 0; i < position; i++) {
      if (lines.next() == null) {
        throw new RefusedException(
            "the input has fewer lines than the load has done, it is another one: lines="
                + i
                + " done="
                + position);
      }
    }
  }

  private void feed() {
    LineParser parser = new LineParser();
    try {
      for (RawLine line = next(); line != null; line = next()) {
        submit(line, parser);
      }
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      fail(e);
    } finally {
      running.countDown();
    }
  }

  private RawLine next() throws IOException {
    synchronized (lines) {
      if (ended) {
        return null;
      }
      RawLine line = lines.next();
      ended = line == null;
      consumed = lines.consumed();
      return line;
    }
  }

  private void submit(RawLine line, LineParser parser) throws InterruptedException {
    long position = line.number() - 1;
    if (line.isBlank()) {
      loader.pass(position);
      return;
    }
    EntityLine entity;
    try {
      entity = parser.parse(line);
    } catch (BadLineException e) {
      loader.reject(position, e.getMessage(), line, line.bytes().length);
      return;
    }
    loader.submit(position, entity.toDraft(), line, line.bytes().length);
  }

  private void fail(Throwable cause) {
    ended = true;
    failure.compareAndSet(null, cause);
  }

  private static void rethrow(Throwable cause) throws IOException {
    switch (cause) {
      case null -> {
        // All went well.
      }
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IOException("the import was interrupted", cause);
    }
  }
}
