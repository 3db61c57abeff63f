package dev.stela.tools.ndjson;

import dev.stela.Entity;
import dev.stela.EntityStore;
import dev.stela.IdCollisionException;
import dev.stela.Lifecycle;
import dev.stela.Transaction;
import dev.stela.TransactionTooLargeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Brings lines into the store, many in a transaction. One thread. */
final class BatchWriter {
  private final EntityStore store;
  private final OnExists onExists;

  BatchWriter(EntityStore store, OnExists onExists) {
    this.store = store;
    this.onExists = onExists;
  }

  /** Tells whether a line has content that no transaction carries. */
  static boolean isLong(EntityLine line) {
    return line.content() != null && line.content().length > Entity.LOADED_CONTENT_LIMIT;
  }

  /**
   * Streams long content into the store, but only if the line will need it: also what nobody refers
   * to takes space in the log. No line before this one with the same id may be unwritten.
   */
  void stage(PendingLine line) throws IOException {
    Optional<Entity> found = store.find(line.id());
    if (found.isPresent() && onExists != OnExists.REPLACE) {
      return;
    }
    if (found.isPresent() && hasContent(found.get(), line.entity.content())) {
      line.contentKept = true;
    } else {
      line.staged = store.stage(new ByteArrayInputStream(line.entity.content()));
    }
  }

  /**
   * Writes lines in one transaction. Afterwards each has its outcome.
   *
   * @throws TransactionTooLargeException if one cannot hold them; nothing has been written then
   */
  void write(List<PendingLine> lines) {
    store.write(tx -> lines.forEach(line -> apply(tx, line)));
  }

  private void apply(Transaction tx, PendingLine line) {
    if (line.entity == null) {
      return;
    }
    Optional<Entity> found = tx.find(line.id());
    if (found.isEmpty()) {
      create(tx, line);
      return;
    }
    switch (onExists) {
      case FAIL -> line.reject(exists(found.get()));
      case SKIP -> line.become(Outcome.SKIPPED);
      case REPLACE ->
          line.become(
              new EntityReplacer(tx, found.get(), line).replace()
                  ? Outcome.REPLACED
                  : Outcome.UNCHANGED);
    }
  }

  private static void create(Transaction tx, PendingLine line) {
    try {
      tx.create(line.entity.toDraft(line.staged));
      line.become(Outcome.IMPORTED);
    } catch (IdCollisionException e) {
      line.reject(e.getMessage());
    }
  }

  private static String exists(Entity found) {
    return switch (found.lifecycle()) {
          case ACTIVE -> "the entity exists: id=";
          case DELETED -> "the entity exists and is deleted: id=";
          case ARCHIVED -> "the entity exists and is archived: id=";
        }
        + found.id();
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
