package dev.stela.internal.storage;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Daemon threads that nobody outside can interrupt: an interrupt in the middle of a channel
 * operation would close the channel. Any thread may call.
 */
final class EngineThreads {
  private static final int THREADS = 2;
  private static final long IDLE_SECONDS = 10;
  private static final ThreadPoolExecutor POOL = pool();

  private EngineThreads() {}

  /** Runs a call on an engine thread and waits for it; interrupts are kept for afterwards. */
  static <T> T call(Callable<T> call) throws IOException {
    var result = POOL.submit(call);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return result.get();
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
    return switch (failure.getCause()) {
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
            Thread.ofPlatform().daemon().name("stela-io-", 0).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
