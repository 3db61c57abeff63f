package dev.stela.internal.write;

import dev.stela.Lifecycle;
import dev.stela.internal.format.EventLayout;
import dev.stela.internal.read.EntityState;
import dev.stela.internal.read.Version;
import dev.stela.internal.text.AnalyzedTexts;

/**
 * An entity that a transaction has touched: its newest version in the log, if there is one, and
 * what the transaction does to it. Used again for one entity after another. One thread at a time.
 */
final class PendingEntity {
  private static final int NONE = -1;

  final Version head = new Version();
  private EntityState state;
  private boolean loaded;

  long idHigh;
  long idLow;
  byte[] name;
  boolean named;
  boolean exists;
  boolean created;
  Lifecycle lifecycle;
  int ordinal;

  /** The ordinal of an entity of this id that the transaction has purged, and how that lived. */
  int purged;

  Lifecycle purgedLifecycle;

  /** Whether the transaction has taken away an entity of this id, be it one of its own. */
  boolean taken;

  int firstOperation;
  int lastOperation;

  /** What its texts are as tokens, worked out before the transaction; null if that was not done. */
  AnalyzedTexts analyzed;

  /** Starts with an entity that is not known to exist. */
  void reset(long high, long low, boolean hasName) {
    idHigh = high;
    idLow = low;
    purged = NONE;
    taken = false;
    clear(hasName);
  }

  /** Forgets everything but the id and what the transaction has purged. */
  void clear(boolean hasName) {
    named = hasName;
    name = null;
    exists = false;
    created = false;
    lifecycle = Lifecycle.ACTIVE;
    firstOperation = Operations.NONE;
    lastOperation = Operations.NONE;
    analyzed = null;
    loaded = false;
  }

  boolean isChanged() {
    return created || firstOperation != Operations.NONE;
  }

  boolean isPurged() {
    return purged != NONE;
  }

  /** Takes the entity away, with all that the transaction has done to it. */
  void purge() {
    taken = true;
    if (!created) {
      purged = ordinal;
      purgedLifecycle = head.lifecycle();
    }
    clear(named);
  }

  /** Returns the state as the transaction sees it, the operations so far included. */
  EntityState state(Operations operations, long now) {
    if (!loaded) {
      if (state == null) {
        state = new EntityState();
      }
      if (created) {
        state.create(name);
      } else {
        state.load(head);
      }
      for (int i = firstOperation; i != Operations.NONE; i = operations.next(i)) {
        apply(operations, i, now);
      }
      loaded = true;
    }
    return state;
  }

  /** Keeps a state that has been loaded in step with a new operation. */
  void added(Operations operations, int operation, long now) {
    if (loaded) {
      apply(operations, operation, now);
    }
  }

  /** Whether the entity has the tag: from the state if it is loaded, else without loading it. */
  boolean hasTag(Operations operations, int number, long now) {
    if (loaded || created || firstOperation != Operations.NONE) {
      return state(operations, now).tags().contains(number);
    }
    return head.hasTag(number);
  }

  private void apply(Operations operations, int operation, long now) {
    int argument = operations.argument(operation);
    switch (operations.type(operation)) {
      case EventLayout.TAG_ADD -> state.tags().add(argument, now);
      case EventLayout.TAG_REMOVE -> state.tags().remove(argument);
      case EventLayout.CONTENT_PUT ->
          state.content(operations.memory(), operations.block(operation));
      case EventLayout.CONTENT_REMOVE -> state.content(null, 0);
      case EventLayout.TEXT_PUT ->
          state.texts().put(argument, operations.memory(), operations.block(operation));
      case EventLayout.TEXT_REMOVE -> state.texts().remove(argument);
      default -> {
        // The state of life is told by the entity's flags.
      }
    }
  }
}
