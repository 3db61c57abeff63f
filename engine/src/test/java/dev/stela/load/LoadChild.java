package dev.stela.load;

import dev.stela.BulkLoader;
import dev.stela.BulkOptions;
import dev.stela.Durability;
import dev.stela.EntityStore;
import dev.stela.LoadStatus;
import dev.stela.StoreConfig;
import dev.stela.TextIndexing;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** The process that is killed: it begins a load, or goes on with it, in some threads. */
public final class LoadChild {
  static final String LOAD = "load";
  static final String LOADING = "loading";
  static final String FINISHED = "finished";

  private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

  private LoadChild() {}

  /**
   * Runs until it is killed, or the load is finished.
   *
   * @param arguments store, durability, seed, documents, threads, documents of a batch, bytes in
   *     flight, file of rejects
   */
  public static void main(String[] arguments) throws Exception {
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> fail(failure));
    Documents documents = new Documents(Long.parseLong(arguments[2]));
    long count = Long.parseLong(arguments[3]);
    int threads = Integer.parseInt(arguments[4]);
    Path rejects = Path.of(arguments[7]);
    BulkOptions options =
        BulkOptions.builder()
            .threads(1)
            .total(count)
            .batchDocuments(Integer.parseInt(arguments[5]))
            .windowDocuments(2 * threads)
            .maxBytesInFlight(Long.parseLong(arguments[6]))
            .rejects(
                document ->
                    Files.writeString(
                        rejects,
                        document.position() + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND))
            .build();
    try (EntityStore store = EntityStore.open(Path.of(arguments[0]), config(arguments[1]))) {
      Optional<LoadStatus> earlier = store.loads().stream().findFirst();
      if (earlier.isPresent() && earlier.get().state() == LoadStatus.State.FINISHED) {
        // The one before was killed when it had nothing left to do but to say so.
        tell(FINISHED);
        return;
      }
      BulkLoader loader =
          earlier.isPresent() ? store.resumeLoad(LOAD, options) : store.bulkLoader(LOAD, options);
      tell(LOADING + " " + loader.nextPosition());
      submit(documents, loader, count, threads);
      loader.finish();
    }
    tell(FINISHED);
  }

  static StoreConfig config(String durability) {
    return StoreConfig.builder()
        .durability(Durability.valueOf(durability))
        .asyncSyncInterval(Duration.ofMillis(5))
        .segmentBytes(StoreConfig.MIN_SEGMENT_BYTES)
        .queryCacheBytes(0)
        // Needs no library that the child does not have.
        .textIndexing(TextIndexing.everyField("whitespace"))
        .textBufferBytes(1 << 20)
        .compaction(false)
        .build();
  }

  private static void submit(Documents documents, BulkLoader loader, long count, int threads)
      throws InterruptedException {
    AtomicLong next = new AtomicLong(loader.nextPosition());
    CountDownLatch running = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      Thread.ofPlatform()
          .start(
              () -> {
                try {
                  for (long position = next.getAndIncrement();
                      position < count;
                      position = next.getAndIncrement()) {
                    loader.submit(position, documents.draft(position));
                  }
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                running.countDown();
              });
    }
    running.await();
  }

  private static void tell(String line) throws IOException {
    OUT.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static void fail(Throwable failure) {
    failure.printStackTrace();
    Runtime.getRuntime().halt(1);
  }
}
