package dev.stela.kill;

import dev.stela.Durability;
import dev.stela.EntityStore;
import dev.stela.Opening;
import dev.stela.SeamStores;
import dev.stela.StoreClosedException;
import dev.stela.StoreConfig;
import dev.stela.TextIndexing;
import dev.stela.internal.storage.SystemFiles;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The process that is killed: it opens a store, goes on with the scripts in one thread each, and
 * tells over its output what it is about to do and what has been acknowledged.
 */
public final class KillChild {
  static final String OPENING = "opening";
  static final String OPEN = "open";
  static final String ACKNOWLEDGED = "ack";
  static final String CLOSING = "closing";
  static final String CLOSED = "closed";

  static final int SEGMENT_BYTES = StoreConfig.MIN_SEGMENT_BYTES;

  /** Little, so that segments of the text index are written and merged all along. */
  private static final long TEXT_BUFFER_BYTES = 32 << 10;

  // Unbuffered, and every line shorter than what a pipe takes in one piece: a line is told whole
  // or not at all, also by several threads.
  private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

  private KillChild() {}

  /**
   * Runs until it is killed.
   *
   * @param arguments store, durability, seed, way of opening, after how many milliseconds to close
   *     (-1: never), and for each thread how many operations it has behind it
   */
  public static void main(String[] arguments) throws Exception {
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> fail(failure));
    StoreConfig config =
        StoreConfig.builder()
            .durability(Durability.valueOf(arguments[1]))
            .asyncSyncInterval(Duration.ofMillis(5))
            .segmentBytes(SEGMENT_BYTES)
            .opening(Opening.valueOf(arguments[3]))
            .textIndexing(TextIndexing.everyField("whitespace"))
            .build();
    KillScript[] scripts = new KillScript[arguments.length - 5];
    for (int i = 0; i < scripts.length; i++) {
      scripts[i] = new KillScript(Long.parseLong(arguments[2]), i);
      while (scripts[i].steps() < Integer.parseInt(arguments[5 + i])) {
        scripts[i].next();
      }
    }
    tell(OPENING);
    EntityStore store =
        SeamStores.open(new SystemFiles(), Path.of(arguments[0]), config, TEXT_BUFFER_BYTES);
    tell(OPEN + " " + store.lsn() + " " + store.recovery().kind());
    for (int i = 0; i < scripts.length; i++) {
      KillScript script = scripts[i];
      int thread = i;
      Thread.ofPlatform().start(() -> write(store, script, thread));
    }
    int closeAfter = Integer.parseInt(arguments[4]);
    if (closeAfter >= 0) {
      Thread.sleep(closeAfter);
      tell(CLOSING);
      store.close();
      tell(CLOSED);
    }
    // Ends when the parent does, should it end first.
    System.in.read();
    Runtime.getRuntime().halt(1);
  }

  private static void write(EntityStore store, KillScript script, int thread) {
    try {
      while (true) {
        long lsn = script.next().run(store);
        tell(ACKNOWLEDGED + " " + thread + " " + script.steps() + " " + lsn);
      }
    } catch (StoreClosedException e) {
      // So the main thread wanted it.
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    }
  }

  private static void tell(String line) throws IOException {
    OUT.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static void fail(Throwable failure) {
    failure.printStackTrace();
    Runtime.getRuntime().halt(1);
  }
}
