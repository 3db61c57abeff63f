package dev.stela;

import dev.stela.internal.analysis.Highlighter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An entity that a ranked search found. What it says is read when it is asked for, as of the moment
 * of which the search was. Any thread.
 */
public final class RankedHit {
  private final RankedHits hits;
  private final int ordinal;
  private final EntityId id;
  private final float score;

  RankedHit(RankedHits hits, int ordinal, EntityId id, float score) {
    this.hits = hits;
    this.ordinal = ordinal;
    this.id = id;
    this.score = score;
  }

  /**
   * The entity's id.
   *
   * @return the id
   */
  public EntityId id() {
    return id;
  }

  /**
   * How well the entity's texts match, in comparison with the other hits.
   *
   * @return 0 if nothing that was asked of texts matches, else the sum of what its terms are worth
   */
  public float score() {
    return score;
  }

  /**
   * The entity as of {@link RankedHits#lsn}.
   *
   * @return the entity
   * @throws EntityNotFoundException if it has been purged since
   * @throws HistoryNotKeptException if retention has dropped that version since
   * @throws StoreClosedException if the store or the snapshot is closed
   */
  public Entity entity() {
    return entity(hits.lsn());
  }

  private Entity entity(long lsn) {
    Entity found = hits.entity(ordinal, lsn);
    if (found == null) {
      throw new EntityNotFoundException("the entity has been purged since: id=" + id);
    }
    return found;
  }

  /**
   * Those pieces of the entity's texts that show most of what was searched for. Reads the entity,
   * and analyzes its texts anew.
   *
   * @param most the most pieces of one field, 1 or more
   * @param length the most characters of a piece, 20 or more
   * @return by the fields' names, and by their places in the text; empty if no text of the moment
   *     matches
   * @throws InvalidArgumentException if less is asked for
   * @throws EntityNotFoundException if the entity has been purged since
   * @throws HistoryNotKeptException if retention has dropped that version since
   * @throws StoreClosedException if the store or the snapshot is closed
   */
  public List<Highlight> highlights(int most, int length) {
    Highlighter highlighter = hits.highlighter();
    List<Highlight> found = new ArrayList<>();
    if (highlighter != null) {
      for (Map.Entry<String, String> text : entity(hits.moment()).texts().entrySet()) {
        found.addAll(highlighter.highlights(text.getKey(), text.getValue(), most, length));
      }
    }
    return found;
  }

  @Override
  public String toString() {
    return "RankedHit[id=" + id + ", score=" + score + "]";
  }
}
