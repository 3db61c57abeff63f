package dev.stela.jcstress;

import dev.stela.Durability;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Under SYNC nothing is visible that is not durable, and nothing is called durable that no sync has
 * covered; a commit that has waited is both. Two writers form groups, each now and then the leader
 * that syncs for both.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Never visible before durable.")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "Visible but not durable (1), durable but not synced (2), own commit not visible (4).")
@State
public class VisibleDurableTest {
  private static final Shared<WitnessedLog> LOGS =
      new Shared<>(WitnessedLog::new, witnessed -> witnessed.log.close());

  private final WitnessedLog witnessed = LOGS.next();
  private final Meeting meeting = new Meeting();

  /** Creates the state, for the harness. */
  public VisibleDurableTest() {}

  /**
   * Commits.
   *
   * @param result what was wrong before, between and after the steps
   */
  @Actor
  public void first(II_Result result) {
    meeting.await();
    result.r1 = witnessed.commit();
  }

  /**
   * Commits.
   *
   * @param result what was wrong before, between and after the steps
   */
  @Actor
  public void second(II_Result result) {
    meeting.await();
    result.r2 = witnessed.commit();
  }

  /** A log and the witness of its syncs. */
  private static final class WitnessedLog {
    private static final int LOOKS = 20;

    private final WitnessFiles files = new WitnessFiles();
    private final StressLog log = new StressLog(files, Durability.SYNC);

    int commit() {
      int wrong = observe(0);
      long lsn = log.append();
      wrong |= observe(0);
      log.commits.awaitDurable(lsn);
      return wrong | observe(lsn);
    }

    private int observe(long own) {
      int wrong = 0;
      for (int i = 0; i < LOOKS; i++) {
        long visible = log.commits.visibleLsn();
        long durable = log.commits.durableLsn();
        wrong |= (visible > durable ? 1 : 0) | (visible < own ? 4 : 0);
      }
      long durable = log.commits.durableLsn();
      return wrong | (durable > files.syncedLsn() ? 2 : 0);
    }
  }
}
