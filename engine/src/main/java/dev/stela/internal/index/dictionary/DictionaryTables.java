package dev.stela.internal.index.dictionary;

import static dev.stela.internal.format.DictionaryTablesLayout.DICTIONARY_CRC_OFFSET;
import static dev.stela.internal.format.DictionaryTablesLayout.DICTIONARY_TAIL_OFFSET;
import static dev.stela.internal.format.DictionaryTablesLayout.FIELDS_OFFSET;
import static dev.stela.internal.format.DictionaryTablesLayout.NAMESPACES_OFFSET;
import static dev.stela.internal.format.DictionaryTablesLayout.NAME_BYTES_OFFSET;
import static dev.stela.internal.format.DictionaryTablesLayout.PARTS;
import static dev.stela.internal.format.DictionaryTablesLayout.PARTS_OFFSET;
import static dev.stela.internal.format.DictionaryTablesLayout.TABLES_OFFSET;
import static dev.stela.internal.format.DictionaryTablesLayout.TAGS_OFFSET;

import dev.stela.CorruptionException;
import dev.stela.NotAStelaFileException;
import dev.stela.StorageException;
import dev.stela.internal.format.DictionaryTablesLayout;
import dev.stela.internal.format.FileFooter;
import dev.stela.internal.format.FileHeader;
import dev.stela.internal.format.FileKind;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.index.dictionary.Dictionary.Summary;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.FileOps.OpenMode;
import dev.stela.internal.storage.Preallocator;
import dev.stela.internal.storage.StoreFile;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a dictionary has on the heap, in a file: with it, opening copies arrays instead of going
 * through every definition. It says nothing that the definitions do not; where it is missing or not
 * sound, these are read. One thread.
 */
public final class DictionaryTables {
  private final ByteBuffer tables;

  private DictionaryTables(ByteBuffer tables) {
    this.tables = tables;
  }

  /**
   * Writes the tables of a dictionary that has been sealed: complete and durable, or not at all.
   * None are written if something was erased since it was opened, for the tables still know it.
   */
  public static void write(
      FileOps files, Path path, StoreId storeId, Dictionary dictionary, Summary summary) {
    delete(files, path);
    if (dictionary.erasures() > 0) {
      return;
    }
    byte[] bytes = encode(storeId, dictionary, summary);
    Preallocator.create(files, path, bytes.length, file -> file.write(ByteBuffer.wrap(bytes), 0))
        .close();
  }

  /** Deletes the file, durably, because it may hold a name that is to be erased. */
  public static void delete(FileOps files, Path path) {
    if (files.exists(path)) {
      files.delete(path);
      files.syncDirectory(path.toAbsolutePath().getParent());
    }
  }

  /**
   * Reads the tables over the dictionary of a generation; none if there are none that are sound.
   */
  public static Optional<DictionaryTables> read(
      FileOps files, Path path, StoreId storeId, long generation) {
    if (!files.exists(path)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = bytes(files, path);
      FileHeader header =
          FileHeader.check(ByteBuffer.wrap(bytes), FileKind.DICTIONARY_TABLES, storeId, path, 0);
      FileFooter.check(bytes, path);
      ByteBuffer tables = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      return header.number() == generation
          ? Optional.of(new DictionaryTables(tables))
          : Optional.empty();
    } catch (CorruptionException | NotAStelaFileException | StorageException e) {
      return Optional.empty();
    }
  }

  private static byte[] bytes(FileOps files, Path path) {
    try (StoreFile file = files.open(path, OpenMode.READ)) {
      long size = file.size();
      if (size < TABLES_OFFSET || size > Integer.MAX_VALUE - 8) {
        throw new CorruptionException(
            "length of the tables over a dictionary is impossible", path, 0, "more", size);
      }
      byte[] bytes = new byte[(int) size];
      file.read(ByteBuffer.wrap(bytes), 0);
      return bytes;
    }
  }

  /** Returns how much of the dictionary's file the tables are over. */
  long tail() {
    return tables.getLong(DICTIONARY_TAIL_OFFSET);
  }

  /** Returns the checksum of that. */
  int crc() {
    return tables.getInt(DICTIONARY_CRC_OFFSET);
  }

  /** Fills an empty dictionary. */
  void load(Dictionary dictionary) {
    int tags = tables.getInt(TAGS_OFFSET);
    int namespaces = tables.getInt(NAMESPACES_OFFSET);
    int fields = tables.getInt(FIELDS_OFFSET);
    int nameBytes = tables.getInt(NAME_BYTES_OFFSET);
    IntBuffer sizes = ints(tables, PARTS_OFFSET);
    int slots = 0;
    for (int part = 0; part < PARTS; part++) {
      slots += sizes.get(2 * part);
    }
    int firstName = TABLES_OFFSET + (3 * tags + namespaces + slots) * Integer.BYTES;
    List<String> names = names(tables.slice(firstName, nameBytes), namespaces - 1 + fields);
    dictionary.takeFrom(
        ints(tables, TABLES_OFFSET),
        sizes,
        tags,
        names.subList(0, namespaces - 1),
        names.subList(namespaces - 1, names.size()));
  }

  private static byte[] encode(StoreId storeId, Dictionary dictionary, Summary summary) {
    Namespaces namespaces = dictionary.namespaces();
    List<byte[]> names = new ArrayList<>();
    for (int i = 1; i < namespaces.count(); i++) {
      names.add(namespaces.name(i).getBytes(StandardCharsets.UTF_8));
    }
    for (int i = 1; i <= summary.fields(); i++) {
      names.add(dictionary.field(i).getBytes(StandardCharsets.UTF_8));
    }
    int nameBytes = names.stream().mapToInt(name -> Integer.BYTES + name.length).sum();
    byte[] bytes =
        new byte
            [Math.toIntExact(
                DictionaryTablesLayout.fileBytes(
                    summary.tags(), namespaces.count(), dictionary.slots(), nameBytes))];
    ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    FileHeader.write(
        MemorySegment.ofArray(bytes), FileKind.DICTIONARY_TABLES, storeId, 0, summary.generation());
    out.putLong(DICTIONARY_TAIL_OFFSET, summary.tail());
    out.putInt(DICTIONARY_CRC_OFFSET, summary.crc());
    out.putInt(TAGS_OFFSET, summary.tags());
    out.putInt(FIELDS_OFFSET, summary.fields());
    out.putInt(NAMESPACES_OFFSET, namespaces.count());
    out.putInt(NAME_BYTES_OFFSET, nameBytes);
    IntBuffer tables = ints(out, TABLES_OFFSET);
    dictionary.putTo(tables, ints(out, PARTS_OFFSET));
    out.position(TABLES_OFFSET + tables.position() * Integer.BYTES);
    for (byte[] name : names) {
      out.putInt(name.length).put(name);
    }
    FileFooter.write(bytes);
    return bytes;
  }

  private static IntBuffer ints(ByteBuffer bytes, int offset) {
    return bytes
        .slice(offset, bytes.capacity() - offset)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asIntBuffer();
  }

  private static List<String> names(ByteBuffer bytes, int count) {
    ByteBuffer in = bytes.order(ByteOrder.LITTLE_ENDIAN);
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] name = new byte[in.getInt()];
      in.get(name);
      names.add(new String(name, StandardCharsets.UTF_8));
    }
    return names;
  }
}
