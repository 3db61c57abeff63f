package dev.stela.jcstress;

import dev.stela.internal.directory.Directory;
import dev.stela.internal.format.BucketLayout;
import dev.stela.internal.format.IdHash;
import dev.stela.internal.format.IndexEntryLayout;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * The twin of {@link IndexEntryUpdateTest}: the same writer, but a reader that takes the fields of
 * the slot without asking for its version. It must be able to show a torn entry, or the other test
 * proves nothing.
 */
@JCStressTest
@Outcome(id = "1, 1, 1, 1", expect = Expect.ACCEPTABLE, desc = "As inserted.")
@Outcome(id = "2, 2, 2, 3", expect = Expect.ACCEPTABLE, desc = "After the first update.")
@Outcome(id = "3, 3, 3, 5", expect = Expect.ACCEPTABLE, desc = "After the second update.")
@Outcome(
    id = "[123], [123], [123], [135]",
    expect = Expect.ACCEPTABLE_INTERESTING,
    desc = "Torn: fields of different updates, as expected of a reader without the seqlock.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Values that nobody wrote.")
@State
public class UnprotectedIndexEntryTest {
  private final HeapExtents extents = new HeapExtents();
  private final Directory directory = extents.directory(1);
  private final MemorySegment segment;
  private final long slot;

  /** Inserts the entry and finds its slot: the home slot of block 1, the only bucket. */
  public UnprotectedIndexEntryTest() {
    directory.insert(0, DirectoryIds.FIRST, 1, 1, 1, 1, IndexEntryLayout.USED);
    segment = extents.extent(0);
    int home = BucketLayout.home(IdHash.hash(0, DirectoryIds.FIRST));
    slot = BucketLayout.BYTES + BucketLayout.slotOffset(home);
  }

  /** Updates the entry twice. */
  @Actor
  public void writer() {
    directory.update(0, DirectoryIds.FIRST, 2, 2, 2, IndexEntryLayout.DELETED);
    directory.update(0, DirectoryIds.FIRST, 3, 3, 3, IndexEntryLayout.NAMED);
  }

  /**
   * Reads the slot without its seqlock.
   *
   * @param result location, LSN, length and flags
   */
  @Actor
  public void reader(IIII_Result result) {
    result.r1 = (int) IndexEntryLayout.location(segment, slot);
    result.r2 = (int) IndexEntryLayout.lsn(segment, slot);
    result.r3 = IndexEntryLayout.length(segment, slot);
    result.r4 = IndexEntryLayout.flags(segment, slot);
  }
}
