package dev.stela.jcstress;

import dev.stela.internal.directory.Directory;
import dev.stela.internal.directory.IndexEntry;
import dev.stela.internal.format.IndexEntryLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * An id that is in the directory is found at every moment, with all its fields, while its bucket is
 * split, its shard's table is doubled and the blocks left behind are overwritten for other buckets.
 *
 * <p>Buckets take one entry here. The second id has two bits in common with the first and the third
 * four: five splits, five doublings, and from the second split on a recycled block in each.
 */
@JCStressTest
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "Found, whole, each time.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Missed (0) or torn (2).")
@State
public class DirectoryGrowthTest {
  private final Directory directory = new HeapExtents().directory(1);
  private final IndexEntry entry = new IndexEntry();

  /** Inserts the id that is there all the time. */
  public DirectoryGrowthTest() {
    directory.insert(0, DirectoryIds.FIRST, 11, 12, 13, 14, IndexEntryLayout.NAMED);
  }

  /** Inserts ids that belong into the same bucket. */
  @Actor
  public void writer() {
    directory.insert(0, DirectoryIds.SECOND, 21, 22, 23, 24, 0);
    directory.insert(0, DirectoryIds.THIRD, 31, 32, 33, 34, 0);
  }

  /**
   * Looks the first id up again and again.
   *
   * @param result what each lookup gave
   */
  @Actor
  public void reader(III_Result result) {
    result.r1 = lookup();
    result.r2 = lookup();
    result.r3 = lookup();
  }

  private int lookup() {
    if (!directory.lookup(0, DirectoryIds.FIRST, entry)) {
      return 0;
    }
    boolean whole =
        entry.location() == 11
            && entry.lsn() == 12
            && entry.ordinal() == 13
            && entry.length() == 14
            && entry.flags() == (IndexEntryLayout.USED | IndexEntryLayout.NAMED);
    return whole ? 1 : 2;
  }
}
