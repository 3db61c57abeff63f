package dev.stela.jcstress;

import dev.stela.Entity;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.EntityView;
import dev.stela.Tag;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A tag is defined before it is used: whoever reads a version with a tag that was never used before
 * gets the tag for its number, and finds the number by the tag; in either durability level.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Both reads before the tag.")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "The second read has the tag.")
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "Both reads have the tag.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A version with a tag that is not known (3).")
@State
public class TagDefinitionTest {
  private final EntityStore store = Stores.next();
  private final Meeting meeting = new Meeting();
  private final EntityId id = Stores.id();
  private final Tag tag = Tag.of("fresh", id.toString());
  private final EntityView view = new EntityView();
  private final long created;

  /** Creates an entity without tags. */
  public TagDefinitionTest() {
    created = store.create(EntityDraft.of(id));
  }

  /** Adds a tag that no entity ever had. */
  @Actor
  public void writer() {
    meeting.await();
    store.addTag(id, tag);
  }

  /**
   * Reads the entity twice: once by tag, once by number.
   *
   * @param result 1 the old version, 2 the new one with its tag, 3 the new one without
   */
  @Actor
  public void reader(II_Result result) {
    meeting.await();
    if (store.read(id, view)) {
      result.r1 = judge(view.lsn(), view.hasTag(tag));
    }
    // Throws if the number has no tag.
    Entity entity = store.get(id).orElseThrow();
    result.r2 = judge(entity.lsn(), entity.tags().contains(tag));
  }

  private int judge(long lsn, boolean tagged) {
    if (tagged != (lsn > created)) {
      return 3;
    }
    return tagged ? 2 : 1;
  }
}
