package dev.stela.tools.ndjson;

import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.StelaException;
import dev.stela.TransactionTooLargeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gathers lines into batches and writes each in a transaction. A line counts when its batch is
 * committed. Fed by one thread; another may abandon the import at any time, and so the methods
 * exclude one another.
 */
final class Importer {
  /** Bounds a batch beside its number of lines: both memory and transaction are to stay small. */
  private static final long BATCH_BYTES = 4 << 20;

  private final EntityStore store;
  private final Rejects rejects;
  private final int batchLines;
  private final BatchWriter writer;
  private final LineParser parser = new LineParser();

  private final List<PendingLine> batch = new ArrayList<>();
  private final Set<EntityId> batchIds = new HashSet<>();
  private long batchBytes;

  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
  private long committedLines;
  private long lsn;
  private boolean ended;

  /** Imports into a store, which it closes in the end. */
  Importer(EntityStore store, OnExists onExists, int batchLines, Rejects rejects) {
    this.store = store;
    this.rejects = rejects;
    this.batchLines = batchLines;
    this.writer = new BatchWriter(store, onExists);
  }

  /** Takes a line; false if the import has been abandoned. */
  synchronized boolean add(RawLine raw) throws IOException {
    if (ended) {
      return false;
    }
    PendingLine line = PendingLine.of(raw, parser);
    if (line.entity != null) {
      if (BatchWriter.isLong(line.entity)) {
        if (batchIds.contains(line.id())) {
          flush();
        }
        writer.stage(line);
      }
      batchIds.add(line.id());
    }
    batch.add(line);
    batchBytes += raw.bytes().length;
    if (batch.size() >= batchLines || batchBytes >= BATCH_BYTES) {
      flush();
    }
    return true;
  }

  /** Writes what is left, and returns when all is on the device; false if it was abandoned. */
  synchronized boolean finish() throws IOException {
    if (ended) {
      return false;
    }
    flush();
    store.sync();
    lsn = store.lsn();
    store.close();
    rejects.close();
    ended = true;
    return true;
  }

  /**
   * Ends the import where it is and leaves a sound store.
   *
   * @return how far it got; null if it had ended already
   */
  synchronized String abandon() {
    if (ended) {
      return null;
    }
    ended = true;
    String fate = close();
    return committedLines == 0
        ? "no line was written; " + fate
        : "the last line written was line " + committedLines + "; " + fate;
  }

  synchronized long count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0L);
  }

  synchronized long lines() {
    return committedLines;
  }

  /** Returns the store's LSN at the end of the import. */
  synchronized long lsn() {
    return lsn;
  }

  private String close() {
    try {
      rejects.close();
    } catch (IOException e) {
      return closeStore() + "; the rejects file is not complete: " + e.getMessage();
    }
    return closeStore();
  }

  private String closeStore() {
    boolean durable = sync();
    try {
      store.close();
    } catch (StelaException e) {
      // There may be no room for a checkpoint: then the next opening reads the log instead.
    }
    return durable
        ? "all that was written is durable"
        : "the store has failed, its next opening decides what has survived";
  }

  private boolean sync() {
    try {
      store.sync();
      return true;
    } catch (StelaException e) {
      return false;
    }
  }

  private void flush() throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    write(batch);
    batch.clear();
    batchIds.clear();
    batchBytes = 0;
    rejects.flush();
  }

  /** Writes lines in one transaction, or in several if one cannot hold them. */
  private void write(List<PendingLine> lines) throws IOException {
    try {
      writer.write(lines);
    } catch (TransactionTooLargeException e) {
      if (lines.size() > 1) {
        int half = lines.size() / 2;
        write(lines.subList(0, half));
        write(lines.subList(half, lines.size()));
        return;
      }
      lines.getFirst().reject(e.getMessage());
    }
    committedLines += lines.size();
    for (PendingLine line : lines) {
      counts.merge(line.outcome(), 1L, Long::sum);
      if (line.outcome() == Outcome.REJECTED) {
        rejects.add(line);
      }
    }
  }
}
