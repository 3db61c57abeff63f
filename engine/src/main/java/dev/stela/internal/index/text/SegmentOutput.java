package dev.stela.internal.index.text;

import static dev.stela.internal.format.TextSegmentLayout.PAGE_BYTES;

import dev.stela.internal.format.Checksums;
import dev.stela.internal.format.FileFooter;
import dev.stela.internal.storage.StoreFile;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;

/**
 * Writes a file from its beginning to its end, a few pages at a time, and sums up the pages and the
 * whole; little-endian. One thread.
 */
final class SegmentOutput {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int BUFFER_BYTES = 8 * PAGE_BYTES;

  private final StoreFile file;
  private final LongConsumer progress;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final CRC32C whole = new CRC32C();
  private int[] pages = new int[64];
  private int pageCount;
  private boolean inPages = true;
  private int used;
  private long flushed;

  /**
   * Creates an output.
   *
   * @param progress is told now and then how many bytes have been written; may throw, to stop it
   */
  SegmentOutput(StoreFile file, LongConsumer progress) {
    this.file = file;
    this.progress = progress;
  }

  /** Returns where the next byte will be. */
  long position() {
    return flushed + used;
  }

  /** Tells whoever wants to know, where much is read and little written. */
  void tellProgress() {
    progress.accept(position());
  }

  void u8(int value) {
    if (used == BUFFER_BYTES) {
      flush();
    }
    buffer[used++] = (byte) value;
  }

  void u16(int value) {
    u8(value);
    u8(value >>> Byte.SIZE);
  }

  void i32(int value) {
    if (BUFFER_BYTES - used >= Integer.BYTES) {
      INT.set(buffer, used, value);
      used += Integer.BYTES;
    } else {
      u16(value);
      u16(value >>> Short.SIZE);
    }
  }

  void i64(long value) {
    if (BUFFER_BYTES - used >= Long.BYTES) {
      LONG.set(buffer, used, value);
      used += Long.BYTES;
    } else {
      i32((int) value);
      i32((int) (value >>> Integer.SIZE));
    }
  }

  /** Writes a number in 0, 1, 2, 4 or 8 bytes. */
  void number(long value, int width) {
    switch (width) {
      case 0 -> {}
      case 1 -> u8((int) value);
      case 2 -> u16((int) value);
      case 4 -> i32((int) value);
      default -> i64(value);
    }
  }

  void bytes(byte[] source, int from, int length) {
    for (int done = 0; done < length; ) {
      if (used == BUFFER_BYTES) {
        flush();
      }
      int size = Math.min(length - done, BUFFER_BYTES - used);
      System.arraycopy(source, from + done, buffer, used, size);
      used += size;
      done += size;
    }
  }

  void bytes(ByteBuilder source) {
    bytes(source.array(), 0, source.size());
  }

  /** Writes zeros up to the next multiple of 8. */
  void align() {
    while ((position() & Long.BYTES - 1) != 0) {
      u8(0);
    }
  }

  /** Writes the checksums of the pages so far, which are all that have some; returns where. */
  long pages() {
    align();
    flush();
    inPages = false;
    long at = position();
    for (int i = 0; i < pageCount; i++) {
      i32(pages[i]);
    }
    align();
    return at;
  }

  /** Writes the file footer. */
  void footer() {
    align();
    i64(position() + FileFooter.SIZE);
    i32(FileFooter.MAGIC);
    flush();
    i32((int) whole.getValue());
    flush();
  }

  private void flush() {
    whole.update(buffer, 0, used);
    for (int at = 0; inPages && at < used; at += PAGE_BYTES) {
      if (pageCount == pages.length) {
        pages = Arrays.copyOf(pages, 2 * pageCount);
      }
      pages[pageCount++] = Checksums.crc32c(buffer, at, Math.min(PAGE_BYTES, used - at));
    }
    file.write(ByteBuffer.wrap(buffer, 0, used), flushed);
    flushed += used;
    used = 0;
    progress.accept(flushed);
  }
}
