package dev.stela.internal.format;

import java.util.UUID;

/**
 * The 128 random bits that tell one store's files from another's. Immutable.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record StoreId(long high, long low) {

  /** Returns an id that no other store has. */
  public static StoreId random() {
    var uuid = UUID.randomUUID();
    return new StoreId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  @Override
  public String toString() {
    return new UUID(high, low).toString();
  }
}
