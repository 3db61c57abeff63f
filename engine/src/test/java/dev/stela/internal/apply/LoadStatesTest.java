package dev.stela.internal.apply;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.stela.CorruptionException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadStatesTest {
  private static final Path FILE = Path.of("manifest-1");

  private static LoadState state(String id, LoadPhase phase, long position, long lsn) {
    return new LoadState(
        id,
        phase,
        position,
        new LoadCounts(1, 2, 3, 4, 5),
        77,
        6,
        7,
        8,
        9,
        "why \u00fc",
        lsn,
        1_000 + lsn);
  }

  private static List<LoadState> all(LoadStates states) {
    return states.sorted(Long.MAX_VALUE);
  }

  @Test
  void shouldSayTheSameWhenReadAgain() {
    LoadStates states = new LoadStates();
    LoadState a = state("a", LoadPhase.PAUSED, 17, 3);
    LoadState b = state("\u00e4".repeat(127), LoadPhase.RUNNING, 18, 4);
    states.apply(b);
    states.apply(a);
    LoadStates again = LoadStates.of(states.toBytes(), 4, FILE);
    assertEquals(List.of(a, b), all(again));
    assertArrayEquals(states.toBytes(), again.toBytes());
    assertEquals(List.of(), all(LoadStates.of(new LoadStates().toBytes(), 0, FILE)));
  }

  @Test
  void shouldTellDamageWhenBytesAreNotWhatWasWritten() {
    LoadStates states = new LoadStates();
    states.apply(state("a", LoadPhase.PAUSED, 17, 3));
    byte[] bytes = states.toBytes();
    for (int length = 1; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(CorruptionException.class, () -> LoadStates.of(cut, 3, FILE), "cut");
    }
    byte[] other = bytes.clone();
    other[16 + 5] = 9;
    assertThrows(CorruptionException.class, () -> LoadStates.of(other, 3, FILE), "phase");
  }

  @Test
  void shouldShowReadersTheStateBeforeUntilTheNewestIsVisible() {
    LoadStates states = new LoadStates();
    LoadState first = state("a", LoadPhase.RUNNING, 0, 5);
    LoadState second = state("a", LoadPhase.RUNNING, 10, 6);
    states.apply(first);
    assertEquals(List.of(), states.sorted(4));
    states.apply(second);
    assertEquals(List.of(first), states.sorted(5));
    assertEquals(List.of(second), states.sorted(6));
    assertEquals(second, states.newest("a"));
    assertNull(states.newest("b"));
  }

  @Test
  void shouldPassOverWhatTheManifestCoversWhenAnOldLogIsReplayed() {
    LoadStates states = LoadStates.of(new byte[0], 10, FILE);
    states.apply(state("forgotten since", LoadPhase.RUNNING, 3, 9));
    states.apply(state("forgotten since", LoadPhase.RUNNING, 4, 10));
    assertEquals(List.of(), all(states));
    states.apply(state("a", LoadPhase.RUNNING, 5, 11));
    assertEquals(1, states.size());
    states.apply(state("a", LoadPhase.FORGOTTEN, 5, 12));
    assertEquals(0, states.size());
  }

  @Test
  void shouldEndTheSameWhenAppliedTwice() {
    List<LoadState> log =
        List.of(
            state("a", LoadPhase.RUNNING, 1, 1),
            state("b", LoadPhase.RUNNING, 1, 2),
            state("a", LoadPhase.FORGOTTEN, 1, 3),
            state("a", LoadPhase.RUNNING, 0, 4),
            state("b", LoadPhase.FINISHED, 9, 5));
    LoadStates once = new LoadStates();
    log.forEach(once::apply);
    LoadStates twice = LoadStates.of(once.toBytes(), 0, FILE);
    log.forEach(twice::apply);
    assertEquals(all(once), all(twice));
  }
}
