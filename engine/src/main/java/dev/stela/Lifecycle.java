package dev.stela;

/** The states of an entity's life. */
public enum Lifecycle {
  /** It exists and can be changed. */
  ACTIVE,
  /** It was deleted: reads do not find it, its history stays, {@code restore} brings it back. */
  DELETED
}
