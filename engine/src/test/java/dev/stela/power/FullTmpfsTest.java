package dev.stela.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stela.Durability;
import dev.stela.EntityStore;
import dev.stela.RecoveryReport;
import dev.stela.StorageFullException;
import dev.stela.StoreConfig;
import dev.stela.model.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A real file system in memory that is full to the last byte. Needs the right to mount one; is
 * skipped without.
 */
@Timeout(300)
class FullTmpfsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Durability.class)
  void shouldLiveOnAndWriteAgainWhenATmpfsWasFullToTheBrim(Durability durability) throws Exception {
    Path mount = Files.createDirectories(folder.toRealPath().resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", mount.toString()) == 0,
        "this user may not mount a tmpfs");
    try {
      fillAndEmpty(mount, durability);
    } finally {
      assertEquals(0, run("umount", mount.toString()), "unmounted");
    }
  }

  private static void fillAndEmpty(Path mount, Durability durability) throws Exception {
    long seed = ThreadLocalRandom.current().nextLong();
    Workload work = new Workload(seed, 20);
    Path filler = mount.resolve("filler");
    try (EntityStore store = EntityStore.open(mount.resolve("store"), config(work, durability))) {
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 20; i++) {
          work.step(store);
        }
        fill(mount, filler);
        writeUntilRefused(store, work);
        work.compare(store, 10);
        Files.delete(filler);
        for (int i = 0; i < 5; i++) {
          work.putLong(store, 400_000);
        }
        work.compare(store, 10);
      }
    } catch (Throwable e) {
      throw new AssertionError("seed=" + seed, e);
    }
    try (EntityStore store = EntityStore.open(mount.resolve("store"), config(work, durability))) {
      assertEquals(RecoveryReport.Kind.CLEAN, store.recovery().kind());
      work.compare(store, 10);
    }
  }

  /** The store may give some back while it is being filled: of a file that it could not make. */
  private static void fill(Path mount, Path filler) throws Exception {
    for (int i = 0; i == 0 || mount.toFile().getUsableSpace() > 0; i++) {
      assertTrue(i < 100, "space left after so many attempts");
      assertTrue(
          run(
                  "dd",
                  "if=/dev/zero",
                  "of=" + filler,
                  "bs=4096",
                  "oflag=append",
                  "conv=notrunc",
                  "status=none")
              != 0,
          "dd ends when all is full");
    }
  }

  /** What had been made ready before still takes some. */
  private static void writeUntilRefused(EntityStore store, Workload work) throws IOException {
    int refused = 0;
    for (int i = 0; refused < 3; i++) {
      assertTrue(i < 200, "a full disk does not take everything");
      try {
        work.putLong(store, 100_000);
      } catch (StorageFullException e) {
        work.forget();
        refused++;
      }
    }
  }

  private static StoreConfig config(Workload work, Durability durability) {
    return StoreConfig.builder()
        .durability(durability)
        .segmentBytes(1 << 20)
        .clock(work.clock())
        .build();
  }

  private static int run(String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return -1;
    }
    process.getInputStream().readAllBytes();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> String.join(" ", command));
    return process.exitValue();
  }
}
