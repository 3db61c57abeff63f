package dev.stela.jcstress;

import dev.stela.CorruptionException;
import dev.stela.internal.format.FileHeader;
import dev.stela.internal.format.FileKind;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.CheckedExtents;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Two threads that are the first to read an extent which a clean close has sealed both get what was
 * sealed; if the extent is damaged, neither gets it.
 */
@JCStressTest
@Outcome(id = "sealed, sealed", expect = Expect.ACCEPTABLE, desc = "Both read what was sealed.")
@Outcome(id = "refused, refused", expect = Expect.ACCEPTABLE, desc = "Damaged, and both told so.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Something else read, or a thread not told of damage.")
@State
public class FirstTouchTest {
  private static final StoreId STORE = new StoreId(1, 2);
  private static final long PLACE = CheckedExtents.EXTENT_BYTES - Long.BYTES;
  private static final HeapExtents SOURCE = new HeapExtents(CheckedExtents.EXTENT_BYTES);
  private static final int[] SUMS = sealThenDamage();

  private final CheckedExtents extents =
      CheckedExtents.open(SOURCE, FileKind.ENTITIES, STORE, 0, SUMS);
  private final int index = Stores.isEven() ? 1 : 2;
  private final Meeting meeting = new Meeting();

  /** Creates the state, for the harness. */
  public FirstTouchTest() {}

  /**
   * Reads the extent.
   *
   * @param result what came of it
   */
  @Actor
  public void one(LL_Result result) {
    meeting.await();
    result.r1 = read();
  }

  /**
   * Reads the extent.
   *
   * @param result what came of it
   */
  @Actor
  public void other(LL_Result result) {
    meeting.await();
    result.r2 = read();
  }

  private String read() {
    try {
      return extents.get(index).get(Layouts.LONG, PLACE) == index ? "sealed" : "damaged";
    } catch (CorruptionException e) {
      return "refused";
    }
  }

  /** Seals a header and two extents, the second of which is changed afterwards. */
  private static int[] sealThenDamage() {
    CheckedExtents sealed = CheckedExtents.create(SOURCE);
    FileHeader.write(sealed.add(), FileKind.ENTITIES, STORE, 0, 0);
    sealed.add().set(Layouts.LONG, PLACE, 1);
    sealed.add().set(Layouts.LONG, PLACE, 2);
    int[] sums = sealed.seal();
    SOURCE.extent(2).set(Layouts.LONG, PLACE, -1);
    return sums;
  }
}
