package dev.stela.internal.retention;

import dev.stela.CorruptionException;
import dev.stela.internal.format.HorizonsLayout;
import dev.stela.internal.format.Layouts;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * What retention has let go: for each namespace, and for contents, from which LSN on answers are
 * exact. By name: numbers of namespaces are given out anew when a dictionary is rebuilt. Immutable;
 * any thread.
 */
public final class Horizons {
  /** Nothing has been dropped. */
  public static final Horizons NONE = new Horizons(new TreeMap<>(), Horizon.NONE);

  private static final Comparator<String> NONE_FIRST =
      Comparator.nullsFirst(Comparator.naturalOrder());

  private final TreeMap<String, Horizon> namespaces;
  private final Horizon contents;
  private final Horizon newest;

  private Horizons(TreeMap<String, Horizon> namespaces, Horizon contents) {
    this.namespaces = namespaces;
    this.contents = contents;
    Horizon last = contents;
    for (Horizon one : namespaces.values()) {
      last = last.later(one);
    }
    this.newest = last;
  }

  /** Returns horizons of some namespaces, null standing for tags without one, and of contents. */
  public static Horizons of(Map<String, Horizon> namespaces, Horizon contents) {
    TreeMap<String, Horizon> sorted = new TreeMap<>(NONE_FIRST);
    sorted.putAll(namespaces);
    return new Horizons(sorted, contents);
  }

  /** Returns the horizon of a namespace, null standing for tags without one. */
  public Horizon of(String namespace) {
    return newest == Horizon.NONE ? newest : namespaces.getOrDefault(namespace, Horizon.NONE);
  }

  /** Returns the horizon of contents. */
  public Horizon contents() {
    return contents;
  }

  /** Returns the latest of all: as of that LSN and later ones everything is answered exactly. */
  public Horizon newest() {
    return newest;
  }

  /** Returns the horizons of the namespaces of which something was dropped. */
  public Map<String, Horizon> namespaces() {
    return Collections.unmodifiableMap(namespaces);
  }

  /** Returns for each the later horizon. */
  public Horizons merged(Horizons other) {
    TreeMap<String, Horizon> all = new TreeMap<>(NONE_FIRST);
    all.putAll(namespaces);
    other.namespaces.forEach((name, horizon) -> all.merge(name, horizon, Horizon::later));
    return new Horizons(all, contents.later(other.contents));
  }

  /** Returns the horizons as bytes; none if nothing was dropped. */
  public byte[] toBytes() {
    if (newest == Horizon.NONE) {
      return new byte[0];
    }
    MemorySegment memory = MemorySegment.ofArray(new long[bytes() / Long.BYTES]);
    write(memory, 0);
    return memory.toArray(Layouts.BYTE);
  }

  /**
   * Reads what {@link #toBytes} returned.
   *
   * @param file for messages
   * @throws CorruptionException if it is not that
   */
  public static Horizons ofBytes(byte[] bytes, Path file) {
    if (bytes.length == 0) {
      return NONE;
    }
    MemorySegment memory = MemorySegment.ofArray(new long[(bytes.length + 7) / Long.BYTES]);
    MemorySegment.copy(bytes, 0, memory, Layouts.BYTE, 0, bytes.length);
    return read(memory, 0, bytes.length, file);
  }

  /** Returns how many bytes {@link #write} stores: a multiple of 8. */
  int bytes() {
    long bytes = HorizonsLayout.ENTRIES_OFFSET;
    for (String name : namespaces.keySet()) {
      bytes += HorizonsLayout.entryBytes(name == null ? 0 : utf8(name).length);
    }
    return (int) bytes;
  }

  /** Stores the horizons. */
  void write(MemorySegment memory, long at) {
    memory.set(Layouts.LONG, at + HorizonsLayout.CONTENTS_LSN_OFFSET, contents.lsn());
    memory.set(Layouts.LONG, at + HorizonsLayout.CONTENTS_TIME_OFFSET, contents.timestamp());
    memory.set(Layouts.LONG, at + HorizonsLayout.COUNT_OFFSET, namespaces.size());
    long entry = at + HorizonsLayout.ENTRIES_OFFSET;
    for (Map.Entry<String, Horizon> one : namespaces.entrySet()) {
      byte[] name = one.getKey() == null ? null : utf8(one.getKey());
      entry =
          HorizonsLayout.writeEntry(
              memory, entry, one.getValue().lsn(), one.getValue().timestamp(), name);
    }
  }

  /**
   * Reads what {@link #write} stored.
   *
   * @param file for messages
   * @throws CorruptionException if it is not that
   */
  static Horizons read(MemorySegment memory, long at, long bytes, Path file) {
    long end = at + bytes;
    require(bytes >= HorizonsLayout.ENTRIES_OFFSET, at, bytes, file);
    long count = memory.get(Layouts.LONG, at + HorizonsLayout.COUNT_OFFSET);
    TreeMap<String, Horizon> namespaces = new TreeMap<>(NONE_FIRST);
    long entry = at + HorizonsLayout.ENTRIES_OFFSET;
    for (long i = 0; i < count; i++) {
      require(end - entry >= HorizonsLayout.entryBytes(0), entry, end, file);
      int nameBytes = HorizonsLayout.nameBytes(memory, entry);
      require(
          nameBytes <= end - entry && HorizonsLayout.entryBytes(nameBytes) <= end - entry,
          entry,
          end,
          file);
      namespaces.put(
          HorizonsLayout.name(memory, entry),
          new Horizon(HorizonsLayout.lsn(memory, entry), HorizonsLayout.timestamp(memory, entry)));
      entry += HorizonsLayout.entryBytes(Math.max(0, nameBytes));
    }
    require(entry == end, entry, end, file);
    return new Horizons(
        namespaces,
        new Horizon(
            memory.get(Layouts.LONG, at + HorizonsLayout.CONTENTS_LSN_OFFSET),
            memory.get(Layouts.LONG, at + HorizonsLayout.CONTENTS_TIME_OFFSET)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Horizons that
        && namespaces.equals(that.namespaces)
        && contents.equals(that.contents);
  }

  @Override
  public int hashCode() {
    return namespaces.hashCode() * 31 + contents.hashCode();
  }

  @Override
  public String toString() {
    return "Horizons[namespaces=" + namespaces + " contents=" + contents + "]";
  }

  private static void require(boolean sound, long at, long end, Path file) {
    if (!sound) {
      throw new CorruptionException("horizons are cut off", file, at, "up to " + end, "none");
    }
  }

  private static byte[] utf8(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }
}
