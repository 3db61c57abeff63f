package dev.stela;

import dev.stela.internal.format.Utf8;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The identity of an entity: 128 bits, and the name they were derived from where there is one.
 *
 * <p>Three kinds exist: random ids (UUID version 7 of RFC 9562, so that they sort by creation
 * time), any {@link UUID} of the caller's, and names of 1 to 255 UTF-8 bytes. A name's 128 bits are
 * those of a UUID version 8 over its SHA-256 (RFC 9562, appendix B.2); the name itself is kept in
 * the store. Should two different names, or a name and a UUID, ever have the same 128 bits, the
 * second {@code create} fails with {@link IdCollisionException}.
 *
 * <p>Immutable; any thread. Reuse an instance on a hot path: deriving one from a name costs a
 * SHA-256.
 */
public final class EntityId implements Comparable<EntityId> {
  /** The longest name, in UTF-8 bytes. */
  public static final int MAX_NAME_BYTES = 255;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final AtomicLong LAST_RANDOM_TIME = new AtomicLong();

  private final long high;
  private final long low;
  private final byte[] name;

  private EntityId(long high, long low, byte[] name) {
    this.high = high;
    this.low = low;
    this.name = name;
  }

  /**
   * A new random id, UUID version 7. Ids made by one process are in order of their creation: the
   * sub-millisecond field is a counter that never goes back.
   *
   * @return the new id
   */
  public static EntityId random() {
    long now = System.currentTimeMillis() << 12;
    long stamp = LAST_RANDOM_TIME.updateAndGet(last -> Math.max(last + 1, now));
    long high = (stamp >>> 12) << 16 | 0x7000L | (stamp & 0xFFF);
    long low = (RANDOM.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
    return new EntityId(high, low, null);
  }

  /**
   * The id that is the given UUID.
   *
   * @param uuid any UUID but the nil one
   * @return the id
   */
  public static EntityId of(UUID uuid) {
    Objects.requireNonNull(uuid, "uuid");
    return of(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /**
   * The id with the given 128 bits.
   *
   * @param high the upper 64 bits
   * @param low the lower 64 bits
   * @return the id
   * @throws InvalidArgumentException if all bits are zero
   */
  public static EntityId of(long high, long low) {
    if ((high | low) == 0) {
      throw new InvalidArgumentException("the nil UUID is not an entity id");
    }
    return new EntityId(high, low, null);
  }

  /**
   * The id of a named entity.
   *
   * @param name 1 to {@value #MAX_NAME_BYTES} UTF-8 bytes, any characters
   * @return the id
   * @throws InvalidArgumentException if the name is empty, too long or not valid Unicode
   */
  public static EntityId named(String name) {
    Objects.requireNonNull(name, "name");
    return ofNameBytes(Utf8.encode(name, "an entity name"));
  }

  /**
   * The id of a named entity whose name is given as UTF-8 bytes, as the store keeps it.
   *
   * @param utf8 1 to {@value #MAX_NAME_BYTES} bytes; copied
   * @return the id
   */
  static EntityId ofNameBytes(byte[] utf8) {
    if (utf8.length == 0 || utf8.length > MAX_NAME_BYTES) {
      throw new InvalidArgumentException(
          "an entity name has 1 to " + MAX_NAME_BYTES + " UTF-8 bytes: bytes=" + utf8.length);
    }
    ByteBuffer digest = ByteBuffer.wrap(sha256(utf8)).order(ByteOrder.BIG_ENDIAN);
    long high = digest.getLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x8000L;
    long low = digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
    return new EntityId(high, low, utf8);
  }

  /** Tells from 128 bits whether they can be those of a name: no others need to be looked up. */
  static boolean mayBeNamed(long high, long low) {
    return (high & 0xF000L) == 0x8000L && low >>> 62 == 0b10;
  }

  /**
   * Reads an id as a person writes it: the canonical 36 characters of a UUID are that UUID,
   * anything else is a name.
   *
   * @param text a UUID or a name
   * @return the id
   * @throws InvalidArgumentException if the text is neither
   */
  public static EntityId parse(String text) {
    Objects.requireNonNull(text, "text");
    if (text.length() == 36 && text.charAt(8) == '-' && text.charAt(13) == '-') {
      try {
        UUID uuid = UUID.fromString(text);
        if (uuid.toString().equalsIgnoreCase(text)) {
          return of(uuid);
        }
      } catch (IllegalArgumentException notAUuid) {
        return named(text);
      }
    }
    return named(text);
  }

  /**
   * The upper 64 bits.
   *
   * @return the bits
   */
  public long high() {
    return high;
  }

  /**
   * The lower 64 bits.
   *
   * @return the bits
   */
  public long low() {
    return low;
  }

  /**
   * Whether this id was derived from a name.
   *
   * @return true for a named id
   */
  public boolean isNamed() {
    return name != null;
  }

  /**
   * The name.
   *
   * @return the name, or null for an id without one
   */
  public String name() {
    return name == null ? null : new String(name, StandardCharsets.UTF_8);
  }

  /**
   * The name's UTF-8 bytes.
   *
   * @return a copy, or an empty array for an id without a name
   */
  public byte[] nameBytes() {
    return name == null ? new byte[0] : name.clone();
  }

  /**
   * The 128 bits as a UUID.
   *
   * @return the UUID
   */
  public UUID toUuid() {
    return new UUID(high, low);
  }

  @Override
  public int compareTo(EntityId other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    if (byHigh != 0) {
      return byHigh;
    }
    int byLow = Long.compareUnsigned(low, other.low);
    return byLow != 0 ? byLow : Boolean.compare(isNamed(), other.isNamed());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EntityId that
        && high == that.high
        && low == that.low
        && Arrays.equals(name, that.name);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high * 31 + low);
  }

  /**
   * The name, or the UUID's canonical form.
   *
   * @return text that {@link #parse} reads back, unless a name looks like a UUID
   */
  @Override
  public String toString() {
    return name == null ? toUuid().toString() : name();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
