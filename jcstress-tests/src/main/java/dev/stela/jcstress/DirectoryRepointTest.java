package dev.stela.jcstress;

import dev.stela.internal.directory.Directory;
import dev.stela.internal.directory.IndexEntry;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * An entry that a merge repoints, and a commit then changes, is read with a place that goes with
 * its LSN: the old or the new place of the old version, or the place of the new version; and who
 * has seen the new place does not see the old one again.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Before the merge.")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "Repointed in between.")
@Outcome(id = "1, 3", expect = Expect.ACCEPTABLE, desc = "Repointed and changed in between.")
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "After the merge.")
@Outcome(id = "2, 3", expect = Expect.ACCEPTABLE, desc = "Changed in between.")
@Outcome(id = "3, 3", expect = Expect.ACCEPTABLE, desc = "After the commit.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Missed, torn, or gone back.")
@State
public class DirectoryRepointTest {
  private static final long OLD = 11;
  private static final long MOVED = 21;
  private static final long NEW = 31;

  private final Directory directory = new HeapExtents().directory(1);
  private final IndexEntry entry = new IndexEntry();

  /** Inserts the entry. */
  public DirectoryRepointTest() {
    directory.insert(0, DirectoryIds.FIRST, OLD, 12, 13, 14, 0);
  }

  /** A merge's step and a commit, one after the other under the writer lock. */
  @Actor
  public void writer() {
    directory.repoint(0, DirectoryIds.FIRST, OLD, MOVED);
    directory.update(0, DirectoryIds.FIRST, NEW, 32, 34, 0);
    // Too late: the entry leads elsewhere by now.
    directory.repoint(0, DirectoryIds.FIRST, OLD, MOVED);
  }

  /**
   * Looks the entry up twice.
   *
   * @param result what each lookup gave
   */
  @Actor
  public void reader(II_Result result) {
    result.r1 = lookup();
    result.r2 = lookup();
  }

  private int lookup() {
    if (!directory.lookup(0, DirectoryIds.FIRST, entry) || entry.ordinal() != 13) {
      return 0;
    }
    if (entry.location() == NEW) {
      return entry.lsn() == 32 ? 3 : 4;
    }
    if (entry.lsn() != 12) {
      return 5;
    }
    return entry.location() == MOVED ? 2 : entry.location() == OLD ? 1 : 6;
  }
}
