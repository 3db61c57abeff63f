package dev.stela.jmh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * How many bytes does a store hand to the device for each that a user hands to it, and how many has
 * it on disk for each that is live, under a {@link MixedLoad} at a steady pace? And how fast is the
 * same load without a pace? The process has nothing else to write.
 *
 * <p>Arguments: the store, the number of entities, the changes a second, the seconds, and the
 * seconds without a pace.
 */
public final class Amplification {
  private static final long SLEEP_NANOS = 1_000_000;
  private static final long SAMPLE_NANOS = 1_000_000_000;
  private static final int BATCH = 64;

  private final Path folder;
  private final MixedLoad load;
  private final Progress progress = new Progress();
  private final Figures figures = new Figures();
  private final String name;
  private long nextSample = System.nanoTime();
  private final long deviceBefore;
  private long peak;

  private Amplification(Path folder, MixedStore store, String name) throws IOException {
    this.folder = folder;
    this.deviceBefore = WrittenBytes.toDevice(folder);
    this.load = new MixedLoad(store);
    this.name = name;
  }

  /**
   * Measures.
   *
   * @param args see above
   * @throws IOException if files cannot be made, or the kernel does not tell what was written
   */
  public static void main(String[] args) throws IOException {
    MixedStore.Kind kind = MixedStore.Kind.valueOf(args[0]);
    try (Scratch scratch = new Scratch();
        MixedStore store = kind.open(scratch.folder().resolve("store"))) {
      Amplification measured = new Amplification(scratch.folder(), store, "mixed." + kind + ".");
      for (int i = Integer.parseInt(args[1]); i > 0; i--) {
        measured.load.insert();
        measured.sample();
      }
      measured.paced(Integer.parseInt(args[2]), Double.parseDouble(args[3]));
      measured.tell(store);
      measured.unpaced(Double.parseDouble(args[4]));
      measured.load.check();
      measured.figures.print(System.out);
    }
  }

  private void paced(int perSecond, double seconds) {
    long all = (long) (perSecond * seconds);
    long start = System.nanoTime();
    long made = 0;
    while (made < all) {
      long due = Math.min(all, (long) ((System.nanoTime() - start) / 1e9 * perSecond));
      for (; made < due; made++) {
        load.next();
      }
      sample();
      progress.count("changes", made, all);
      LockSupport.parkNanos(SLEEP_NANOS);
    }
    figures.add(name + "paced", made / ((System.nanoTime() - start) / 1e9));
  }

  private void unpaced(double seconds) {
    long start = System.nanoTime();
    long made = 0;
    double passed;
    do {
      for (int i = 0; i < BATCH; i++) {
        load.next();
      }
      made += BATCH;
      passed = (System.nanoTime() - start) / 1e9;
    } while (passed < seconds);
    figures.add(name + "unpaced", made / passed);
  }

  private void tell(MixedStore store) throws IOException {
    store.sync();
    long bytes = DiskUse.bytes(folder);
    figures.add(name + "written", WrittenBytes.byThisProcess());
    figures.add(name + "device", WrittenBytes.toDevice(folder) - deviceBefore);
    figures.add(name + "user", load.userBytes());
    figures.add(name + "disk", bytes);
    figures.add(name + "peak", Math.max(peak, bytes));
    figures.add(name + "live", load.liveBytes());
    figures.add(name + "entities", load.entities());
    DiskUse.byKind(folder)
        .forEach((kind, size) -> System.err.printf(Locale.ROOT, "  %,15d %s%n", size, kind));
  }

  private void sample() {
    long now = System.nanoTime();
    if (now >= nextSample) {
      peak = Math.max(peak, DiskUse.bytes(folder));
      nextSample = now + SAMPLE_NANOS;
    }
  }
}
