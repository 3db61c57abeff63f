package dev.stela.jmh;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Query;
import dev.stela.RankedHit;
import dev.stela.StoreConfig;
import dev.stela.TextIndexing;
import dev.stela.TextQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Stela with the texts of two fields indexed by the analyzer that Lucene has, else as it comes:
 * each transaction waits for the device. One thread.
 */
final class StelaTexts implements TextStore {
  private final Path folder;
  private final EntityStore store;

  StelaTexts(Path folder, int bufferBytes) {
    this.folder = folder.resolve("stela");
    this.store =
        EntityStore.open(
            this.folder,
            StoreConfig.builder()
                .textIndexing(TextIndexing.parse("title:standard,body:standard"))
                .textBufferBytes(bufferBytes)
                .build());
  }

  @Override
  public void add(TextModel.Batch batch) {
    store.write(
        tx -> {
          for (int i = 0; i < batch.size(); i++) {
            tx.create(
                EntityDraft.of(batch.ids()[i])
                    .text(TextModel.TITLE, batch.titles()[i])
                    .text(TextModel.BODY, batch.bodies()[i]));
          }
        });
  }

  /** Every transaction is durable when it returns, and found. */
  @Override
  public void commit() {
    // Nothing is left to do.
  }

  @Override
  public void merge() {
    store.maintenance().compact();
  }

  @Override
  public long indexBytes() {
    return DiskUse.bytes(folder.resolve("texts"));
  }

  @Override
  public Object query(Asked asked, String[] words) {
    String text = String.join(" ", words);
    return switch (asked) {
      case TERM, ANY -> new TextQuery.Words(TextModel.BODY, text, false, 1);
      case BOTH -> new TextQuery.Words(TextModel.BODY, text, true, 1);
      case PHRASE -> new TextQuery.Phrase(TextModel.BODY, text, 0, 1);
      case PREFIX -> new TextQuery.Prefix(TextModel.BODY, text, 1);
    };
  }

  @Override
  public Best best(Object query) {
    List<RankedHit> found = store.search((Query) query).ranked(FIRST).hits();
    List<EntityId> ids = new ArrayList<>(found.size());
    float[] scores = new float[found.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = found.get(i).score();
      ids.add(found.get(i).id());
    }
    return new Best(ids, scores);
  }

  @Override
  public long count(Object query) {
    return store.search((Query) query).count();
  }

  @Override
  public void close() {
    store.close();
  }
}
