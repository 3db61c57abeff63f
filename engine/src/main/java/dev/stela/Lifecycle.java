package dev.stela;

/**
 * The states of an entity's life. A purged entity has none: it is gone, and its id can be used
 * again.
 */
public enum Lifecycle {
  /** It exists and can be changed. */
  ACTIVE,
  /** It was deleted: reads do not find it, its history stays, {@code restore} brings it back. */
  DELETED,
  /**
   * It was put aside: as a deleted one it is found only by who asks for it, {@code restore} brings
   * it back.
   */
  ARCHIVED
}
