package dev.stela.jcstress;

import dev.stela.Durability;
import dev.stela.StoreClosedException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A write while the store is being closed is done or throws {@link StoreClosedException}; after the
 * close it throws. The store is found as cleanly closed, with every write that was acknowledged.
 */
@JCStressTest
@Outcome(id = "null, written", expect = Expect.ACCEPTABLE, desc = "Written before the close.")
@Outcome(id = "null, closed", expect = Expect.ACCEPTABLE, desc = "Written until the close.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A write lost or failed, or an unclean close.")
@State
public class CloseDuringWriteTest {
  private static final ClosingStore STORE = new ClosingStore(Durability.SYNC);
  private static final int WRITES = 4;
  private static final byte[] CONTENT = {1, 2, 3};

  /** Creates the state, for the harness. */
  public CloseDuringWriteTest() {}

  /**
   * Closes the store and opens it again, now and then.
   *
   * @param result what was wrong with that
   */
  @Actor
  public void closer(LL_Result result) {
    result.r1 = STORE.closeNowAndThen();
  }

  /**
   * Writes in several ways, and goes on until the store is closed if it is being closed.
   *
   * @param result what came of it
   */
  @Actor
  public void writer(LL_Result result) {
    ClosingStore.Opening opening = STORE.current();
    result.r2 = writeAll(opening);
    if (opening.closing) {
      STORE.awaitNext(opening);
    }
  }

  private static String writeAll(ClosingStore.Opening opening) {
    boolean closed;
    do {
      closed = opening.closed;
      for (int way = 0; way < WRITES; way++) {
        try {
          opening.acknowledgedLsn = Math.max(opening.acknowledgedLsn, write(way, opening));
          if (closed) {
            return "written after the close, way " + way;
          }
        } catch (StoreClosedException e) {
          if (!opening.closing) {
            return "closed before the close, way " + way;
          }
        } catch (RuntimeException e) {
          return "way " + way + ": " + e;
        }
      }
    } while (opening.closing && !closed);
    return closed ? "closed" : "written";
  }

  private static long write(int way, ClosingStore.Opening opening) {
    return switch (way) {
      case 0 -> opening.store.addTag(ClosingStore.ID, "changed");
      case 1 -> opening.store.write(tx -> tx.putContent(ClosingStore.ID, CONTENT));
      case 2 -> opening.store.putText(ClosingStore.ID, "field", "text");
      default -> {
        opening.store.sync();
        yield 0;
      }
    };
  }
}
