package dev.stela.internal.apply;

/**
 * How many entities there are. Immutable; any thread.
 *
 * @param ordinals how many ordinals have been given out: the next new entity gets this one
 * @param deleted how many entities are deleted
 * @param archived how many entities are archived
 * @param purged how many entities were purged
 */
public record Counts(int ordinals, long deleted, long archived, long purged) {
  /** The counts of an empty store. */
  public static final Counts NONE = new Counts(0, 0, 0, 0);
}
