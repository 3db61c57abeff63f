package dev.stela.internal.apply;

import dev.stela.CorruptionException;
import dev.stela.internal.directory.Directory;
import dev.stela.internal.format.IndexPartLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.PartEntityLayout;
import dev.stela.internal.format.PostingBlockLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.index.entities.EntityTable;
import dev.stela.internal.index.postings.PostingLists;
import dev.stela.internal.index.postings.Postings;
import dev.stela.internal.log.IndexPart;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Brings index parts into empty structures: the same state as the replay of all their frames gives.
 * One use; the directory is filled on a second thread.
 */
public final class PartLoader {
  private final List<IndexPart> parts;
  private final Directory directory;
  private final Dictionary dictionary;
  private final EntityTable entities;
  private final PostingLists postings;
  private final LoadStates loads;
  private final BitSet purged = new BitSet();
  private final BitSet created = new BitSet();
  private final List<Purges.Stray> strays = new ArrayList<>();
  private int ordinals;

  /**
   * Prepares a load.
   *
   * @param parts in the order of their LSNs, the first from LSN 1 on
   * @param loads the states of bulk loads as the manifest that names the parts has them
   */
  public PartLoader(
      List<IndexPart> parts,
      Directory directory,
      Dictionary dictionary,
      EntityTable entities,
      PostingLists postings,
      LoadStates loads) {
    this.parts = parts;
    this.directory = directory;
    this.dictionary = dictionary;
    this.entities = entities;
    this.postings = postings;
    this.loads = loads;
  }

  /**
   * Loads all parts.
   *
   * @param background runs the second thread
   * @return an applier that goes on behind them
   * @throws CorruptionException if they do not fit together
   */
  public Applier load(Executor background) {
    parts.forEach(this::findPurged);
    PartDirectory entries = new PartDirectory(parts, purged, directory);
    CompletableFuture<Void> filled = CompletableFuture.runAsync(entries::fill, background);
    try {
      for (IndexPart part : parts) {
        countOrdinals(part);
      }
      entities.beginLoad(ordinals);
      for (IndexPart part : parts) {
        loadDefinitions(part);
        loadEntities(part);
        loadLists(part);
      }
      loadHoles();
      entities.endLoad(ordinals);
    } finally {
      // Also after a failure: nobody may be filling what is closed then.
      filled.handle((none, failure) -> null).join();
    }
    join(filled);
    Counts counts =
        new Counts(ordinals, entries.deleted(), entries.archived(), purged.cardinality());
    Applier applier = new Applier(directory, dictionary, entities, postings, counts, loads);
    applier.addHoles(holes(), strays);
    return applier;
  }

  private BitSet holes() {
    BitSet holes = new BitSet(ordinals);
    holes.set(0, ordinals);
    holes.andNot(created);
    holes.andNot(purged);
    return holes;
  }

  /**
   * Who was created when is found by halving, so that those of whom it is not known have a time.
   */
  private void loadHoles() {
    if (created.cardinality() == ordinals) {
      return;
    }
    long lsn = parts.isEmpty() ? 0 : parts.getLast().lastLsn();
    for (int ordinal = ordinals - 1; ordinal >= 0; ordinal--) {
      if (created.get(ordinal)) {
        lsn = entities.createdLsn(ordinal);
      } else {
        entities.load(ordinal, 0, 0, lsn, lsn);
      }
    }
  }

  private static void join(CompletableFuture<Void> filled) {
    try {
      filled.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        default -> throw e;
      }
    }
  }

  private void findPurged(IndexPart part) {
    MemorySegment memory = part.memory();
    long event = part.eventsStart();
    for (int i = 0; i < part.lists(); i++) {
      long list = part.list(i);
      if (IndexPartLayout.list(memory, list) > Postings.PURGED) {
        return;
      }
      for (int n = IndexPartLayout.listEvents(memory, list); n > 0; n--) {
        purged.set(PostingBlockLayout.ordinal(memory.get(Layouts.LONG, event)));
        event += IndexPartLayout.EVENT_BYTES;
      }
    }
  }

  private void countOrdinals(IndexPart part) {
    MemorySegment memory = part.memory();
    int count = part.entities();
    int highest = -1;
    for (int i = 0; i < count; i++) {
      highest = Math.max(highest, PartEntityLayout.ordinal(memory, part.entity(i)));
    }
    ordinals = Math.max(ordinals, Math.max(highest + 1, purged.length()));
  }

  private void loadDefinitions(IndexPart part) {
    MemorySegment memory = part.memory();
    long record = part.definitionsStart();
    for (int i = part.definitions(); i > 0; i--) {
      Definitions.apply(dictionary, memory, record, 0, part.path());
      record += RecordLayout.length(memory, record);
    }
  }

  private void loadEntities(IndexPart part) {
    MemorySegment memory = part.memory();
    int count = part.entities();
    for (int i = 0; i < count; i++) {
      long entity = part.entity(i);
      int ordinal = PartEntityLayout.ordinal(memory, entity);
      long lsn = PartEntityLayout.lsn(memory, entity);
      long createdLsn = PartEntityLayout.createdLsn(memory, entity);
      if (createdLsn != 0) {
        boolean gone = purged.get(ordinal);
        long idHigh = gone ? 0 : PartEntityLayout.idHigh(memory, entity);
        long idLow = gone ? 0 : PartEntityLayout.idLow(memory, entity);
        entities.load(ordinal, idHigh, idLow, createdLsn, lsn);
        created.set(ordinal);
      } else if (created.get(ordinal)) {
        entities.update(ordinal, lsn);
      } else if (!purged.get(ordinal)) {
        // Its creation was compacted away: a purge behind the parts has to say why.
        strays.add(
            new Purges.Stray(
                PartEntityLayout.idHigh(memory, entity),
                PartEntityLayout.idLow(memory, entity),
                ordinal));
      }
    }
  }

  private void loadLists(IndexPart part) {
    MemorySegment memory = part.memory();
    long event = part.eventsStart();
    int count = part.lists();
    for (int i = 0; i < count; i++) {
      long list = part.list(i);
      int events = IndexPartLayout.listEvents(memory, list);
      postings.appendAll(
          IndexPartLayout.list(memory, list),
          memory,
          event,
          events,
          IndexPartLayout.listBaseLsn(memory, list));
      event += (long) events * IndexPartLayout.EVENT_BYTES;
    }
  }
}
