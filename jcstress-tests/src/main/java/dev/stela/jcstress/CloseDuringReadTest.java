package dev.stela.jcstress;

import dev.stela.Durability;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.EntityView;
import dev.stela.Lifecycle;
import dev.stela.Snapshot;
import dev.stela.StoreClosedException;
import dev.stela.Tag;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Memory that is taken away from under a reader does no harm: while the store is being closed every
 * read gives the right value or throws {@link StoreClosedException}, and after that it throws.
 */
@JCStressTest
@Outcome(id = "null, value", expect = Expect.ACCEPTABLE, desc = "Read before the close.")
@Outcome(id = "null, closed", expect = Expect.ACCEPTABLE, desc = "Read until the close was over.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Something else read or thrown, or no clean close.")
@State
public class CloseDuringReadTest {
  private static final ClosingStore STORE = new ClosingStore(Durability.ASYNC);
  private static final EntityId ABSENT = EntityId.of(2, 2);
  private static final byte[] CONTENT = ClosingStore.CONTENT;
  private static final Tag TAG = Tag.of(ClosingStore.TAG);
  private static final int READS = 12;

  private final byte[] content = new byte[ClosingStore.CONTENT.length];
  private final EntityView before = new EntityView();
  private final EntityView view = new EntityView();

  /** Creates the state, for the harness. */
  public CloseDuringReadTest() {}

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
   * Reads in every way, and goes on until the store is closed if it is being closed.
   *
   * @param result what came of it
   */
  @Actor
  public void reader(LL_Result result) {
    ClosingStore.Opening opening = STORE.current();
    result.r2 = readAll(opening);
    if (opening.closing) {
      STORE.awaitNext(opening);
    }
  }

  private String readAll(ClosingStore.Opening opening) {
    EntityStore store = opening.store;
    Snapshot snapshot;
    try {
      snapshot = store.snapshot();
      store.read(ClosingStore.ID, before);
    } catch (StoreClosedException e) {
      return "closed";
    }
    boolean closed;
    do {
      closed = opening.closed;
      for (int way = 0; way < READS; way++) {
        try {
          boolean right = isRight(way, store, snapshot);
          if (!right || closed) {
            return (right ? "read after the close, way " : "wrong value, way ") + way;
          }
        } catch (StoreClosedException e) {
          if (!opening.closing) {
            return "closed before the close, way " + way;
          }
        } catch (IOException | RuntimeException e) {
          return "way " + way + ": " + e;
        }
      }
    } while (opening.closing && !closed);
    return closed ? "closed" : "value";
  }

  private boolean isRight(int way, EntityStore store, Snapshot snapshot) throws IOException {
    return switch (way) {
      case 0 -> store.read(ClosingStore.ID, view) && isRight(view);
      case 1 -> isRight(before);
      case 2 -> before.lsn() == 1 && before.idHigh() == ClosingStore.ID.high();
      case 3 -> before.updatedNanos() > 0 && before.lifecycle() == Lifecycle.ACTIVE;
      case 4 -> before.ordinal() == 0 && before.contentLength() == content.length;
      case 5 -> Arrays.equals(store.get(ClosingStore.ID).orElseThrow().content(), CONTENT);
      case 6 -> snapshot.get(ClosingStore.ID).orElseThrow().tags().contains(TAG);
      case 7 -> store.history(ClosingStore.ID).size() == 1;
      case 8 -> store.asOf(Instant.now()).contains(ClosingStore.ID);
      case 9 -> Arrays.equals(store.openContent(ClosingStore.ID).readAllBytes(), CONTENT);
      case 10 -> !store.read(ABSENT, view);
      default -> store.statistics().tags() == 1;
    };
  }

  private boolean isRight(EntityView shown) {
    return shown.hasTag(TAG)
        && shown.getContent(content, 0) == content.length
        && Arrays.equals(content, CONTENT);
  }
}
