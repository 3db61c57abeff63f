package dev.stela.tools.demo;

import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Lifecycle;
import java.nio.charset.StandardCharsets;

/** The kinds of updates that the demo makes, each with what should come of it. */
enum Update {
  SET_TAG {
    @Override
    State apply(EntityStore store, EntityId id, State before) {
      store.setTag(id, "version:next");
      return before.withNamespace("version", "next");
    }
  },
  ADD_TAG {
    @Override
    State apply(EntityStore store, EntityId id, State before) {
      store.addTag(id, REVIEWED);
      return before.withTag(REVIEWED);
    }
  },
  REMOVE_TAG {
    @Override
    State apply(EntityStore store, EntityId id, State before) {
      String tag = before.tags().first();
      store.removeTag(id, tag);
      return before.withoutTag(tag);
    }
  },
  PUT_CONTENT {
    @Override
    State apply(EntityStore store, EntityId id, State before) {
      byte[] content = "{\"replaced\":\"by stela demo\"}".getBytes(StandardCharsets.UTF_8);
      store.putContent(id, content);
      return before.withContent(content);
    }
  },
  PUT_TEXT {
    @Override
    State apply(EntityStore store, EntityId id, State before) {
      String text = "reviewed \u2014 \u2713 \ud83d\ude80";
      store.putText(id, DemoSearch.NOTE_FIELD, text);
      return before.withText(DemoSearch.NOTE_FIELD, text);
    }
  },
  DELETE {
    @Override
    State apply(EntityStore store, EntityId id, State before) {
      store.delete(id);
      return before.with(Lifecycle.DELETED);
    }
  },
  DELETE_AND_RESTORE {
    @Override
    State apply(EntityStore store, EntityId id, State before) {
      store.delete(id);
      store.restore(id);
      return before;
    }
  },
  MANY_IN_ONE_TRANSACTION {
    @Override
    State apply(EntityStore store, EntityId id, State before) {
      String tag = before.tags().last();
      store.write(
          tx -> {
            tx.removeTag(id, tag);
            tx.addTag(id, REVIEWED);
            tx.putText(id, DemoSearch.NOTE_FIELD, "reviewed");
          });
      return before.withoutTag(tag).withTag(REVIEWED).withText(DemoSearch.NOTE_FIELD, "reviewed");
    }
  };

  private static final String REVIEWED = "status:reviewed";

  /** Makes the update and returns what the entity should look like after it. */
  abstract State apply(EntityStore store, EntityId id, State before);
}
