package dev.stela.internal.index.postings;

import java.util.Arrays;
import org.roaringbitmap.ArrayContainer;
import org.roaringbitmap.Container;

/**
 * A set of ordinals, in chunks of 65,536: a chunk is a container of RoaringBitmap (Lemire et al.,
 * "Roaring Bitmaps: Implementation of an Optimized Software Library", 2018), or null if it is
 * empty. Sets share the chunks in which they do not differ, so that a changed copy costs what has
 * changed.
 *
 * <p>Immutable; any thread. Containers that are handed out must not be changed.
 */
public final class OrdinalSet {
  /** Ordinals in a chunk. */
  public static final int CHUNK_SIZE = 1 << Character.SIZE;

  /** The empty set. */
  public static final OrdinalSet EMPTY = new OrdinalSet(new Container[0]);

  private static final Container FULL = Container.rangeOfOnes(0, CHUNK_SIZE);

  private final Container[] chunks;

  private OrdinalSet(Container[] chunks) {
    this.chunks = chunks;
  }

  /** Returns the set of the ordinals below {@code count}. */
  public static OrdinalSet below(int count) {
    if (count == 0) {
      return EMPTY;
    }
    Container[] chunks = new Container[(count - 1 >>> Character.SIZE) + 1];
    Arrays.fill(chunks, FULL);
    int rest = count & CHUNK_SIZE - 1;
    if (rest != 0) {
      chunks[chunks.length - 1] = Container.rangeOfOnes(0, rest);
    }
    return new OrdinalSet(chunks);
  }

  /** Returns the set of some ordinals, in any order. */
  public static OrdinalSet of(int... ordinals) {
    Editor editor = EMPTY.edit();
    for (int ordinal : ordinals) {
      editor.add(ordinal);
    }
    return editor.done();
  }

  /** Returns a set of containers, null where a chunk is empty; the array is not copied. */
  public static OrdinalSet ofChunks(Container[] chunks) {
    return new OrdinalSet(chunks);
  }

  /** Returns the number of chunks: those from there on are empty. */
  public int chunks() {
    return chunks.length;
  }

  /** Returns a chunk, not to be changed; null if it is empty. */
  public Container chunk(int index) {
    return index < chunks.length ? chunks[index] : null;
  }

  /** Tells whether the set is empty. */
  public boolean isEmpty() {
    for (Container chunk : chunks) {
      if (chunk != null) {
        return false;
      }
    }
    return true;
  }

  /** Returns the number of ordinals. */
  public int cardinality() {
    int sum = 0;
    for (Container chunk : chunks) {
      sum += chunk == null ? 0 : chunk.getCardinality();
    }
    return sum;
  }

  /** Tells whether an ordinal is in the set. */
  public boolean contains(int ordinal) {
    Container chunk = chunk(ordinal >>> Character.SIZE);
    return chunk != null && chunk.contains((char) ordinal);
  }

  /** Returns about how many bytes the set takes, whether or not it shares them. */
  public long bytes() {
    long sum = 0;
    for (Container chunk : chunks) {
      sum += chunk == null ? Integer.BYTES : 40 + chunk.getSizeInBytes();
    }
    return sum;
  }

  /** Returns what is in both sets. */
  public OrdinalSet and(OrdinalSet other) {
    Container[] result = new Container[Math.min(chunks.length, other.chunks.length)];
    for (int i = 0; i < result.length; i++) {
      result[i] = and(chunks[i], other.chunks[i]);
    }
    return new OrdinalSet(result);
  }

  /** Returns what is in either set. */
  public OrdinalSet or(OrdinalSet other) {
    Container[] result = new Container[Math.max(chunks.length, other.chunks.length)];
    for (int i = 0; i < result.length; i++) {
      result[i] = or(chunk(i), other.chunk(i));
    }
    return new OrdinalSet(result);
  }

  /** Returns what is in this set and not in the other. */
  public OrdinalSet andNot(OrdinalSet other) {
    Container[] result = new Container[chunks.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = andNot(chunks[i], other.chunk(i));
    }
    return new OrdinalSet(result);
  }

  /** Returns the number of ordinals that are in both sets, without making their intersection. */
  public int andCardinality(OrdinalSet other) {
    int sum = 0;
    for (int i = Math.min(chunks.length, other.chunks.length) - 1; i >= 0; i--) {
      sum += andCardinality(chunks[i], other.chunks[i]);
    }
    return sum;
  }

  /** As {@link #and(OrdinalSet)}, of chunks. */
  public static Container and(Container one, Container other) {
    return one == null || other == null ? null : orNull(one.and(other));
  }

  /** As {@link #or(OrdinalSet)}, of chunks. */
  public static Container or(Container one, Container other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.or(other);
  }

  /** As {@link #andNot(OrdinalSet)}, of chunks. */
  public static Container andNot(Container one, Container other) {
    return one == null || other == null ? one : orNull(one.andNot(other));
  }

  /** As {@link #andCardinality(OrdinalSet)}, of chunks. */
  public static int andCardinality(Container one, Container other) {
    return one == null || other == null ? 0 : one.andCardinality(other);
  }

  private static Container orNull(Container chunk) {
    return chunk.isEmpty() ? null : chunk;
  }

  /** Returns all ordinals in ascending order. */
  public int[] toArray() {
    int[] ordinals = new int[cardinality()];
    int size = 0;
    for (int i = 0; i < chunks.length; i++) {
      if (chunks[i] != null) {
        chunks[i].fillLeastSignificant16bits(ordinals, size, i << Character.SIZE);
        size += chunks[i].getCardinality();
      }
    }
    return ordinals;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OrdinalSet that && Arrays.equals(toArray(), that.toArray());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(toArray());
  }

  @Override
  public String toString() {
    return "OrdinalSet[cardinality=" + cardinality() + "]";
  }

  /** Starts a changed copy. */
  public Editor edit() {
    return new Editor(chunks);
  }

  /** A set in the making: copies a chunk when it is first changed. One thread. */
  public static final class Editor {
    private Container[] chunks;
    private boolean[] owned;

    private Editor(Container[] chunks) {
      this.chunks = chunks;
    }

    /** Adds an ordinal, if it is not there. */
    public void add(int ordinal) {
      int index = own(ordinal);
      Container chunk = chunks[index];
      chunks[index] = (chunk == null ? new ArrayContainer() : chunk).add((char) ordinal);
    }

    /** Removes an ordinal, if it is there. */
    public void remove(int ordinal) {
      int index = own(ordinal);
      Container chunk = chunks[index];
      chunks[index] = chunk == null ? null : orNull(chunk.remove((char) ordinal));
    }

    /** Returns the set; the editor may go on, and the set stays as it is. */
    public OrdinalSet done() {
      OrdinalSet set = new OrdinalSet(chunks);
      owned = null;
      return set;
    }

    private int own(int ordinal) {
      int index = ordinal >>> Character.SIZE;
      if (owned == null) {
        chunks = Arrays.copyOf(chunks, Math.max(chunks.length, index + 1));
        owned = new boolean[chunks.length];
      } else if (index >= chunks.length) {
        int length = Math.max(index + 1, chunks.length + (chunks.length >> 1));
        chunks = Arrays.copyOf(chunks, length);
        owned = Arrays.copyOf(owned, length);
      }
      if (!owned[index]) {
        owned[index] = true;
        chunks[index] = chunks[index] == null ? null : chunks[index].clone();
      }
      return index;
    }
  }
}
