package dev.stela.jcstress;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import java.time.Instant;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The past does not change: a moment that has passed has one answer, whatever is being written when
 * it is asked for the first time, and whatever was not durable then.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The same commit each time.")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "Another answer later (2), or a commit of the future (3).")
@State
public class AsOfTest {
  private final EntityStore store = Stores.nextSync();
  private final Meeting meeting = new Meeting();
  private final EntityId first = Stores.id();
  private final EntityId second = Stores.id();

  /** Creates two entities. */
  public AsOfTest() {
    store.create(EntityDraft.of(first));
    store.create(EntityDraft.of(second));
  }

  /**
   * Asks for a moment before and after a write of its own.
   *
   * @param result whether both answers were the same
   */
  @Actor
  public void one(II_Result result) {
    meeting.await();
    result.r1 = askAround(first);
  }

  /**
   * Asks for a moment before and after a write of its own.
   *
   * @param result whether both answers were the same
   */
  @Actor
  public void other(II_Result result) {
    meeting.await();
    result.r2 = askAround(second);
  }

  private int askAround(EntityId id) {
    // Long enough ago that the clock has gone on, so that the moment lies between commits.
    Instant moment = Instant.now().minusNanos(2_000);
    var before = store.asOf(moment);
    long own = store.addTag(id, "changed");
    var after = store.asOf(moment);
    if (before.lsn() != after.lsn()) {
      return 2;
    }
    return before.lsn() < own && !before.timestamp().isAfter(moment) ? 1 : 3;
  }
}
