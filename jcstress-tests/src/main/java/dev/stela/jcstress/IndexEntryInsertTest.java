package dev.stela.jcstress;

import dev.stela.internal.directory.Directory;
import dev.stela.internal.directory.IndexEntry;
import dev.stela.internal.format.IndexEntryLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIIII_Result;

/** An id being inserted is found with all its fields or not at all. */
@JCStressTest
@Outcome(id = "0, 0, 0, 0, 0", expect = Expect.ACCEPTABLE, desc = "Not there yet.")
@Outcome(id = "11, 12, 13, 14, 5", expect = Expect.ACCEPTABLE, desc = "There, whole.")
@Outcome(expect = Expect.FORBIDDEN, desc = "There, but in part.")
@State
public class IndexEntryInsertTest {
  private final Directory directory = new HeapExtents().directory(1);
  private final IndexEntry entry = new IndexEntry();

  /** Creates the state, for the harness. */
  public IndexEntryInsertTest() {}

  /** Inserts an entry; the bucket comes into being with it. */
  @Actor
  public void writer() {
    directory.insert(0, DirectoryIds.FIRST, 11, 12, 13, 14, IndexEntryLayout.NAMED);
  }

  /**
   * Looks the entry up.
   *
   * @param result location, LSN, ordinal, length and flags
   */
  @Actor
  public void reader(IIIII_Result result) {
    if (directory.lookup(0, DirectoryIds.FIRST, entry)) {
      result.r1 = (int) entry.location();
      result.r2 = (int) entry.lsn();
      result.r3 = entry.ordinal();
      result.r4 = entry.length();
      result.r5 = entry.flags();
    }
  }
}
