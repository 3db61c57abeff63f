package dev.stela.power;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Memory of zeros that takes space only where it was written, as a file of the page cache does, and
 * knows where that is. Unlike a mapped file it costs no file system. Under the disk's lock, but for
 * the bytes themselves.
 */
@SuppressWarnings("restricted")
final class Pages {
  static final int PAGE = 4096;

  /** The longest file that the simulated disk takes. */
  static final long CAPACITY = 64 << 20;

  private static final int READ_WRITE = 1 | 2;
  private static final int PRIVATE_ANONYMOUS_NORESERVE = 0x2 | 0x20 | 0x4000;
  private static final MethodHandle MMAP;
  private static final MethodHandle MUNMAP;
  private static final MethodHandle MINCORE;

  static {
    Linker linker = Linker.nativeLinker();
    SymbolLookup lookup = linker.defaultLookup();
    MMAP =
        linker.downcallHandle(
            lookup.find("mmap").orElseThrow(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG));
    MUNMAP =
        linker.downcallHandle(
            lookup.find("munmap").orElseThrow(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    MINCORE =
        linker.downcallHandle(
            lookup.find("mincore").orElseThrow(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS));
  }

  private final long address;
  private final MemorySegment memory;
  private final MemorySegment residency = Arena.ofAuto().allocate(CAPACITY / PAGE);

  Pages() {
    try {
      address =
          (long) MMAP.invokeExact(0L, CAPACITY, READ_WRITE, PRIVATE_ANONYMOUS_NORESERVE, -1, 0L);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    if (address == -1) {
      throw new AssertionError("no memory for a simulated file");
    }
    memory = MemorySegment.ofAddress(address).reinterpret(CAPACITY);
  }

  /** All of the memory, of which nobody may use a byte after {@link #free}. */
  MemorySegment memory() {
    return memory;
  }

  /** A part of the memory that can be used until the arena is closed. */
  MemorySegment part(long offset, long length, Arena arena, Runnable unmapped) {
    return MemorySegment.ofAddress(address + offset)
        .reinterpret(length, arena, segment -> unmapped.run());
  }

  /** Finds out which pages of the first {@code length} bytes may differ from zero. */
  void look(long length) {
    long bytes = (length + PAGE - 1) / PAGE * PAGE;
    try {
      if (bytes > 0 && (int) MINCORE.invokeExact(address, bytes, residency) != 0) {
        throw new AssertionError("mincore failed");
      }
    } catch (AssertionError e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Whether a page may differ from zero, as of the last {@link #look}. */
  boolean isUsed(long page) {
    return (residency.get(ValueLayout.JAVA_BYTE, page) & 1) != 0;
  }

  /** Makes zeros of what lies between two offsets. */
  void clear(long from, long to) {
    if (from < to) {
      look(to);
      for (long page = from / PAGE; page * PAGE < to; page++) {
        if (isUsed(page)) {
          long start = Math.max(from, page * PAGE);
          memory.asSlice(start, Math.min(to, (page + 1) * PAGE) - start).fill((byte) 0);
        }
      }
    }
  }

  void free() {
    try {
      if ((int) MUNMAP.invokeExact(address, CAPACITY) != 0) {
        throw new AssertionError("munmap failed");
      }
    } catch (AssertionError e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
