package dev.stela.internal.format;

/**
 * The hash by which an entity id finds its place in the directory. It is part of the file format:
 * another function would look for every id in the wrong bucket.
 *
 * <p>Ids ordered by time differ in few bits, ids made from digests in all of them. Both must spread
 * over shards (top bits), buckets (low bits) and home slots (bits in between) alike, hence the full
 * finaliser: each bit of the id changes each bit of the hash with a probability of about one half.
 */
public final class IdHash {
  // Odd constants: the fractions of the golden ratio and of its plastic kin.
  private static final long HIGH_FACTOR = 0x9E3779B97F4A7C15L;
  private static final long LOW_FACTOR = 0xC13FA9A902A6328FL;
  // Variant 13 of Stafford's finalisers, as in SplitMix64.
  private static final long FIRST_FACTOR = 0xBF58476D1CE4E5B9L;
  private static final long SECOND_FACTOR = 0x94D049BB133111EBL;

  private IdHash() {}

  /** Returns the mixed hash of the id with the given words. */
  public static long hash(long idHigh, long idLow) {
    // The rotation keeps ids with exchanged or equal words from cancelling out.
    long z = idHigh * HIGH_FACTOR ^ Long.rotateLeft(idLow * LOW_FACTOR, 32);
    z = (z ^ (z >>> 30)) * FIRST_FACTOR;
    z = (z ^ (z >>> 27)) * SECOND_FACTOR;
    return z ^ (z >>> 31);
  }
}
