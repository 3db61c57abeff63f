package dev.stela;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The contents of a bulk load that no transaction carries: streamed into the store before the
 * transaction that puts them, each once, also if that is tried again. One thread.
 */
final class LongContents {
  private final EntityStore store;
  private final boolean replaces;
  private final Map<EntityDraft, StagedContent> staged = new IdentityHashMap<>();
  private final Set<EntityDraft> kept = new HashSet<>();

  /**
   * Prepares for a load.
   *
   * @param replaces whether entities that exist are replaced
   */
  LongContents(EntityStore store, boolean replaces) {
    this.store = store;
    this.replaces = replaces;
  }

  /** Tells whether a draft has content that no transaction carries. */
  static boolean has(EntityDraft draft) {
    return draft.contentBytes() != null
        && draft.contentBytes().length > Entity.LOADED_CONTENT_LIMIT;
  }

  /**
   * Returns how many of some drafts may be committed together: before a long content is streamed it
   * is looked up what its entity has, so no draft of the same entity may wait before it.
   *
   * @param drafts may hold null
   */
  static int prefix(List<EntityDraft> drafts) {
    Set<EntityId> ids = new HashSet<>();
    for (int i = 0; i < drafts.size(); i++) {
      EntityDraft draft = drafts.get(i);
      if (draft != null && !ids.add(draft.id()) && has(draft)) {
        return i;
      }
    }
    return drafts.size();
  }

  /**
   * Streams a draft's content into the store, but only if it will be needed: also what nobody
   * refers to takes space in the log.
   */
  void stage(EntityDraft draft) {
    if (staged.containsKey(draft) || kept.contains(draft)) {
      return;
    }
    Optional<Entity> found = store.find(draft.id());
    if (found.isPresent() && !replaces) {
      return;
    }
    try {
      if (found.isPresent() && hasContent(found.get(), draft.contentBytes())) {
        kept.add(draft);
      } else {
        staged.put(draft, store.stage(new ByteArrayInputStream(draft.contentBytes())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a stream over memory has failed", e);
    }
  }

  /** Returns a draft's content as it was streamed; null if it was not. */
  StagedContent find(EntityDraft draft) {
    return staged.get(draft);
  }

  /** Tells whether the entity had the draft's content when that was looked up. */
  boolean isKept(EntityDraft draft) {
    return kept.contains(draft);
  }

  /** Forgets a draft that is committed. */
  void forget(EntityDraft draft) {
    kept.remove(draft);
    StagedContent content = staged.remove(draft);
    if (content != null) {
      content.staged().release();
    }
  }

  private boolean hasContent(Entity found, byte[] content) throws IOException {
    // The content of an entity that is not active cannot be streamed.
    if (found.contentLength() != content.length || found.lifecycle() != Lifecycle.ACTIVE) {
      return false;
    }
    byte[] piece = new byte[Math.min(content.length, Entity.LOADED_CONTENT_LIMIT)];
    try (InputStream in = store.openContent(found.id())) {
      int compared = 0;
      int count;
      while ((count = in.read(piece)) > 0) {
        if (!Arrays.equals(piece, 0, count, content, compared, compared + count)) {
          return false;
        }
        compared += count;
      }
      return compared == content.length;
    }
  }
}
