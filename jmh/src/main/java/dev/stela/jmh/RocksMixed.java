package dev.stela.jmh;

import dev.stela.EntityId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * RocksDB with its defaults, and its log synced every 10 ms as Stela's is. A content and a tag of
 * each namespace have a key of their own: the id and a byte more. One thread.
 */
final class RocksMixed implements MixedStore {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int KIND_OFFSET = 2 * Long.BYTES;
  private static final int KEY_BYTES = KIND_OFFSET + 1;
  private static final long SYNC_MILLIS = 10;

  private final Options options = new Options().setCreateIfMissing(true);
  private final WriteOptions writing = new WriteOptions();
  private final RocksDB db;
  private final byte[] key = new byte[KEY_BYTES];
  private final ScheduledExecutorService syncing =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  RocksMixed(Path folder) {
    db = call(() -> RocksDB.open(options, folder.toString()));
    syncing.scheduleWithFixedDelay(this::sync, SYNC_MILLIS, SYNC_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void insert(EntityId id, byte[] content, int[] values) {
    run(
        () -> {
          try (WriteBatch batch = new WriteBatch()) {
            batch.put(key(id, 0), content);
            for (int i = 0; i < values.length; i++) {
              batch.put(key(id, 1 + i), text(i, values[i]));
            }
            db.write(writing, batch);
          }
        });
  }

  @Override
  public void putContent(EntityId id, byte[] content) {
    run(() -> db.put(writing, key(id, 0), content));
  }

  @Override
  public void setTag(EntityId id, int namespace, int value) {
    run(() -> db.put(writing, key(id, 1 + namespace), text(namespace, value)));
  }

  @Override
  public void remove(EntityId id) {
    run(
        () -> {
          try (WriteBatch batch = new WriteBatch()) {
            for (int i = 0; i <= MixedTags.NAMESPACES.length; i++) {
              batch.delete(key(id, i));
            }
            db.write(writing, batch);
          }
        });
  }

  @Override
  public boolean read(EntityId id, byte[] content) {
    return call(() -> db.get(key(id, 0), content)) != RocksDB.NOT_FOUND;
  }

  @Override
  public boolean hasTag(EntityId id, int namespace, int value) {
    return Arrays.equals(call(() -> db.get(key(id, 1 + namespace))), text(namespace, value));
  }

  @Override
  public void sync() {
    run(db::syncWal);
  }

  @Override
  public void close() {
    syncing.close();
    db.close();
    writing.close();
    options.close();
  }

  private byte[] key(EntityId id, int kind) {
    LONG.set(key, 0, id.high());
    LONG.set(key, Long.BYTES, id.low());
    key[KIND_OFFSET] = (byte) kind;
    return key;
  }

  private static byte[] text(int namespace, int value) {
    return MixedTags.tag(namespace, value).text().getBytes(StandardCharsets.UTF_8);
  }

  private interface Call<T> {
    T call() throws RocksDBException;
  }

  private interface Run {
    void run() throws RocksDBException;
  }

  private static <T> T call(Call<T> call) {
    try {
      return call.call();
    } catch (RocksDBException e) {
      throw new IllegalStateException("RocksDB has failed", e);
    }
  }

  private static void run(Run run) {
    call(
        () -> {
          run.run();
          return null;
        });
  }
}
