package dev.stela;

import dev.stela.internal.analysis.Highlighter;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.index.entities.EntityTable;
import dev.stela.internal.query.Answer;
import dev.stela.internal.query.Evaluator;
import dev.stela.internal.query.Fingerprint;
import dev.stela.internal.query.Indexes;
import dev.stela.internal.query.Queries;
import dev.stela.internal.query.Suggesting;
import dev.stela.internal.query.TagSets;
import dev.stela.internal.query.Texts;
import dev.stela.internal.query.Versions;
import dev.stela.internal.query.text.SuggestedTerm;
import dev.stela.internal.read.Lookup;
import dev.stela.internal.read.Version;
import dev.stela.internal.recovery.OpenStore;
import dev.stela.internal.storage.Leases;
import dev.stela.internal.text.TextReading;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * What searches of one reader have in common: the store's parts, and the moment of which they ask.
 * Immutable; any thread.
 *
 * @param evaluator answers queries
 * @param reader reads entities
 * @param leases where searches are entered while their results are read
 * @param store the store's identity
 * @param lsnAt the LSN of a moment of the past
 * @param lsn the reader's LSN; throws if the reader is closed
 */
record Searcher(
    Evaluator evaluator,
    VersionReader reader,
    Leases leases,
    StoreId store,
    ToLongFunction<Instant> lsnAt,
    LongSupplier lsn) {

  /** Returns the searcher of a store's newest LSN. */
  static Searcher of(
      OpenStore store, VersionReader reader, ToLongFunction<Instant> lsnAt, LongSupplier lsn) {
    Indexes indexes =
        new Indexes(
            new TagSets(store.postings(), store.dictionary(), store.kept()),
            store.purged(),
            store.entities(),
            store.dictionary(),
            store.dictionary().namespaces(),
            store.lookup(),
            store.segments(),
            new Texts(store.textSource(), store.dictionary()));
    StoreId id = store.superblock().storeId();
    return new Searcher(new Evaluator(indexes), reader, store.leases(), id, lsnAt, lsn);
  }

  /** Returns the searcher of another reader of the same store. */
  Searcher as(LongSupplier otherLsn) {
    return new Searcher(evaluator, reader, leases, store, lsnAt, otherLsn);
  }

  /** Prepares a search. */
  Search search(Query query) {
    Objects.requireNonNull(query, "query");
    return new Search(this, query);
  }

  /** Returns the namespaces of active entities' tags. */
  List<String> namespaces() {
    return everything(Answer::namespaces);
  }

  /** Returns the values of a namespace that active entities have. */
  List<Facet> values(String namespace) {
    QueryChecks.requireNamespaceOrNone(namespace);
    return everything(answer -> answer.values(namespace));
  }

  /** Returns the terms of a field that begin so, those that most active entities have first. */
  List<Suggestion> suggest(String field, String prefix, int limit) {
    Objects.requireNonNull(prefix, "prefix");
    return suggestions(limit, suggesting -> suggesting.completions(field, prefix, limit));
  }

  /** Returns the terms of a field that are spelled almost so, the nearest first. */
  List<Suggestion> correct(String field, String word, int limit) {
    Objects.requireNonNull(word, "word");
    return suggestions(limit, suggesting -> suggesting.corrections(field, word, limit));
  }

  private List<Suggestion> suggestions(
      int limit, Function<Suggesting, List<SuggestedTerm>> question) {
    if (limit < 0) {
      throw new InvalidArgumentException("the number of suggestions is negative: limit=" + limit);
    }
    return atNewest(
        newest ->
            question.apply(new Suggesting(evaluator.indexes(), newest)).stream()
                .map(term -> new Suggestion(term.term(), term.documents()))
                .toList());
  }

  private <T> T everything(Function<Answer, T> question) {
    return atNewest(newest -> question.apply(evaluator.answer(Query.all(), newest)));
  }

  private <T> T atNewest(LongFunction<T> question) {
    return Edge.reading(
        () -> {
          // Before the newest LSN is read: see Search.lease().
          Leases.Lease lease = leases.acquire(lsn.getAsLong());
          try {
            return question.apply(lsn.getAsLong());
          } finally {
            lease.close();
          }
        });
  }

  /** Answers a question about an LSN that the reader has seen. */
  <T> T reading(long seen, Supplier<T> question) {
    return Edge.reading(
        () -> {
          lsn.getAsLong();
          Leases.Lease lease = leases.acquire(seen);
          try {
            return question.get();
          } finally {
            lease.close();
          }
        });
  }

  /** Returns what finds in texts as of a moment what a query asks of them. */
  Highlighter highlighter(Query query, long asOf, long moment) {
    try (TextReading reading = evaluator.indexes().texts().read()) {
      return Highlighter.of(Queries.at(query, asOf, moment), reading.schema());
    }
  }

  /**
   * Returns the id of an entity, with its name where it has one, the same as of any LSN; null if it
   * was purged.
   */
  EntityId id(int ordinal, long lsn) {
    EntityTable entities = evaluator.indexes().entities();
    long high = entities.idHigh(ordinal);
    long low = entities.idLow(ordinal);
    if (EntityId.mayBeNamed(high, low)) {
      // Of the newest version, which is found at once: a name never changes.
      Version version = version(ordinal, Lookup.EVERYTHING);
      return version == null ? null : EntityAssembler.id(version);
    }
    // Partner: the release fence in EntityTable.erase. An id is whole if no purge is seen after it.
    VarHandle.acquireFence();
    return evaluator.indexes().purged().contains(ordinal) ? null : EntityId.of(high, low);
  }

  /** Returns the state of an entity as of an LSN; null if it was purged. */
  Entity entity(int ordinal, long lsn) {
    Version version = version(ordinal, lsn);
    return version == null
        ? null
        : new EntityAssembler(evaluator.indexes().dictionary()).assemble(version);
  }

  private Version version(int ordinal, long lsn) {
    Version version = new Version();
    return Versions.find(evaluator.indexes(), ordinal, lsn, version) ? version : null;
  }

  /** Returns what tells a search from others, in other stores too. */
  long fingerprint(Query query, Order order) {
    return Fingerprint.of(store, query, order);
  }
}
