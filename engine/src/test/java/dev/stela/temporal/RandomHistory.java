package dev.stela.temporal;

import dev.stela.Change.Kind;
import dev.stela.EntityDiff.Presence;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.StagedContent;
import dev.stela.Tag;
import dev.stela.Transaction;
import dev.stela.temporal.Reference.State;
import dev.stela.temporal.Reference.Step;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes random transactions to a store and to a reference. One thread. */
final class RandomHistory {
  private static final int LONG_CONTENT = 300_000;

  final Reference reference = new Reference();
  final List<EntityId> ids = new ArrayList<>();
  private final Random random;
  private int newTags;

  RandomHistory(Random random, int idCount) {
    this.random = random;
    for (int i = 0; i < idCount; i++) {
      ids.add(
          i % 2 == 0 ? EntityId.named("entity/" + i) : EntityId.of(random.nextLong() | 1, i + 1));
    }
  }

  EntityId id() {
    return ids.get(random.nextInt(ids.size()));
  }

  /** Writes one transaction to one to three entities and returns its LSN. */
  long write(EntityStore store) throws IOException {
    byte[] bytes = new byte[LONG_CONTENT];
    random.nextBytes(bytes);
    StagedContent staged =
        random.nextInt(40) == 0 ? store.stage(new ByteArrayInputStream(bytes)) : null;
    Map<EntityId, List<Step>> steps = new LinkedHashMap<>();
    long lsn =
        store.write(
            tx -> {
              int touched = random.nextInt(8) == 0 ? 3 : 1;
              for (int i = 0; i < touched; i++) {
                EntityId id = id();
                if (!steps.containsKey(id)) {
                  steps.put(id, change(tx, id, staged));
                }
              }
            });
    var time = store.asOf(lsn).timestamp();
    steps.forEach((id, done) -> reference.commit(id, lsn, time, done));
    return lsn;
  }

  private List<Step> change(Transaction tx, EntityId id, StagedContent staged) {
    State state = reference.state(id);
    List<Step> steps = new ArrayList<>();
    if (state == null) {
      state = new State();
      EntityDraft draft = EntityDraft.of(id);
      for (int i = random.nextInt(3); i > 0; i--) {
        String tag = "new:" + newTags++;
        draft.tag(tag);
        note(state, steps, new Step(Kind.TAG_ADDED, tag, null, 0));
      }
      tx.create(draft);
    } else {
      state = state.copy();
      if (state.presence != Presence.ACTIVE) {
        tx.restore(id);
        note(state, steps, new Step(Kind.RESTORED, null, null, 0));
      }
    }
    boolean created = reference.state(id) == null;
    for (int i = random.nextInt(created ? 3 : 6) + (steps.isEmpty() ? 1 : 0); i > 0; i--) {
      Step step = step(tx, id, state, staged, created);
      note(state, steps, step);
      if (step.kind() == Kind.DELETED || step.kind() == Kind.ARCHIVED) {
        break;
      }
    }
    return steps;
  }

  /** Keeps up a state in which times and LSNs do not matter. */
  private static void note(State state, List<Step> steps, Step step) {
    step.apply(state, 0, java.time.Instant.EPOCH);
    steps.add(step);
  }

  private Step step(
      Transaction tx, EntityId id, State state, StagedContent staged, boolean created) {
    // Tags of a creation are told in the order of their numbers: leave them alone here.
    switch (random.nextInt(created ? 4 : 10)) {
      case 0 -> {
        if (staged != null) {
          tx.putContent(id, staged);
          return new Step(Kind.CONTENT_PUT, null, null, LONG_CONTENT);
        }
        int length = random.nextInt(2_000);
        tx.putContent(id, new byte[length]);
        return new Step(Kind.CONTENT_PUT, null, null, length);
      }
      case 1, 2 -> {
        String field = "field" + random.nextInt(4);
        String text = "é".repeat(random.nextInt(4));
        tx.putText(id, field, text);
        return new Step(Kind.TEXT_PUT, field, text, 0);
      }
      case 3 -> {
        if (state.content != null) {
          tx.removeContent(id);
          return new Step(Kind.CONTENT_REMOVED, null, null, 0);
        }
        if (!state.texts.isEmpty()) {
          String field = state.texts.firstKey();
          tx.removeText(id, field);
          return new Step(Kind.TEXT_REMOVED, field, null, 0);
        }
        tx.delete(id);
        return new Step(Kind.DELETED, null, null, 0);
      }
      case 4 -> {
        if (random.nextInt(8) == 0) {
          tx.archive(id);
          return new Step(Kind.ARCHIVED, null, null, 0);
        }
        if (random.nextInt(4) == 0) {
          tx.delete(id);
          return new Step(Kind.DELETED, null, null, 0);
        }
        return add(tx, id);
      }
      case 5, 6 -> {
        if (state.tags.isEmpty()) {
          return add(tx, id);
        }
        Tag tag = List.copyOf(state.tags.keySet()).get(random.nextInt(state.tags.size()));
        tx.removeTag(id, tag);
        return new Step(Kind.TAG_REMOVED, tag.text(), null, 0);
      }
      default -> {
        return add(tx, id);
      }
    }
  }

  private Step add(Transaction tx, EntityId id) {
    String tag = "tag:" + random.nextInt(6);
    tx.addTag(id, tag);
    return new Step(Kind.TAG_ADDED, tag, null, 0);
  }
}
