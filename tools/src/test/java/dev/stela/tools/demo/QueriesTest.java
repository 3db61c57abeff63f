package dev.stela.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Lifecycle;
import dev.stela.tools.SampleStore;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's queries have to notice when an answer is wrong. */
class QueriesTest {
  private static final EntityId ONE = EntityId.named("java.base/One");
  private static final EntityId TWO = EntityId.named("java.base/Two");
  private static final State BEFORE =
      state("kind:interface", "module:java.base", "modifier:abstract", "version:69");
  private static final State AFTER = BEFORE.withoutTag("version:69").withTag("status:reviewed");

  @TempDir private Path folder;
  private final Checks checks = new Checks(new PrintWriter(Writer.nullWriter()));

  @Test
  void shouldHoldWhenTheStoreHasWhatWasRead() {
    run(BEFORE, AFTER);

    assertEquals(List.of(), failed());
  }

  @Test
  void shouldFailWhenTheStoreHasAnotherTagNow() {
    run(BEFORE, AFTER.withNamespace("kind", "annotation").withTag("modifier:public"));

    assertEquals(
        List.of(
            "tag queries find what a recount of the classes finds",
            "facets of kind are what a recount gives",
            "facets of module are what a recount gives",
            "diffs of updated entities name what was updated"),
        failed());
  }

  @Test
  void shouldFailWhenTheStoreHadAnotherTagThen() {
    run(BEFORE.withNamespace("version", "70").withTag("annotation:x"), AFTER);

    assertEquals(
        List.of(
            "as of the commit before the updates they find what was there then",
            "what ever had a tag is found after the tag was removed",
            "diffs of updated entities name what was updated"),
        failed());
  }

  @Test
  void shouldFailWhenTheOrderIsAnother() {
    State more = AFTER.withNamespace("kind", "class").withTag("modifier:final");
    run(BEFORE, more, AFTER.withNamespace("kind", "class"));

    assertTrue(failed().contains("a sorted query gives them in order"), failed().toString());
  }

  private void run(State storedBefore, State storedAfter) {
    run(storedBefore, storedAfter, AFTER);
  }

  /** Stores states, and lets queries compare them with others. */
  private void run(State storedBefore, State storedAfter, State expectedAfter) {
    Recount before = new Recount();
    before.add(new ClassDescription("java.base/One", ONE, BEFORE, 0));
    before.add(new ClassDescription("java.base/Two", TWO, BEFORE, 0));
    List<Updated> updated =
        List.of(
            new Updated("java.base/One", ONE, Update.REMOVE_TAG, BEFORE, expectedAfter),
            new Updated(
                "java.base/Two", TWO, Update.DELETE, BEFORE, BEFORE.with(Lifecycle.DELETED)));
    PrintWriter out = new PrintWriter(Writer.nullWriter());
    try (EntityStore store = EntityStore.open(folder.resolve("store"), SampleStore.config())) {
      store.create(draft(ONE, storedBefore));
      store.create(draft(TWO, BEFORE));
      long lsn = store.lsn();
      store.write(
          tx -> {
            storedBefore.tags().forEach(tag -> tx.removeTag(ONE, tag));
            storedAfter.tags().forEach(tag -> tx.addTag(ONE, tag));
            tx.delete(TWO);
          });
      new Queries(store, lsn, before, before.after(updated), checks, out).run();
      new Diffs(store, lsn, checks, out).run(updated);
    }
  }

  private List<String> failed() {
    return checks.all().stream().filter(check -> !check.held()).map(Checks.Check::what).toList();
  }

  private static State state(String... tags) {
    return new State(Lifecycle.ACTIVE, new TreeSet<>(List.of(tags)), new byte[0], new TreeMap<>());
  }

  private static EntityDraft draft(EntityId id, State state) {
    EntityDraft draft = EntityDraft.of(id).content(state.content());
    state.tags().forEach(draft::tag);
    return draft;
  }
}
