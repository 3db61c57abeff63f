package dev.stela;

import dev.stela.internal.apply.LoadCounts;
import dev.stela.internal.apply.LoadPhase;
import dev.stela.internal.apply.LoadState;
import dev.stela.internal.apply.LoadStates;
import dev.stela.internal.bulk.Batches;
import dev.stela.internal.bulk.Document;
import dev.stela.internal.bulk.Document.Outcome;
import dev.stela.internal.text.AnalyzedTexts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes the batches of a bulk load: each is one transaction, whose frame also says how far the
 * load has come. One thread at a time.
 *
 * <p>Whether a document is wrong may show only in the transaction. It is given up then, who listens
 * is told, and it is done again: so nobody is called while the writer lock is held, and everybody
 * is told before the commit that counts the document.
 */
final class BulkWriter implements Batches<EntityDraft> {
  private final EntityStore store;
  private final LoadStates states;
  private final OnExists onExists;
  private final RejectListener rejects;
  private final LongContents contents;

  /** Ends a transaction that is to be done again. */
  private static final class Again extends Exception {
    private static final long serialVersionUID = 1L;

    Again() {
      super(null, null, false, false);
    }
  }

  BulkWriter(EntityStore store, LoadStates states, BulkOptions options) {
    this.store = store;
    this.states = states;
    this.onExists = options.onExists();
    this.rejects = options.rejects();
    this.contents = new LongContents(store, onExists == OnExists.REPLACE);
  }

  @Override
  public LoadState commit(List<Document<EntityDraft>> batch, LoadState before) {
    List<EntityDraft> drafts = batch.stream().map(Document::content).toList();
    List<Document<EntityDraft>> part = batch.subList(0, LongContents.prefix(drafts));
    while (true) {
      stage(part);
      try {
        List<Document<EntityDraft>> all = part;
        store.write(tx -> write(tx, all, before));
        part.forEach(document -> contents.forget(document.content()));
        return states.newest(before.id());
      } catch (Again e) {
        // Only now are all that are wrong known, so that they are told in their order.
        tellRejected(part);
      } catch (TransactionTooLargeException | InvalidArgumentException e) {
        // It does not say which document is to blame.
        if (part.size() == 1) {
          part.getFirst().reject(e.getMessage());
        } else {
          part = part.subList(0, part.size() / 2);
        }
      }
    }
  }

  @Override
  public LoadState commit(LoadState state) {
    store.write(tx -> tx.load(state));
    return states.newest(state.id());
  }

  @Override
  public void sync() {
    store.sync();
  }

  private void tellRejected(List<Document<EntityDraft>> part) {
    boolean any = false;
    try {
      for (Document<EntityDraft> document : part) {
        if (document.isToBeTold()) {
          rejects.rejected(
              new RejectedDocument(
                  document.position(),
                  Optional.ofNullable(document.content()).map(EntityDraft::id),
                  document.reason(),
                  document.origin()));
          document.told();
          any = true;
        }
      }
      if (any) {
        rejects.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("what was rejected cannot be told: " + e.getMessage(), e);
    }
  }

  private void stage(List<Document<EntityDraft>> part) {
    for (Document<EntityDraft> document : part) {
      EntityDraft draft = document.content();
      if (draft != null && !document.isRejected() && LongContents.has(draft)) {
        contents.stage(draft);
      }
    }
  }

  private void write(Transaction tx, List<Document<EntityDraft>> part, LoadState before)
      throws Again {
    LoadState newest = tx.findLoad(before.id());
    if (newest.nextPosition() != before.nextPosition()) {
      // This batch is in the log: what failed came after that.
      return;
    }
    long[] counts = new long[Outcome.values().length];
    boolean again = false;
    for (Document<EntityDraft> document : part) {
      if (document.content() != null && !document.isRejected()) {
        boolean applied = apply(tx, document);
        if (!applied) {
          contents.forget(document.content());
        }
        again |= !applied;
      }
      again |= document.isToBeTold();
      counts[document.outcome().ordinal()]++;
    }
    if (again) {
      throw new Again();
    }
    long next = part.getLast().position() + 1;
    tx.load(before.at(next, counts(counts)).in(LoadPhase.RUNNING));
  }

  private static LoadCounts counts(long[] counts) {
    return new LoadCounts(
        counts[Outcome.CREATED.ordinal()],
        counts[Outcome.REPLACED.ordinal()],
        counts[Outcome.UNCHANGED.ordinal()],
        counts[Outcome.SKIPPED.ordinal()],
        counts[Outcome.REJECTED.ordinal()]);
  }

  /** Brings a document into the transaction; false if its content has to be streamed before. */
  private boolean apply(Transaction tx, Document<EntityDraft> document) {
    EntityDraft draft = document.content();
    document.become(Outcome.REJECTED);
    try {
      Optional<Entity> found = tx.find(draft.id());
      boolean streams =
          LongContents.has(draft)
              && contents.find(draft) == null
              && (found.isEmpty() || onExists == OnExists.REPLACE && !contents.isKept(draft));
      if (streams) {
        // The entity was there when it was looked up, and is not any more.
        return false;
      }
      if (found.isEmpty()) {
        tx.create(draft, contents.find(draft), (AnalyzedTexts) document.prepared());
        document.become(Outcome.CREATED);
      } else {
        document.become(exists(tx, found.get(), document));
      }
    } catch (IdCollisionException | InvalidArgumentException e) {
      document.reject(e.getMessage());
    }
    return true;
  }

  private Outcome exists(Transaction tx, Entity found, Document<EntityDraft> document) {
    return switch (onExists) {
      case SKIP -> Outcome.SKIPPED;
      case FAIL -> {
        String life =
            found.lifecycle() == Lifecycle.ACTIVE
                ? ""
                : " and is " + found.lifecycle().name().toLowerCase(Locale.ROOT);
        document.reject("the entity exists" + life + ": id=" + found.id());
        yield Outcome.REJECTED;
      }
      case REPLACE -> {
        EntityDraft draft = document.content();
        StagedContent content =
            draft.stagedContent() == null ? contents.find(draft) : draft.stagedContent();
        yield new DraftReplacer(tx, found, draft).replace(content, contents.isKept(draft))
            ? Outcome.REPLACED
            : Outcome.UNCHANGED;
      }
    };
  }
}
