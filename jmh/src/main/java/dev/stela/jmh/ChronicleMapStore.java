package dev.stela.jmh;

import dev.stela.EntityId;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Byteable;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.values.Array;
import net.openhft.chronicle.values.Values;

/**
 * A persisted Chronicle Map as its documentation advises for speed: value interfaces over native
 * memory for keys and values of constant size, so that neither get nor put allocates; the number of
 * entries known; no old value returned by put. Entry checksums are on, the default of a persisted
 * map: without them it cannot recover from a crash, which the other stores can. One thread.
 */
final class ChronicleMapStore implements BenchmarkStore {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final int CONTENT_LONGS = Workload.CONTENT_BYTES / Long.BYTES;

  private final ChronicleMap<Key, Content> map;
  private final Key key = onNativeMemory(Key.class);
  private final Content written = onNativeMemory(Content.class);
  private final Content found = Values.newNativeReference(Content.class);

  ChronicleMapStore(Path folder) throws IOException {
    map =
        ChronicleMap.of(Key.class, Content.class)
            .name("peer")
            .entries(Workload.ENTITIES)
            .putReturnsNull(true)
            .createPersistedTo(folder.resolve("chronicle-map").toFile());
  }

  /** An entity's id. */
  public interface Key {
    /**
     * The upper 64 bits.
     *
     * @return the bits
     */
    long getHigh();

    /**
     * Sets the upper 64 bits.
     *
     * @param high the bits
     */
    void setHigh(long high);

    /**
     * The lower 64 bits.
     *
     * @return the bits
     */
    long getLow();

    /**
     * Sets the lower 64 bits.
     *
     * @param low the bits
     */
    void setLow(long low);
  }

  /** An entity's content. */
  public interface Content {
    /**
     * Eight bytes of it.
     *
     * @param index of the first, divided by eight
     * @return the bytes
     */
    @Array(length = CONTENT_LONGS)
    long getWordAt(int index);

    /**
     * Sets eight bytes of it.
     *
     * @param index of the first, divided by eight
     * @param word the bytes
     */
    void setWordAt(int index, long word);
  }

  @Override
  public void load(EntityId[] ids) {
    byte[] content = Workload.content();
    for (int i = 0; i < ids.length; i++) {
      Workload.stamp(content, i, 0);
      put(ids[i], content);
    }
  }

  @Override
  public void read(EntityId id, byte[] content) {
    if (map.getUsing(key(id), found) == null) {
      throw new WrongResultException("not found: id=" + id);
    }
    for (int i = 0; i < CONTENT_LONGS; i++) {
      LONG.set(content, i * Long.BYTES, found.getWordAt(i));
    }
  }

  @Override
  public void put(EntityId id, byte[] content) {
    for (int i = 0; i < CONTENT_LONGS; i++) {
      written.setWordAt(i, (long) LONG.get(content, i * Long.BYTES));
    }
    map.put(key(id), written);
  }

  @Override
  public void close() {
    map.close();
  }

  private Key key(EntityId id) {
    key.setHigh(id.high());
    key.setLow(id.low());
    return key;
  }

  private static <T> T onNativeMemory(Class<T> type) {
    T value = Values.newNativeReference(type);
    Byteable bytes = (Byteable) value;
    bytes.bytesStore(BytesStore.nativeStore(bytes.maxSize()), 0, bytes.maxSize());
    return value;
  }
}
