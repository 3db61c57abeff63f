package dev.stela.internal.query;

import dev.stela.HistoryNotKeptException;
import dev.stela.internal.format.Glob;
import dev.stela.internal.format.Timestamps;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.index.postings.OrdinalSet;
import dev.stela.internal.index.postings.Postings;
import dev.stela.internal.retention.Horizon;
import dev.stela.internal.retention.Horizons;
import dev.stela.internal.retention.KeptHistory;
import dev.stela.internal.retention.TagHorizons;

/**
 * Which entities have, or ever had, a tag as of any LSN of which that is still known. "Ever" means
 * since the horizon of the tag's namespace. Any thread.
 *
 * <p>Horizons are asked for after the lists were read: what retention takes out of a list lies
 * before a horizon that was published earlier.
 */
public final class TagSets {
  private final Postings postings;
  private final Dictionary dictionary;
  private final KeptHistory kept;

  /** Answers from posting lists. */
  public TagSets(Postings postings, Dictionary dictionary, KeptHistory kept) {
    this.postings = postings;
    this.dictionary = dictionary;
    this.kept = kept;
  }

  /**
   * Returns the entities that have a tag as of an LSN.
   *
   * @throws HistoryNotKeptException if that is not known any more
   */
  OrdinalSet at(int tag, long lsn) {
    OrdinalSet set = postings.at(tag, lsn);
    requireKept(tag, lsn);
    return set;
  }

  /**
   * Returns the entities that have had a tag at any LSN from its horizon up to the given one.
   *
   * @throws HistoryNotKeptException if the horizon is later
   */
  OrdinalSet everAt(int tag, long lsn) {
    while (true) {
      Horizons before = kept.horizons();
      OrdinalSet set = postings.everAt(tag, horizonOf(tag, before).lsn(), lsn);
      if (kept.horizons() == before) {
        requireKept(tag, lsn);
        return set;
      }
    }
  }

  /** As {@link #at}, of any of many tags. */
  OrdinalSet anyAt(int[] tags, long lsn) {
    OrdinalSet set = postings.anyAt(tags, lsn);
    requireKept(tags, lsn);
    return set;
  }

  /** As {@link #everAt}, of any of many tags. */
  OrdinalSet anyEverAt(int[] tags, long lsn) {
    while (true) {
      Horizons before = kept.horizons();
      OrdinalSet set = postings.anyEverAt(tags, new TagHorizons(dictionary, before), lsn);
      if (kept.horizons() == before) {
        requireKept(tags, lsn);
        return set;
      }
    }
  }

  /** Returns from which LSN on it is known which entities have which tags of a namespace. */
  long horizon(String namespace) {
    return kept.horizons().of(namespace).lsn();
  }

  /** Returns the LSN as of which, and as of any later one, all is known. */
  long horizon() {
    return kept.horizons().newest().lsn();
  }

  /** Requires that the tags of a namespace are known as of an LSN. */
  void requireKept(String namespace, long lsn) {
    requireKept(kept.horizons().of(namespace), namespace, lsn);
  }

  /**
   * As {@link #requireKept(String, long)}, of all namespaces that match a pattern.
   *
   * @param pattern null for tags without a namespace
   */
  void requireMatchingKept(String pattern, long lsn) {
    Horizons horizons = kept.horizons();
    if (lsn < horizons.newest().lsn()) {
      Glob glob = pattern == null ? null : Glob.of(pattern);
      horizons
          .namespaces()
          .forEach(
              (namespace, horizon) -> {
                if (glob == null
                    ? namespace == null
                    : namespace != null && glob.matches(namespace)) {
                  requireKept(horizon, namespace, lsn);
                }
              });
    }
  }

  /** Requires that all is known as of an LSN. */
  void requireAllKept(long lsn) {
    Horizon newest = kept.horizons().newest();
    if (lsn < newest.lsn()) {
      throw notKept("versions of entities", lsn, newest);
    }
  }

  private void requireKept(int[] tags, long lsn) {
    if (lsn < kept.horizons().newest().lsn()) {
      for (int tag : tags) {
        requireKept(tag, lsn);
      }
    }
  }

  private void requireKept(int tag, long lsn) {
    Horizons horizons = kept.horizons();
    if (lsn < horizons.newest().lsn()) {
      Horizon horizon = horizonOf(tag, horizons);
      if (lsn < horizon.lsn()) {
        requireKept(horizon, namespace(tag), lsn);
      }
    }
  }

  private static void requireKept(Horizon horizon, String namespace, long lsn) {
    if (lsn < horizon.lsn()) {
      throw notKept(
          namespace == null ? "tags without a namespace" : "tags of namespace " + namespace,
          lsn,
          horizon);
    }
  }

  private static HistoryNotKeptException notKept(String what, long lsn, Horizon horizon) {
    return new HistoryNotKeptException(
        what, lsn, horizon.lsn(), Timestamps.instant(horizon.timestamp()));
  }

  private Horizon horizonOf(int tag, Horizons horizons) {
    return new TagHorizons(dictionary, horizons).of(tag);
  }

  private String namespace(int tag) {
    return dictionary.namespaces().name(dictionary.namespaceOf(tag));
  }
}
