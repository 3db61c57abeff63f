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
 * <p>{@code -Dstela.model.seed=…} repeats one run, {@code -Dstela.model.operations=…} and {@code
 * -Dstela.model.queries=…} set how many operations are done and queries asked in all.
 */
class ReferenceModelTest {
  private static final String SEED = "stela.model.seed";
  private static final String OPERATIONS = "stela.model.operations";
  private static final long DEFAULT_OPERATIONS = 210_000;
  private static final long RUN_OPERATIONS = 12_500;
  private static final int SYNC_SHARE = 25;
  private static final int IDS = 150;
  private static final double QUERIES_PER_OPERATION = 0.05;
  private static final String QUERIES = "stela.model.queries";
  private static final long DEFAULT_QUERIES = 50_000;
  private static final long QUERY_RUN_OPERATIONS = 3_000;
  private static final int QUERY_RUN_IDS = 200;
  private static final double QUERIES_PER_OPERATION_IN_QUERY_RUN = 3;

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

  @Test
  void shouldAnswerQueriesAsTheModelDoesWhenOperationsGoOnBetweenThem() throws Exception {
    Long given = Long.getLong(SEED);
    long rest = given != null ? 1 : Long.getLong(QUERIES, DEFAULT_QUERIES);
    while (rest > 0) {
      long seed = given != null ? given : ThreadLocalRandom.current().nextLong();
      ModelRun run =
          run(
              Durability.ASYNC,
              seed,
              QUERY_RUN_OPERATIONS,
              QUERY_RUN_IDS,
              QUERIES_PER_OPERATION_IN_QUERY_RUN,
              "shouldAnswerQueriesAsTheModelDoesWhenOperationsGoOnBetweenThem");
      rest -= run.asked();
    }
  }

  private void runAll(Durability durability, long operations, String test) throws Exception {
    Long given = Long.getLong(SEED);
    long rest = given != null ? RUN_OPERATIONS : operations;
    while (rest > 0) {
      long seed = given != null ? given : ThreadLocalRandom.current().nextLong();
      long count = Math.min(rest, RUN_OPERATIONS);
      rest -= run(durability, seed, count, IDS, QUERIES_PER_OPERATION, test).done();
    }
  }

  private ModelRun run(
      Durability durability,
      long seed,
      long operations,
      int ids,
      double queriesPerOperation,
      String test)
      throws Exception {
    Path own = Files.createDirectory(folder.resolve("run" + Long.toHexString(seed)));
    ModelRun run = new ModelRun(seed, durability, ids, queriesPerOperation, own);
    try {
      run.run(operations);
    } catch (Throwable e) {
      throw new AssertionError(
          "store and model differ after %d operations and %d queries, repeat it with: mvn -pl engine test -Dtest=%s#%s -D%s=%d"
              .formatted(run.done(), run.asked(), "ReferenceModelTest", test, SEED, seed),
          e);
    }
    Folders.delete(own);
    return run;
  }

  private static long operations() {
    return Long.getLong(OPERATIONS, DEFAULT_OPERATIONS);
  }
}
