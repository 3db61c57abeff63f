package dev.stela;

/**
 * What a transaction does.
 *
 * @param <X> the checked exception that it may throw; {@link RuntimeException} if none
 */
@FunctionalInterface
public interface TransactionBody<X extends Exception> {
  /**
   * Reads and changes entities through the transaction. Returning commits, throwing rolls back.
   *
   * @param transaction valid until this method returns
   * @throws X to roll back
   */
  void run(Transaction transaction) throws X;
}
