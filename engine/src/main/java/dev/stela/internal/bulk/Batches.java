package dev.stela.internal.bulk;

import dev.stela.internal.apply.LoadState;
import java.util.List;

/**
 * Where a load's documents go. One thread at a time.
 *
 * @param <D> what is loaded
 */
public interface Batches<D> {
  /**
   * Commits documents and the load's progress in one frame; of a batch that no frame can hold, only
   * the first ones. Who listens has been told of the rejected ones before.
   *
   * @param batch in the order of their positions, which follow one another; not empty
   * @param before the load's state before, with what is known of its run
   * @return the state that was committed: it says how far into the batch
   */
  LoadState commit(List<Document<D>> batch, LoadState before);

  /**
   * Commits a state of the load by itself.
   *
   * @return it as it was committed
   */
  LoadState commit(LoadState state);

  /** Returns once all that was committed is durable. */
  void sync();
}
