package dev.stela.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.Durability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store and the reference model get the same random operations and have to give the same answers.
 *
 * <p>{@code -Dstela.model.seed=…} repeats one run, {@code -Dstela.model.operations=…} and {@code
 * -Dstela.model.queries=…} set how many operations are done and queries asked in all, {@code
 * -Dstela.model.retained=…} how many operations of stores with retention.
 */
class ReferenceModelTest {
  private static final String SEED = "stela.model.seed";
  private static final String OPERATIONS = "stela.model.operations";
  private static final long DEFAULT_OPERATIONS = 75_000;
  private static final long RUN_OPERATIONS = 12_500;
  private static final int SYNC_SHARE = 25;
  private static final String QUERIES = "stela.model.queries";
  private static final long DEFAULT_QUERIES = 20_000;
  private static final long QUERY_RUN_OPERATIONS = 2_500;
  private static final ModelRun.Settings QUERY_RUN =
      new ModelRun.Settings(Durability.ASYNC, 150, List.of(), 3, false);

  /** The sets of such tags are kept, for now and for moments in between. */
  private static final ModelRun.Settings FEW_TAGS =
      new ModelRun.Settings(
          Durability.ASYNC,
          60,
          List.of("type:value1", "type:value2", "status:value1", "number:1"),
          0.3,
          false);

  private static final String RETAINED = "stela.model.retained";
  private static final long DEFAULT_RETAINED = 8_000;
  private static final long RETENTION_RUN_OPERATIONS = 4_000;

  /** Among few entities, so that each has a long history. */
  private static final List<ModelRun.Settings> RETENTION_RUNS =
      List.of(
          new ModelRun.Settings(Durability.ASYNC, 40, List.of(), 0.3, true),
          new ModelRun.Settings(
              Durability.ASYNC, 40, List.of("type:value1", "type:value2", "number:1"), 0.3, true));

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
              QUERY_RUN,
              seed,
              QUERY_RUN_OPERATIONS,
              "shouldAnswerQueriesAsTheModelDoesWhenOperationsGoOnBetweenThem");
      rest -= run.asked();
    }
  }

  @Test
  void shouldAnswerQueriesAsTheModelDoesWhenTagsHaveLongHistories() throws Exception {
    Long given = Long.getLong(SEED);
    run(
        FEW_TAGS,
        given != null ? given : ThreadLocalRandom.current().nextLong(),
        RUN_OPERATIONS,
        "shouldAnswerQueriesAsTheModelDoesWhenTagsHaveLongHistories");
  }

  @Test
  void shouldAnswerOrRefuseWhenRetentionLetsThePastGo() throws Exception {
    Long given = Long.getLong(SEED);
    long rest = given != null ? RETENTION_RUN_OPERATIONS : Long.getLong(RETAINED, DEFAULT_RETAINED);
    long refusals = 0;
    for (int i = 0; rest > 0; i++) {
      ModelRun run =
          run(
              RETENTION_RUNS.get(i % RETENTION_RUNS.size()),
              given != null ? given : ThreadLocalRandom.current().nextLong(),
              RETENTION_RUN_OPERATIONS,
              "shouldAnswerOrRefuseWhenRetentionLetsThePastGo");
      rest -= run.done();
      refusals += run.refusals();
    }
    assertTrue(refusals > 0, "nothing was let go");
  }

  private void runAll(Durability durability, long operations, String test) throws Exception {
    ModelRun.Settings settings = new ModelRun.Settings(durability, 150, List.of(), 0.05, false);
    Long given = Long.getLong(SEED);
    long rest = given != null ? RUN_OPERATIONS : operations;
    while (rest > 0) {
      long seed = given != null ? given : ThreadLocalRandom.current().nextLong();
      long count = Math.min(rest, RUN_OPERATIONS);
      rest -= run(settings, seed, count, test).done();
    }
  }

  private ModelRun run(ModelRun.Settings settings, long seed, long operations, String test)
      throws Exception {
    Path own = Files.createDirectory(folder.resolve("run" + Long.toHexString(seed)));
    ModelRun run = new ModelRun(seed, settings, own);
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
