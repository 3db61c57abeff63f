package dev.stela.jmh;

import dev.stela.EntityId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * An endless series of changes, the same for every store: of a hundred, 60 overwrite a content, 20
 * a tag, 10 insert an entity, 10 remove one. Which is overwritten is drawn after Zipf's law, which
 * is inserted or removed is new or drawn evenly. Contents are random bytes, so that no compression
 * makes them smaller. Knows what there has to be in the end, and counts the bytes that a user has
 * handed over: 16 of the id and those of the content or the tags. One thread.
 */
final class MixedLoad {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int PERCENT = 100;
  private static final int CONTENTS = 60;
  private static final int TAGS = 80;
  private static final int INSERTS = 90;
  private static final int ID_BYTES = 16;
  private static final int CHECKED = 10_000;

  private final MixedStore store;
  private final SplittableRandom random = new SplittableRandom(9);
  private final byte[] content = new byte[Workload.CONTENT_BYTES];
  private final int[] drawn = new int[MixedTags.NAMESPACES.length];

  /** The numbers of the entities that there are. */
  private int[] live = new int[1 << 20];

  private int lives;

  /** By number: the version of the content, and the tags' values one after the other. */
  private int[] versions = new int[1 << 20];

  private short[] values = new short[versions.length * drawn.length];
  private int numbers;
  private long userBytes;

  MixedLoad(MixedStore store) {
    this.store = store;
  }

  long userBytes() {
    return userBytes;
  }

  /** The bytes of what there is now. */
  long liveBytes() {
    long bytes = 0;
    for (int i = 0; i < lives; i++) {
      bytes += ID_BYTES + content.length;
      for (int namespace = 0; namespace < drawn.length; namespace++) {
        bytes += tagBytes(namespace, values[live[i] * drawn.length + namespace]);
      }
    }
    return bytes;
  }

  /** How many entities there are. */
  int entities() {
    return lives;
  }

  /** Makes the next change. */
  void next() {
    int kind = random.nextInt(PERCENT);
    if (kind < CONTENTS) {
      putContent(live[zipf()]);
    } else if (kind < TAGS) {
      setTag(live[zipf()]);
    } else if (kind < INSERTS) {
      insert();
    } else {
      remove(random.nextInt(lives));
    }
  }

  /** Inserts an entity. */
  void insert() {
    grow();
    int number = numbers++;
    userBytes += ID_BYTES + content.length;
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = random.nextInt(MixedTags.values(i));
      values[number * drawn.length + i] = (short) drawn[i];
      userBytes += tagBytes(i, drawn[i]);
    }
    fill(number, 0);
    live[lives++] = number;
    store.insert(Workload.id(number), content, drawn);
  }

  /** Fails unless random ones of all that ever were are there, or are not, as they have to be. */
  void check() {
    boolean[] alive = new boolean[numbers];
    for (int i = 0; i < lives; i++) {
      alive[live[i]] = true;
    }
    byte[] found = new byte[content.length];
    for (int i = 0; i < CHECKED; i++) {
      int number = random.nextInt(numbers);
      EntityId id = Workload.id(number);
      fill(number, versions[number]);
      if (store.read(id, found) != alive[number]
          || (alive[number] && !Arrays.equals(found, content))) {
        throw new WrongResultException("wrong entity: number=" + number);
      }
      for (int tag = 0; tag < drawn.length && alive[number]; tag++) {
        if (!store.hasTag(id, tag, values[number * drawn.length + tag])) {
          throw new WrongResultException("wrong tags: number=" + number);
        }
      }
    }
  }

  private void putContent(int number) {
    fill(number, ++versions[number]);
    userBytes += ID_BYTES + content.length;
    store.putContent(Workload.id(number), content);
  }

  private void setTag(int number) {
    int namespace = random.nextInt(drawn.length);
    int value = random.nextInt(MixedTags.values(namespace));
    values[number * drawn.length + namespace] = (short) value;
    userBytes += ID_BYTES + tagBytes(namespace, value);
    store.setTag(Workload.id(number), namespace, value);
  }

  private void remove(int place) {
    int number = live[place];
    live[place] = live[--lives];
    userBytes += ID_BYTES;
    store.remove(Workload.id(number));
  }

  /**
   * A place among the live ones. The logarithm of a rank after Zipf's law, with exponent 1, is
   * uniform; ranks are scattered so that the oldest are not the hottest.
   */
  private int zipf() {
    long rank = (long) Math.exp(random.nextDouble() * Math.log(lives));
    return (int) Long.remainderUnsigned(Workload.mix(rank), lives);
  }

  private void fill(int number, int version) {
    long seed = Workload.mix(((long) number << Integer.SIZE) + version);
    for (int i = 0; i < content.length; i += Long.BYTES) {
      LONG.set(content, i, Workload.mix(seed + i));
    }
  }

  private void grow() {
    if (numbers == versions.length) {
      versions = Arrays.copyOf(versions, 2 * numbers);
      values = Arrays.copyOf(values, 2 * values.length);
    }
    if (lives == live.length) {
      live = Arrays.copyOf(live, 2 * lives);
    }
  }

  private static int tagBytes(int namespace, int value) {
    return MixedTags.tag(namespace, value).byteLength();
  }
}
