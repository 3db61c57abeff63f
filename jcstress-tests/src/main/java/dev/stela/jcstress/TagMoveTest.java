package dev.stela.jcstress;

import static dev.stela.Query.and;
import static dev.stela.Query.tag;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Query;
import dev.stela.Snapshot;
import dev.stela.Tag;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A search never sees half a transaction: an entity whose one tag is exchanged for another is found
 * by exactly one of them at one LSN, and no entity by both; in either durability level.
 */
@JCStressTest
@Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "Found by the one tag.")
@Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "Found by the other tag.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Found by both tags, or by neither.")
@State
public class TagMoveTest {
  // Tags of all states' entities: their lists are long, and what readers make of them is kept.
  private static final Tag LEFT = Tag.of("side", "left");
  private static final Tag RIGHT = Tag.of("side", "right");

  private final EntityStore store = Stores.next();
  private final Meeting meeting = new Meeting();
  private final EntityId id = Stores.id();
  private final Tag own = Tag.of("entity", id.toString());

  /** Creates an entity with the one tag. */
  public TagMoveTest() {
    store.create(EntityDraft.of(id).tag(own).tag(LEFT));
  }

  /** Exchanges the tags, and again. */
  @Actor
  public void writer() {
    meeting.await();
    store.write(
        tx -> {
          tx.removeTag(id, LEFT);
          tx.addTag(id, RIGHT);
        });
    store.write(
        tx -> {
          tx.addTag(id, LEFT);
          tx.removeTag(id, RIGHT);
        });
  }

  /**
   * Searches for the entity by either tag through a snapshot, and for any by both.
   *
   * @param result how many were found: by the one tag, by the other, by both
   */
  @Actor
  public void reader(III_Result result) {
    meeting.await();
    Query both = and(tag(LEFT), tag(RIGHT));
    long now = store.search(both).count();
    try (Snapshot snapshot = store.snapshot()) {
      result.r1 = (int) snapshot.search(and(tag(own), tag(LEFT))).count();
      result.r2 = (int) snapshot.search(and(tag(own), tag(RIGHT))).count();
      result.r3 = (int) (now + snapshot.search(both).count());
    }
  }
}
