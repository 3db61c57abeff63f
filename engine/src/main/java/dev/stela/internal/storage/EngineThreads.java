package dev.stela.internal.storage;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Daemon threads that nobody outside can interrupt: an interrupt in the middle of a channel
 * operation would close the channel. Any thread may call.
 */
public final class EngineThreads {
  private static final int THREADS = 2;
  private static final long IDLE_SECONDS = 10;
  private static final ThreadPoolExecutor POOL = pool();

  private EngineThreads() {}

  /** A piece of work on a channel. */
  interface Call<T> {
    T run() throws IOException;
  }

  /** What no caller can get hold of. */
  private static final class EngineThread extends Thread {
    EngineThread(Runnable work, String name) {
      super(work, name);
      setDaemon(true);
    }
  }

  /** Returns a maker of engine threads, which are named by a prefix and a number. */
  public static ThreadFactory factory(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return work -> new EngineThread(work, prefix + number.getAndIncrement());
  }

  /**
   * Does a piece of work of many channel operations on an engine thread of its own, where none of
   * them has to be handed over, and waits for it. An interrupt of the caller is kept for
   * afterwards; a failure shows the caller's frames below its own.
   */
  public static <T> T run(String name, Supplier<T> work) {
    FutureTask<T> task = new FutureTask<>(work::get);
    new EngineThread(task, name).start();
    try {
      return result(task);
    } catch (IOException e) {
      throw new IllegalStateException("a supplier has thrown a checked exception", e);
    }
  }

  /** Runs a call on an engine thread and waits for it; interrupts are kept for afterwards. */
  static <T> T call(Call<T> call) throws IOException {
    return Thread.currentThread() instanceof EngineThread
        ? call.run()
        : result(POOL.submit(call::run));
  }

  private static <T> T result(Future<T> task) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw failureOf(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IOException failureOf(ExecutionException failure) {
    Throwable cause = failure.getCause();
    // The frames of the one who waited are what leads to the failure's origin.
    cause.setStackTrace(
        Stream.concat(Stream.of(cause.getStackTrace()), Stream.of(failure.getStackTrace()).skip(2))
            .toArray(StackTraceElement[]::new));
    return switch (cause) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> new IOException(e);
    };
  }

  private static ThreadPoolExecutor pool() {
    var pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            factory("stela-io-"));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
