package dev.stela.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How many documents a second are indexed, in batches of which each is durable and found when the
 * next one begins, or in one go that is durable in the end? Prints the rate, the most memory that
 * the process had, and the bytes of the index as it is and merged. A load of a twentieth comes
 * first, in a store of its own, for the compiler.
 *
 * <p>Arguments: the store, {@link #BATCHES}, {@link #BULK} or {@link #SMALL}, how many documents,
 * and a folder in which the store is to stay, or {@code -} if it is not to.
 */
public final class TextLoad {
  static final String BATCHES = "batches";
  static final String BULK = "bulk";

  /** As {@link #BULK}, with as little memory as there may be for what is not written yet. */
  static final String SMALL = "small";

  static final int BATCH = 150;

  private static final int BULK_BATCH = 1_000;
  private static final int WARM_UP_SHARE = 20;

  private TextLoad() {}

  /**
   * Measures.
   *
   * @param args see above
   * @throws IOException if the store's files cannot be made
   */
  public static void main(String[] args) throws IOException {
    TextStore.Kind kind = TextStore.Kind.valueOf(args[0]);
    String mode = args[1];
    TextModel model = new TextModel(Integer.parseInt(args[2]));
    try (Scratch scratch = new Scratch()) {
      Path first = scratch.folder().resolve("first");
      Files.createDirectory(first);
      try (TextStore store = kind.open(first, bufferBytes(mode))) {
        load(store, mode, model, model.documents() / WARM_UP_SHARE);
      }
      Path measured = args[3].equals("-") ? scratch.folder().resolve("measured") : Path.of(args[3]);
      Files.createDirectories(measured);
      measure(kind, mode, model, measured);
    }
  }

  private static void measure(TextStore.Kind kind, String mode, TextModel model, Path folder)
      throws IOException {
    Figures figures = new Figures();
    String name = "text." + mode + "." + kind;
    try (TextStore store = kind.open(folder, bufferBytes(mode))) {
      double seconds = load(store, mode, model, model.documents());
      figures.add(name + ".rate", model.documents() / seconds);
      figures.add(name + ".rss", peakMemory());
      long found = store.count(store.query(TextStore.Asked.TERM, new String[] {TextModel.SHARED}));
      if (found != model.documents()) {
        throw new WrongResultException(
            "documents lost: expected=" + model.documents() + " found=" + found);
      }
      if (mode.equals(BULK)) {
        store.merge();
        figures.add(name + ".bytes", store.indexBytes());
      }
    }
    figures.print(System.out);
  }

  private static int bufferBytes(String mode) {
    return mode.equals(SMALL) ? TextStore.SMALL_BUFFER_BYTES : TextStore.BUFFER_BYTES;
  }

  /** Texts are made while the clock stands, for that is not what is to be measured. */
  private static double load(TextStore store, String mode, TextModel model, int documents)
      throws IOException {
    int size = mode.equals(BATCHES) ? BATCH : BULK_BATCH;
    long nanos = 0;
    for (int from = 0; from < documents; from += size) {
      TextModel.Batch batch = model.batch(from, Math.min(documents, from + size));
      long start = System.nanoTime();
      store.add(batch);
      if (mode.equals(BATCHES)) {
        store.commit();
      }
      nanos += System.nanoTime() - start;
    }
    long start = System.nanoTime();
    store.commit();
    return (nanos + System.nanoTime() - start) / 1e9;
  }

  /** The most memory that this process has had so far, in bytes, by Linux's account. */
  private static double peakMemory() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc/self/status"));
    for (String line : lines) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024.0;
      }
    }
    throw new IOException("/proc/self/status does not tell VmHWM");
  }
}
