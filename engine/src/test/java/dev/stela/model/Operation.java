package dev.stela.model;

import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.StelaException;
import dev.stela.Transaction;
import java.io.IOException;
import java.util.function.Function;

/**
 * One operation, to be done to a store by itself, within a transaction, and to the model.
 *
 * @param what for messages
 * @param id the entity it is about
 * @param single does it and returns the LSN
 * @param within does it
 * @param model does it and returns the exception to be thrown
 */
record Operation(
    String what,
    EntityId id,
    Single single,
    Within within,
    Function<ModelTransaction, Class<? extends StelaException>> model) {

  /** A single operation. */
  @FunctionalInterface
  interface Single {
    long on(EntityStore store) throws IOException;
  }

  /** An operation of a transaction. */
  @FunctionalInterface
  interface Within {
    void on(Transaction transaction);
  }
}
