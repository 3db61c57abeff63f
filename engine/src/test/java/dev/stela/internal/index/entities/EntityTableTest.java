package dev.stela.internal.index.entities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.CorruptionException;
import dev.stela.internal.format.EntityRowLayout;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.CheckedExtents;
import dev.stela.internal.storage.MemoryExtents;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EntityTableTest {
  private static final int EXTENT_BYTES = CheckedExtents.EXTENT_BYTES;
  private static final StoreId STORE = new StoreId(1, 2);
  private static final Path NAME = Path.of("entities");

  /** So many that there are two extents. */
  private static final int ENTITIES = 40_000;

  private static final int IN_FIRST_EXTENT =
      (EXTENT_BYTES - FileHeaderLayout.SIZE) / EntityRowLayout.SIZE;

  private final MemoryExtents source = new MemoryExtents(NAME, EXTENT_BYTES);
  private EntityTable table;
  private EntityTable expected;

  @BeforeEach
  void fill() {
    table = EntityTable.create(source, STORE, 7);
    expected = EntityTable.create(new MemoryExtents(NAME, EXTENT_BYTES), STORE, 0);
    for (int i = 0; i < ENTITIES; i++) {
      table.add(i, -i, lsn(i));
      expected.add(i, -i, lsn(i));
    }
    assertEquals(2, source.extents());
  }

  @AfterEach
  void close() {
    table.close();
    expected.close();
  }

  /** Three entities in each commit, and a commit without one between. */
  private static long lsn(int ordinal) {
    return 1 + ordinal / 3 * 2;
  }

  @Test
  void shouldGiveEachRowWhenTakenOver() {
    table.update(ENTITIES - 1, 100_000);
    EntityTable again = EntityTable.open(source, STORE, 7, table.seal(), ENTITIES);
    assertEquals(ENTITIES, again.size());
    for (int i : new int[] {0, 1, IN_FIRST_EXTENT - 1, IN_FIRST_EXTENT, ENTITIES - 1}) {
      assertEquals(i, again.idHigh(i));
      assertEquals(-i, again.idLow(i));
      assertEquals(lsn(i), again.createdLsn(i));
      assertEquals(i == ENTITIES - 1 ? 100_000 : lsn(i), again.updatedLsn(i));
    }
  }

  @Test
  void shouldCountTheEntitiesThereWereWhenAskedAtAnyLsn() {
    for (long lsn = 0; lsn < lsn(ENTITIES) + 2; lsn++) {
      long commits = (lsn + 1) / 2;
      assertEquals(Math.min(ENTITIES, commits * 3), table.countAt(lsn), "lsn=" + lsn);
    }
  }

  @Test
  void shouldFindNothingWhenTheRowsAreThoseOfTheLog() {
    assertEquals(List.of(), compare());
  }

  @Test
  void shouldTellWhenAnyBitIsAnother() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      long at = 64 + random.nextLong(2L * EXTENT_BYTES - 64);
      MemorySegment extent = source.extent((int) (at / EXTENT_BYTES));
      long offset = at % EXTENT_BYTES;
      byte before = extent.get(Layouts.BYTE, offset);
      extent.set(Layouts.BYTE, offset, (byte) (before ^ 1 << random.nextInt(8)));
      List<CorruptionException> findings = compare();
      assertEquals(1, findings.size(), "seed=" + seed + " at=" + at);
      assertEquals(NAME, findings.getFirst().file());
      assertEquals(at, findings.getFirst().offset());
      extent.set(Layouts.BYTE, offset, before);
    }
  }

  @Test
  void shouldTellWhenThereAreMoreOrFewerRows() {
    int[] sums = table.seal();
    for (int size : new int[] {0, ENTITIES - 1, ENTITIES + 1, 70_000, Integer.MAX_VALUE, -1}) {
      EntityTable other = EntityTable.open(source, STORE, 7, sums, size);
      List<CorruptionException> findings = new ArrayList<>();
      other.compare(expected, ordinal -> false, findings::add);
      assertEquals(1, findings.size(), "size=" + size);
      assertTrue(findings.getFirst().offset() <= 2 * EXTENT_BYTES);
    }
  }

  /** What will be changed is checked before anything is written to the log. */
  @Test
  void shouldRefuseToReserveWhenTheRowsPlaceIsDamaged() {
    int[] sums = table.seal();
    source.extent(1).set(Layouts.BYTE, 77, (byte) 1);
    EntityTable damaged = EntityTable.open(source, STORE, 7, sums, ENTITIES);

    damaged.reserve(0);
    damaged.reserveUpdate(IN_FIRST_EXTENT - 1);
    damaged.update(IN_FIRST_EXTENT - 1, 100_000);
    for (Runnable change :
        List.<Runnable>of(
            () -> damaged.reserve(1),
            () -> damaged.reserve(ENTITIES),
            () -> damaged.reserveUpdate(IN_FIRST_EXTENT),
            () -> damaged.reserveUpdate(ENTITIES - 1))) {
      CorruptionException damage = assertThrows(CorruptionException.class, change::run);
      assertEquals(NAME, damage.file());
      assertEquals(EXTENT_BYTES, damage.offset());
    }
    List<CorruptionException> findings = new ArrayList<>();
    assertFalse(damaged.verifyExtents(findings::add));
    assertEquals(1, findings.size());
  }

  private List<CorruptionException> compare() {
    List<CorruptionException> findings = new ArrayList<>();
    table.compare(expected, ordinal -> false, findings::add);
    return findings;
  }
}
