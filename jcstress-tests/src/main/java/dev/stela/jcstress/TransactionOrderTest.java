package dev.stela.jcstress;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.EntityView;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Two reads, one after another and without a snapshot, may see different moments, but never go back
 * in time: who sees a transaction in one of its entities sees it in the other one afterwards, and
 * sees all transactions before it.
 */
@JCStressTest
@Outcome(id = "1, [123], [12]", expect = Expect.ACCEPTABLE, desc = "First read before both.")
@Outcome(id = "2, [23], 2", expect = Expect.ACCEPTABLE, desc = "First read after both.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A later read saw an earlier moment.")
@State
public class TransactionOrderTest {
  private static final byte[] ONE = {1};
  private static final byte[] TWO = {2};
  private static final byte[] THREE = {3};

  private final EntityStore store = Stores.next();
  private final Meeting meeting = new Meeting();
  private final EntityId a = Stores.id();
  private final EntityId b = Stores.id();
  private final EntityId c = Stores.id();
  private final EntityView view = new EntityView();
  private final byte[] content = new byte[1];

  /** Creates the entities. */
  public TransactionOrderTest() {
    store.write(
        tx -> {
          tx.create(EntityDraft.of(a).content(ONE));
          tx.create(EntityDraft.of(b).content(ONE));
          tx.create(EntityDraft.of(c).content(ONE));
        });
  }

  /** Changes the third entity; then the first two together; then the first once more. */
  @Actor
  public void writer() {
    meeting.await();
    store.putContent(c, TWO);
    store.write(
        tx -> {
          tx.putContent(a, TWO);
          tx.putContent(b, TWO);
        });
    store.putContent(a, THREE);
  }

  /**
   * Reads the second entity, the first and the third.
   *
   * @param result their contents; 0 if not found
   */
  @Actor
  public void reader(III_Result result) {
    meeting.await();
    result.r1 = read(b);
    result.r2 = read(a);
    result.r3 = read(c);
  }

  private int read(EntityId id) {
    if (!store.read(id, view) || view.getContent(content, 0) != 1) {
      return 0;
    }
    return content[0];
  }
}
