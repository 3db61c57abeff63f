package dev.stela.jcstress;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityNotFoundException;
import dev.stela.EntityStore;
import dev.stela.EntityView;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * What one thread has written, another one that was told of it finds, for reading and for writing,
 * in either durability level.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Not told yet.")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Told, read and written.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Told, but not found (2).")
@State
public class ReadYourWriteTest {
  private static final int PATIENCE = 20_000;

  private final EntityStore store = Stores.next();
  private final EntityId id = Stores.id();
  private final EntityView view = new EntityView();
  private volatile long created;

  /** Creates the state, for the harness. */
  public ReadYourWriteTest() {}

  /** Creates an entity and tells so. */
  @Actor
  public void creator() {
    created = store.create(EntityDraft.of(id));
  }

  /**
   * Waits a while to be told, then reads the entity and adds a tag.
   *
   * @param result how the read went, and the write
   */
  @Actor
  public void follower(II_Result result) {
    for (int i = 0; i < PATIENCE && created == 0; i++) {
      Thread.onSpinWait();
    }
    long told = created;
    if (told != 0) {
      result.r1 = store.read(id, view) && view.lsn() == told ? 1 : 2;
      try {
        result.r2 = store.addTag(id, "known") > told ? 1 : 2;
      } catch (EntityNotFoundException e) {
        result.r2 = 2;
      }
    }
  }
}
