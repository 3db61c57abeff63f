package dev.stela;

import dev.stela.internal.analysis.Highlighter;
import dev.stela.internal.query.Ranking;
import dev.stela.internal.query.text.TopHits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * The best entities that a search found, see {@link Search#ranked}. They are all there already;
 * there is nothing to close. Any thread.
 */
public final class RankedHits implements Iterable<RankedHit> {
  private final Searcher searcher;
  private final Query query;
  private final long lsn;
  private final long moment;
  private final List<RankedHit> hits = new ArrayList<>();
  private volatile long total = -1;
  private volatile Highlighter highlighter;

  /**
   * Reads the ids of the best entities.
   *
   * @param query with its times as LSNs
   * @param moment the LSN of the texts that were scored
   * @param first the index of the first hit that is wanted
   */
  RankedHits(Searcher searcher, Query query, long lsn, long moment, TopHits best, int first) {
    this.searcher = searcher;
    this.query = query;
    this.lsn = lsn;
    this.moment = moment;
    for (int i = first; i < best.size(); i++) {
      EntityId id = searcher.id(best.ordinal(i), lsn);
      // One that is purged at this very moment is passed over.
      if (id != null) {
        hits.add(new RankedHit(this, best.ordinal(i), id, best.score(i)));
      }
    }
  }

  /**
   * The hits.
   *
   * @return by score, the highest first; equal ones in the order of their creation
   */
  public List<RankedHit> hits() {
    return Collections.unmodifiableList(hits);
  }

  /** The same as that of {@link #hits}. */
  @Override
  public Iterator<RankedHit> iterator() {
    return hits().iterator();
  }

  /**
   * The LSN as of which was searched.
   *
   * @return 0 if that was before the first commit
   */
  public long lsn() {
    return lsn;
  }

  /**
   * How many entities match as of that LSN, whatever limit and offset. It is found out when it is
   * first asked for: for one word, from its posting lists' lengths, as long as no text has been
   * replaced; else by walking over all that match.
   *
   * @return the exact number
   * @throws HistoryNotKeptException if retention has dropped tags of then that are asked for
   * @throws StoreClosedException if the store or the snapshot is closed
   */
  public long total() {
    if (total < 0) {
      total = searcher.reading(lsn, () -> new Ranking(searcher.evaluator(), query, lsn).total());
    }
    return total;
  }

  /** Returns the LSN of the texts that were found. */
  long moment() {
    return moment;
  }

  Entity entity(int ordinal, long asOf) {
    return searcher.reading(asOf, () -> searcher.entity(ordinal, asOf));
  }

  /** Returns what finds the query's words in texts; null if none was asked for. */
  Highlighter highlighter() {
    if (highlighter == null && moment >= 0) {
      highlighter = searcher.reading(lsn, () -> searcher.highlighter(query, lsn, moment));
    }
    return highlighter;
  }
}
