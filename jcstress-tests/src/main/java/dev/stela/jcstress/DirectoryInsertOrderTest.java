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
 * Inserts and updates become visible in the order in which they were done, and stay visible, across
 * the splits they cause: who finds the later id finds the earlier one too, and an update of the
 * first id done before both.
 */
@JCStressTest
@Outcome(id = "0, [01], [12]", expect = Expect.ACCEPTABLE, desc = "The later id not there yet.")
@Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "All there.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A change is seen without an earlier one.")
@State
public class DirectoryInsertOrderTest {
  private final Directory directory = new HeapExtents().directory(1);
  private final IndexEntry entry = new IndexEntry();

  /** Inserts the id to be updated. */
  public DirectoryInsertOrderTest() {
    directory.insert(0, DirectoryIds.FIRST, 1, 1, 1, 1, IndexEntryLayout.USED);
  }

  /** Updates the first id, then inserts two others, each of which splits its bucket. */
  @Actor
  public void writer() {
    directory.update(0, DirectoryIds.FIRST, 2, 2, 2, 0);
    directory.insert(0, DirectoryIds.SECOND, 1, 1, 1, 1, 0);
    directory.insert(0, DirectoryIds.THIRD, 1, 1, 1, 1, 0);
  }

  /**
   * Looks the ids up, the latest first.
   *
   * @param result whether the third is there, whether the second is, and the first one's location
   */
  @Actor
  public void reader(III_Result result) {
    result.r1 = directory.lookup(0, DirectoryIds.THIRD, entry) ? 1 : 0;
    result.r2 = directory.lookup(0, DirectoryIds.SECOND, entry) ? 1 : 0;
    result.r3 = directory.lookup(0, DirectoryIds.FIRST, entry) ? (int) entry.location() : 0;
  }
}
