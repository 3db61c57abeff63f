package dev.stela.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Lifecycle;
import dev.stela.tools.SampleStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's checks are worth nothing if they cannot fail. */
class StateTest {
  private static final EntityId ID = EntityId.named("m/C");

  @TempDir private Path folder;

  @Test
  void shouldSeeEveryKindOfDifference() throws IOException {
    byte[] content = new byte[100_000];
    Arrays.fill(content, (byte) 7);
    State state =
        new State(
            Lifecycle.ACTIVE,
            new TreeSet<>(List.of("kind:class", "module:m")),
            content,
            new TreeMap<>(Collections.singletonMap("name", "m/C")));
    byte[] otherByte = content.clone();
    otherByte[99_999]++;
    try (EntityStore store = EntityStore.open(folder.resolve("s"), SampleStore.config())) {
      assertEquals("is not there", state.differenceFrom(store, ID));
      store.create(
          new ClassDescription("m/C", ID, state, 0)
              .toDraft()
              .content(store.stage(new ByteArrayInputStream(content))));

      assertNull(state.differenceFrom(store, ID));
      for (State other :
          List.of(
              state.with(Lifecycle.DELETED),
              state.withTag("one:more"),
              state.withoutTag("kind:class"),
              state.withNamespace("module", "n"),
              state.withContent(otherByte),
              state.withContent(Arrays.copyOf(content, 99_999)),
              state.withText("name", "m/D"),
              state.withText("more", "x"))) {
        assertNotNull(other.differenceFrom(store, ID), other.toString());
      }
    }
  }

  @Test
  void shouldPredictWhatEveryUpdateDoes() throws IOException {
    State state =
        new State(
            Lifecycle.ACTIVE,
            new TreeSet<>(List.of("kind:class", "module:m", "version:69")),
            new byte[] {1, 2, 3},
            new TreeMap<>(Collections.singletonMap("name", "m/C")));
    try (EntityStore store = EntityStore.open(folder.resolve("s"), SampleStore.config())) {
      for (Update update : Update.values()) {
        EntityId id = EntityId.named("m/" + update);
        store.create(new ClassDescription("m/" + update, id, state, 0).toDraft());

        State after = update.apply(store, id, state);

        assertNull(after.differenceFrom(store, id), update.toString());
        if (update != Update.DELETE_AND_RESTORE) {
          assertNotNull(state.differenceFrom(store, id), update + " changed nothing");
        }
      }
    }
  }
}
