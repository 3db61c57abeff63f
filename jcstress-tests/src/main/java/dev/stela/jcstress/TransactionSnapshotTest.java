package dev.stela.jcstress;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.EntityView;
import dev.stela.Snapshot;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A transaction of two entities is never seen half: through one snapshot both are as before it or
 * both as after it, in either durability level.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Both as before.")
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "Both as after.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Half a transaction.")
@State
public class TransactionSnapshotTest {
  private static final byte[] BEFORE = {1};
  private static final byte[] AFTER = {2};

  private final EntityStore store = Stores.next();
  private final Meeting meeting = new Meeting();
  private final EntityId a = Stores.id();
  private final EntityId b = Stores.id();
  private final EntityView view = new EntityView();
  private final byte[] content = new byte[1];

  /** Creates both entities. */
  public TransactionSnapshotTest() {
    store.write(
        tx -> {
          tx.create(EntityDraft.of(a).content(BEFORE));
          tx.create(EntityDraft.of(b).content(BEFORE));
        });
  }

  /** Changes both. */
  @Actor
  public void writer() {
    meeting.await();
    store.write(
        tx -> {
          tx.putContent(a, AFTER);
          tx.putContent(b, AFTER);
        });
  }

  /**
   * Reads both through a snapshot.
   *
   * @param result their contents; 0 if not found
   */
  @Actor
  public void reader(II_Result result) {
    meeting.await();
    try (Snapshot snapshot = store.snapshot()) {
      result.r1 = read(snapshot, a);
      result.r2 = read(snapshot, b);
    }
  }

  private int read(Snapshot snapshot, EntityId id) {
    if (!snapshot.read(id, view) || view.getContent(content, 0) != 1) {
      return 0;
    }
    return content[0];
  }
}
