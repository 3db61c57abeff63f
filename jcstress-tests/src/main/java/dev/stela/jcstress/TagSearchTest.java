package dev.stela.jcstress;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Hits;
import dev.stela.Query;
import dev.stela.Tag;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A search finds an entity by its tags as soon as their commit is visible, and no sooner: whoever
 * has read the tags finds the entity by them; in either durability level.
 */
@JCStressTest
@Outcome(id = "[01], 1", expect = Expect.ACCEPTABLE, desc = "Found if the tags had been read.")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc =
        "Missed after the tags were read, or at an LSN at which they were there, or too soon (2).")
@State
public class TagSearchTest {
  // A tag of all states' entities: its list is long, and what readers make of it is kept.
  private static final Tag COMMON = Tag.of("kind", "common");

  private final EntityStore store = Stores.next();
  private final Meeting meeting = new Meeting();
  private final EntityId id = Stores.id();
  private final Tag own = Tag.of("entity", id.toString());
  private final Query query = Query.and(Query.tag(own), Query.tag(COMMON));
  private long committed;
  private long leastLsn;
  private long searchedLsn;
  private long found;

  /** Creates an entity without tags. */
  public TagSearchTest() {
    store.create(EntityDraft.of(id));
  }

  /** Adds the tags, one of which no entity ever had. */
  @Actor
  public void writer() {
    meeting.await();
    committed =
        store.write(
            tx -> {
              tx.addTag(id, own);
              tx.addTag(id, COMMON);
            });
  }

  /**
   * Searches by the tags, then reads them and searches again.
   *
   * @param result 0 if the tags were not read, 1 if they were and the entity was found, 2 if not
   */
  @Actor
  public void reader(II_Result result) {
    meeting.await();
    leastLsn = store.lsn();
    try (Hits<EntityId> hits = store.search(query).ids()) {
      searchedLsn = hits.lsn();
      found = hits.total();
    }
    if (store.get(id).orElseThrow().tags().contains(COMMON)) {
      result.r1 = store.search(query).count() == 1 ? 1 : 2;
    }
  }

  /**
   * Judges the first search.
   *
   * @param result 1 if it found what was there at its LSN, 2 if not
   */
  @Arbiter
  public void judge(II_Result result) {
    long expected = searchedLsn >= committed ? 1 : 0;
    result.r2 = found == expected && searchedLsn >= leastLsn ? 1 : 2;
  }
}
