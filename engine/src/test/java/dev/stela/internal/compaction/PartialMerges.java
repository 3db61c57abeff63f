package dev.stela.internal.compaction;

import dev.stela.RetentionPolicy;
import dev.stela.internal.apply.Erasure;
import dev.stela.internal.checkpoint.SealedSegment;
import dev.stela.internal.index.dictionary.DictionaryTables;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.recovery.OpenStore;
import dev.stela.internal.retention.RetentionTally;
import java.nio.file.Path;
import java.util.List;

/** Merges any run of an open store's segments, which else only very large stores do. One thread. */
public final class PartialMerges implements AutoCloseable {
  private final OpenStore store;
  private final CompactionPolicy policy;
  private final Retirement retirement;
  private final Swap swap;

  /** Takes the place of the store's own compaction, which has to be off. */
  public PartialMerges(OpenStore store, List<RetentionPolicy> policies) {
    this.store = store;
    Erasure erasure =
        new Erasure(
            store.applier(),
            store.purged(),
            this::sealedLsn,
            this::deleteDictionaryTables,
            store.writer()::between);
    this.policy =
        new CompactionPolicy(
            false,
            Long.MAX_VALUE,
            2,
            policies,
            store.dictionary(),
            store.clock(),
            erasure::purged,
            erasure::isErased);
    this.retirement =
        new Retirement(
            store.files(),
            store.segmentFiles(),
            store.segments(),
            store.catalog(),
            store.leases(),
            System::nanoTime);
    CompactionParts parts =
        new CompactionParts(
            store.files(),
            store.segmentFiles(),
            store.superblock().storeId(),
            store.catalog(),
            store.segments(),
            store.directory(),
            store.lookup(),
            store.writer(),
            store.commits(),
            store.leases(),
            store.kept());
    this.swap = new Swap(parts, retirement, () -> false);
  }

  /** Returns how many segments are in force. */
  public int segments() {
    return store.catalog().current().segments().size();
  }

  /** Merges the segments in force from one to before another. */
  public void merge(int from, int to) {
    List<SealedSegment> run = List.copyOf(store.catalog().current().segments().subList(from, to));
    List<LogSegment> sources = run.stream().map(one -> store.segments().get(one.number())).toList();
    long stagedLsn = store.writer().oldestStagedLsn();
    RetentionTally tally = policy.tally(List.of());
    Decisions decisions =
        policy.decide(Math.min(sealedLsn(), store.leases().oldest(Long.MAX_VALUE)), tally);
    Merge merge =
        new Merge(
            store.segments(),
            store.lookup(),
            sources,
            decisions,
            Pacer.unlimited(),
            sealedLsn(),
            stagedLsn);
    swap.run(merge, run, decisions.horizons());
  }

  /** Of whatever generation: they may hold a text that is erased. */
  private void deleteDictionaryTables() {
    for (Path path : store.files().list(store.path())) {
      if (path.getFileName().toString().startsWith("dictionary-tables-")) {
        DictionaryTables.delete(store.files(), path);
      }
    }
  }

  private long sealedLsn() {
    return store.catalog().current().lsn();
  }

  @Override
  public void close() {
    retirement.close();
  }
}
