package dev.stela.tools.demo;

import dev.stela.tools.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first half of the load, by a process that is killed in the middle of its work.
 *
 * @param acknowledged the batches that the process said were durable
 * @param killed whether it got the signal
 * @param exitCode how the process ended
 * @param totals what was acknowledged, from the first acknowledgement to the kill
 */
record KilledLoad(
    List<Acknowledgement> acknowledged, boolean killed, int exitCode, LoadTotals totals) {

  /** Runs the process until it has acknowledged {@code killAfter} classes, and kills it. */
  static KilledLoad run(Path store, DemoSize size, long killAfter, Progress progress)
      throws IOException {
    List<Acknowledgement> acknowledged = new ArrayList<>();
    LoadTotals totals = new LoadTotals(0, 0, 0);
    boolean killed = false;
    long seen = 0;
    long start = 0;
    try (LoaderProcess process = new LoaderProcess(store, size)) {
      Optional<Acknowledgement> next;
      while ((next = process.next()).isPresent()) {
        Acknowledgement last = next.get();
        int keys = last.keys().size();
        acknowledged.add(last);
        progress.step(keys);
        seen += keys;
        if (seen == keys) {
          // The rate counts from here: before, the process was busy with starting.
          start = System.nanoTime();
        } else if (!killed) {
          totals = totals.plus(keys, last.bytes(), System.nanoTime() - start);
        }
        if (seen >= killAfter && !killed) {
          process.kill();
          killed = true;
        }
      }
      return new KilledLoad(acknowledged, killed, process.exitCode(), totals);
    }
  }

  /** Tells whether the process ended by the kill: it could have been done before. */
  boolean diedOfIt() {
    return killed && exitCode != 0;
  }

  long acknowledgedClasses() {
    return acknowledged.stream().mapToLong(batch -> batch.keys().size()).sum();
  }
}
