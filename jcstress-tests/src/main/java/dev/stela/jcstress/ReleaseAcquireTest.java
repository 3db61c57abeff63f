package dev.stela.jcstress;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * What is written to a segment before a release-store of a second word is seen by whoever sees that
 * word by an acquire-load: the promise on which every commit of the store rests.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Before the commit.")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Written, not yet committed.")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Committed and seen whole.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Committed but not seen.")
@State
public class ReleaseAcquireTest {
  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final long COMMIT_OFFSET = 0;
  private static final long DATA_OFFSET = COMMIT_OFFSET + Long.BYTES;

  private final MemorySegment segment = Arena.ofAuto().allocate(2 * Long.BYTES, Long.BYTES);

  /** Writes the data, then commits. */
  @Actor
  public void writer() {
    LONG.set(segment, DATA_OFFSET, 1L);
    LONG.setRelease(segment, COMMIT_OFFSET, 1L);
  }

  /**
   * Reads the commit word, then the data.
   *
   * @param result both words
   */
  @Actor
  public void reader(JJ_Result result) {
    result.r1 = (long) LONG.getAcquire(segment, COMMIT_OFFSET);
    result.r2 = (long) LONG.get(segment, DATA_OFFSET);
  }
}
