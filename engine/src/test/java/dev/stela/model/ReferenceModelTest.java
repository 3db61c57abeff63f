package dev.stela.model;

import dev.stela.Durability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store and the reference model get the same random operations and have to give the same answers.
 *
 * <p>{@code -Dstela.model.seed=…} repeats one run, {@code -Dstela.model.operations=…} sets how many
 * operations are done in all.
 */
class ReferenceModelTest {
  private static final String SEED = "stela.model.seed";
  private static final String OPERATIONS = "stela.model.operations";
  private static final long DEFAULT_OPERATIONS = 210_000;
  private static final long RUN_OPERATIONS = 12_500;
  private static final int SYNC_SHARE = 25;

  @TempDir Path folder;

  @Test
  void shouldAnswerAsTheModelDoesWhenWritesAreAsync() throws Exception {
    long sync = operations() / SYNC_SHARE;
    runAll(Durability.ASYNC, operations() - sync, "shouldAnswerAsTheModelDoesWhenWritesAreAsync");
  }

  @Test
  void shouldAnswerAsTheModelDoesWhenWritesAreSync() throws Exception {
    runAll(
        Durability.SYNC, operations() / SYNC_SHARE, "shouldAnswerAsTheModelDoesWhenWritesAreSync");
  }

  private void runAll(Durability durability, long operations, String test) throws Exception {
    Long given = Long.getLong(SEED);
    long rest = given != null ? RUN_OPERATIONS : operations;
    while (rest > 0) {
      long seed = given != null ? given : ThreadLocalRandom.current().nextLong();
      rest -= run(durability, seed, Math.min(rest, RUN_OPERATIONS), test);
    }
  }

  private long run(Durability durability, long seed, long operations, String test)
      throws Exception {
    Path own = Files.createDirectory(folder.resolve("run" + Long.toHexString(seed)));
    ModelRun run = new ModelRun(seed, durability, own);
    try {
      run.run(operations);
    } catch (Throwable e) {
      throw new AssertionError(
          "store and model differ after %d operations, repeat it with: mvn -pl engine test -Dtest=%s#%s -D%s=%d"
              .formatted(run.done(), "ReferenceModelTest", test, SEED, seed),
          e);
    }
    Folders.delete(own);
    return run.done();
  }

  private static long operations() {
    return Long.getLong(OPERATIONS, DEFAULT_OPERATIONS);
  }
}
