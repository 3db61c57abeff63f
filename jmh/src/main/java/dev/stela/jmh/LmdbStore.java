package dev.stela.jmh;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.stela.EntityId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.DirectBufferProxy;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.Txn;

/**
 * LMDB through lmdbjava and its fastest buffers. Not durable: a writable map and no sync; durable:
 * its defaults, which sync each commit. Reads share one transaction, which ends before a write, for
 * an open one keeps pages from being used again. One thread.
 */
final class LmdbStore implements BenchmarkStore {
  private static final long MAP_BYTES = 4L << 30;
  private static final EnvFlags[] ASYNC = {
    EnvFlags.MDB_NORDAHEAD, EnvFlags.MDB_WRITEMAP, EnvFlags.MDB_NOSYNC
  };
  private static final EnvFlags[] DURABLE = {EnvFlags.MDB_NORDAHEAD};

  private final Env<DirectBuffer> env;
  private final Dbi<DirectBuffer> entities;
  private final MutableDirectBuffer key =
      new UnsafeBuffer(ByteBuffer.allocateDirect(2 * Long.BYTES));
  private final MutableDirectBuffer value =
      new UnsafeBuffer(ByteBuffer.allocateDirect(Workload.CONTENT_BYTES));
  private Txn<DirectBuffer> reading;

  LmdbStore(Path folder, boolean durable) {
    env =
        Env.create(DirectBufferProxy.PROXY_DB)
            .setMapSize(MAP_BYTES)
            .setMaxDbs(1)
            .open(folder.toFile(), durable ? DURABLE : ASYNC);
    entities = env.openDbi("entities", DbiFlags.MDB_CREATE);
  }

  @Override
  public void load(EntityId[] ids) {
    byte[] content = Workload.content();
    for (int from = 0; from < ids.length; from += Workload.BATCH) {
      try (Txn<DirectBuffer> txn = env.txnWrite()) {
        for (int i = from; i < Math.min(from + Workload.BATCH, ids.length); i++) {
          Workload.stamp(content, i, 0);
          value.putBytes(0, content);
          entities.put(txn, key(ids[i]), value);
        }
        txn.commit();
      }
    }
  }

  @Override
  public void read(EntityId id, byte[] content) {
    if (reading == null) {
      reading = env.txnRead();
    }
    DirectBuffer found = entities.get(reading, key(id));
    if (found == null) {
      throw new WrongResultException("not found: id=" + id);
    }
    found.getBytes(0, content);
  }

  @Override
  public void put(EntityId id, byte[] content) {
    endReading();
    value.putBytes(0, content);
    try (Txn<DirectBuffer> txn = env.txnWrite()) {
      entities.put(txn, key(id), value);
      txn.commit();
    }
  }

  @Override
  public void close() {
    endReading();
    entities.close();
    env.close();
  }

  private void endReading() {
    if (reading != null) {
      reading.close();
      reading = null;
    }
  }

  private DirectBuffer key(EntityId id) {
    key.putLong(0, id.high(), LITTLE_ENDIAN);
    key.putLong(Long.BYTES, id.low(), LITTLE_ENDIAN);
    return key;
  }
}
