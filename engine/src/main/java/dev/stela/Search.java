package dev.stela;

import java.util.List;

/**
 * A search of one reader: what to look for, in which order, and which part of it. Each asking
 * method reads as of one LSN: the snapshot's, or the store's newest at that call.
 *
 * <p>Immutable; any thread. The methods that change something return a changed copy.
 */
public final class Search {
  Search() {}

  /**
   * To be written.
   *
   * @param order to be written
   * @return to be written
   */
  public Search orderBy(Order order) {
    throw new UnsupportedOperationException();
  }

  /**
   * To be written.
   *
   * @param limit to be written
   * @return to be written
   */
  public Search limit(long limit) {
    throw new UnsupportedOperationException();
  }

  /**
   * To be written.
   *
   * @param offset to be written
   * @return to be written
   */
  public Search offset(long offset) {
    throw new UnsupportedOperationException();
  }

  /**
   * To be written.
   *
   * @param cursor to be written
   * @return to be written
   */
  public Search after(String cursor) {
    throw new UnsupportedOperationException();
  }

  /**
   * To be written.
   *
   * @return to be written
   */
  public long count() {
    throw new UnsupportedOperationException();
  }

  /**
   * To be written.
   *
   * @return to be written
   */
  public boolean exists() {
    throw new UnsupportedOperationException();
  }

  /**
   * To be written.
   *
   * @return to be written
   */
  public Hits<EntityId> ids() {
    throw new UnsupportedOperationException();
  }

  /**
   * To be written.
   *
   * @return to be written
   */
  public Hits<Entity> entities() {
    throw new UnsupportedOperationException();
  }

  /**
   * To be written.
   *
   * @param namespace to be written
   * @return to be written
   */
  public List<Facet> facets(String namespace) {
    throw new UnsupportedOperationException();
  }

  /**
   * To be written.
   *
   * @return to be written
   */
  public QueryPlan explain() {
    throw new UnsupportedOperationException();
  }
}
