package dev.stela.internal.query;

import dev.stela.Order;
import dev.stela.Query;
import dev.stela.internal.format.StoreId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Tells one search from another, in every process alike. Stateless, for any thread. */
public final class Fingerprint {
  private Fingerprint() {}

  /** Returns 64 bits of the SHA-256 of store, order and query. */
  public static long of(StoreId store, Query query, Order order) {
    // No namespace is not the empty one; a line break separates, for no namespace has one.
    String namespace = order.namespace() == null ? "" : ":" + order.namespace();
    String search =
        store + "\n" + order.by() + namespace + "\n" + order.descending() + "\n" + query.text();
    try {
      byte[] utf8 = search.getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(utf8)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
