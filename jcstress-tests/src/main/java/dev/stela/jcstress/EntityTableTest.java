package dev.stela.jcstress;

import dev.stela.internal.format.StoreId;
import dev.stela.internal.index.entities.EntityTable;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * At a visible LSN the entity table has exactly the entities that were created up to it, their rows
 * are whole, and the newest change that it tells is none before the newest visible one; while
 * entities are added and changed.
 */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "Before the first commit.")
@Outcome(id = "1, 2, 0", expect = Expect.ACCEPTABLE, desc = "Two entities.")
@Outcome(id = "2, 3, 0", expect = Expect.ACCEPTABLE, desc = "Three, and the first one changed.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Entities missing or too new, or rows that are wrong.")
@State
public class EntityTableTest {
  private static final int FIRST = 3;
  private static final int EXTENT_BYTES = 512;

  private final EntityTable table =
      EntityTable.create(new HeapExtents(EXTENT_BYTES), new StoreId(1, 2), 0);
  private final AtomicLong visible = new AtomicLong(FIRST);

  /** Creates the first entities, each in a commit of its own. */
  public EntityTableTest() {
    for (int i = 0; i < FIRST; i++) {
      table.add(i, ~i, i + 1);
    }
  }

  /** Creates two entities in one commit; creates a third and changes the first in the next. */
  @Actor
  public void writer() {
    table.add(FIRST, ~FIRST, FIRST + 1);
    table.add(FIRST + 1, ~(FIRST + 1), FIRST + 1);
    visible.setRelease(FIRST + 1);
    table.add(FIRST + 2, ~(FIRST + 2), FIRST + 2);
    table.update(FIRST, FIRST + 2);
    visible.setRelease(FIRST + 2);
  }

  /**
   * Reads the table at the visible LSN.
   *
   * @param result the LSN and the number of entities, less what they were before, and the number of
   *     wrong rows
   */
  @Actor
  public void reader(III_Result result) {
    long lsn = visible.getAcquire();
    int count = table.countAt(lsn);
    result.r1 = (int) lsn - FIRST;
    result.r2 = count - FIRST;
    for (int ordinal = FIRST; ordinal < count; ordinal++) {
      result.r3 += isWhole(ordinal, lsn) ? 0 : 1;
    }
  }

  private boolean isWhole(int ordinal, long lsn) {
    long created = ordinal == FIRST + 2 ? FIRST + 2 : FIRST + 1;
    long changed = ordinal == FIRST ? lsn : created;
    long updated = table.updatedLsn(ordinal);
    return table.idHigh(ordinal) == ordinal
        && table.idLow(ordinal) == ~ordinal
        && table.createdLsn(ordinal) == created
        && updated >= changed
        && updated <= (ordinal == FIRST ? FIRST + 2 : created);
  }
}
