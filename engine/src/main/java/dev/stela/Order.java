package dev.stela;

/**
 * The order of a search's results. Entities that are equal in it come in the order of their
 * creation, whichever the direction; those that one commit created come in the order in which its
 * transaction first touched them. Immutable; any thread.
 *
 * @param by what is compared
 * @param namespace the namespace whose values are compared, null for tags without one; null for the
 *     other orders
 * @param descending whether the greatest comes first
 */
public record Order(By by, String namespace, boolean descending) {
  /** Validates: a namespace has no colon, and stands only where values are compared. */
  public Order {
    QueryChecks.requirePresent(by, "by");
    if (namespace != null) {
      if (by != By.VALUE && by != By.NUMBER) {
        throw new InvalidArgumentException(
            "an order by something else than values has no namespace: by="
                + by
                + " namespace="
                + namespace);
      }
      QueryChecks.requireNamespace(namespace);
    }
  }

  /** What is compared. */
  public enum By {
    /** The time of creation. */
    CREATED,
    /** The time of the last change. */
    UPDATED,
    /** The 128 bits of the id, as an unsigned number. */
    ID,
    /** The number of tags. */
    TAG_COUNT,
    /** A namespace's value, in the byte order of its UTF-8; entities without one come last. */
    VALUE,
    /** A namespace's value as a number; entities without one come last. */
    NUMBER
  }

  /**
   * By time of creation, the oldest first.
   *
   * @return the order
   */
  public static Order created() {
    return new Order(By.CREATED, null, false);
  }

  /**
   * By time of the last change, the oldest first.
   *
   * @return the order
   */
  public static Order updated() {
    return new Order(By.UPDATED, null, false);
  }

  /**
   * By id, the smallest first.
   *
   * @return the order
   */
  public static Order id() {
    return new Order(By.ID, null, false);
  }

  /**
   * By number of tags, the fewest first.
   *
   * @return the order
   */
  public static Order tagCount() {
    return new Order(By.TAG_COUNT, null, false);
  }

  /**
   * By the values of a namespace as texts, the smallest first. Of an entity with several the one
   * that comes first in this order counts.
   *
   * @param namespace the namespace; null for tags without one
   * @return the order
   */
  public static Order value(String namespace) {
    return new Order(By.VALUE, namespace, false);
  }

  /**
   * By the values of a namespace as numbers, the smallest first. Of an entity with several the one
   * that comes first in this order counts.
   *
   * @param namespace the namespace; null for tags without one
   * @return the order
   */
  public static Order number(String namespace) {
    return new Order(By.NUMBER, namespace, false);
  }

  /**
   * The same order in the other direction.
   *
   * @return the order
   */
  public Order reversed() {
    return new Order(by, namespace, !descending);
  }
}
