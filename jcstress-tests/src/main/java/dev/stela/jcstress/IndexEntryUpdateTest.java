package dev.stela.jcstress;

import dev.stela.internal.directory.Directory;
import dev.stela.internal.directory.IndexEntry;
import dev.stela.internal.format.IndexEntryLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * A lookup during updates of its entry returns all fields of one update: no torn IndexEntry.
 *
 * <p>{@link UnprotectedIndexEntryTest} shows that this race is seen when the protection is missing.
 */
@JCStressTest
@Outcome(id = "1, 1, 1, 1", expect = Expect.ACCEPTABLE, desc = "As inserted.")
@Outcome(id = "2, 2, 2, 3", expect = Expect.ACCEPTABLE, desc = "After the first update.")
@Outcome(id = "3, 3, 3, 5", expect = Expect.ACCEPTABLE, desc = "After the second update.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Missing, or fields of different updates.")
@State
public class IndexEntryUpdateTest {
  private final Directory directory = new HeapExtents().directory(1);
  private final IndexEntry entry = new IndexEntry();

  /** Inserts the entry. */
  public IndexEntryUpdateTest() {
    directory.insert(0, DirectoryIds.FIRST, 1, 1, 1, 1, IndexEntryLayout.USED);
  }

  /** Updates the entry twice. */
  @Actor
  public void writer() {
    directory.update(0, DirectoryIds.FIRST, 2, 2, 2, IndexEntryLayout.DELETED);
    directory.update(0, DirectoryIds.FIRST, 3, 3, 3, IndexEntryLayout.NAMED);
  }

  /**
   * Looks the entry up.
   *
   * @param result location, LSN, length and flags
   */
  @Actor
  public void reader(IIII_Result result) {
    if (directory.lookup(0, DirectoryIds.FIRST, entry)) {
      result.r1 = (int) entry.location();
      result.r2 = (int) entry.lsn();
      result.r3 = entry.length();
      result.r4 = entry.flags();
    }
  }
}
