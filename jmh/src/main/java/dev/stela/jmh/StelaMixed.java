package dev.stela.jmh;

import dev.stela.Durability;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.EntityView;
import dev.stela.RetentionPolicy;
import dev.stela.StoreConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Stela with its defaults, but {@code ASYNC}, and no more of the past than the newest content and
 * the newest events of each tag, so that space can come back as it does elsewhere. One thread.
 */
final class StelaMixed implements MixedStore {
  private static final int TAG_EVENTS = 2;

  private final EntityStore store;
  private final EntityView view = new EntityView();

  StelaMixed(Path folder) {
    List<RetentionPolicy> retention = new ArrayList<>();
    retention.add(RetentionPolicy.keepNewestContents(1));
    for (String namespace : MixedTags.NAMESPACES) {
      retention.add(RetentionPolicy.keepNewestTags(namespace + ":*", TAG_EVENTS));
    }
    store =
        EntityStore.open(
            folder,
            StoreConfig.builder().durability(Durability.ASYNC).retention(retention).build());
  }

  @Override
  public void insert(EntityId id, byte[] content, int[] values) {
    EntityDraft draft = EntityDraft.of(id).content(content);
    for (int i = 0; i < values.length; i++) {
      draft.tag(MixedTags.tag(i, values[i]));
    }
    store.create(draft);
  }

  @Override
  public void putContent(EntityId id, byte[] content) {
    store.putContent(id, content);
  }

  @Override
  public void setTag(EntityId id, int namespace, int value) {
    store.setTag(id, MixedTags.tag(namespace, value));
  }

  @Override
  public void remove(EntityId id) {
    store.purge(id);
  }

  @Override
  public boolean read(EntityId id, byte[] content) {
    if (!store.read(id, view)) {
      return false;
    }
    view.getContent(content, 0);
    return true;
  }

  @Override
  public boolean hasTag(EntityId id, int namespace, int value) {
    return store.read(id, view) && view.hasTag(MixedTags.tag(namespace, value));
  }

  @Override
  public void sync() {
    store.sync();
  }

  @Override
  public void close() {
    store.close();
  }
}
