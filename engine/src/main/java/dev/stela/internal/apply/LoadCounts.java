package dev.stela.internal.apply;

/**
 * What has become of the documents of a bulk load. Immutable.
 *
 * @param created how many are new entities
 * @param replaced how many have changed an entity
 * @param unchanged how many found their entity to be what they say
 * @param skipped how many were passed over, as their entities existed
 * @param rejected how many were rejected
 */
public record LoadCounts(long created, long replaced, long unchanged, long skipped, long rejected) {
  /** Before the first document. */
  public static final LoadCounts NONE = new LoadCounts(0, 0, 0, 0, 0);

  /** Returns the sums of these and others. */
  public LoadCounts plus(LoadCounts other) {
    return new LoadCounts(
        created + other.created,
        replaced + other.replaced,
        unchanged + other.unchanged,
        skipped + other.skipped,
        rejected + other.rejected);
  }
}
