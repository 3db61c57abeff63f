package dev.stela.internal.index.dictionary;

import dev.stela.CorruptionException;
import dev.stela.Tag;
import dev.stela.internal.format.BlockLayout;
import dev.stela.internal.format.DefinitionLayout;
import dev.stela.internal.format.FileHeader;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.FileKind;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.ExtentSource;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.zip.CRC32C;

/**
 * Gives tags and names of text fields their numbers, counted from 1, and their texts back. The
 * texts lie off-heap in the dictionary's file; on the heap are 12 bytes per tag for their places
 * and namespaces and about 8 for the hash table.
 *
 * <p>A tag that only purged entities have ever had can be erased: its number stays, its text goes
 * from the file, and if it is used again it gets another number.
 *
 * <p>One thread defines and erases; any thread looks up, without a lock. A number that a reader got
 * from a record can always be resolved: definitions are applied before what uses them.
 */
public final class Dictionary implements AutoCloseable {
  /** Size of an extent of the file. */
  public static final int EXTENT_BYTES = 1 << 20;

  private static final int CACHED_TAGS = 1 << 16;

  private final ExtentSource extents;
  private final TagTable tagTable;
  private final IntPages tagPlaces = new IntPages();
  private final IntPages tagNamespaces = new IntPages();
  private final AtomicReferenceArray<Tag> tagCache = new AtomicReferenceArray<>(CACHED_TAGS);
  private final Namespaces namespaces = new Namespaces(this, new TagTexts(this));
  private final Map<String, Integer> fieldNumbers = new ConcurrentHashMap<>();
  private final Map<Integer, String> fieldNames = new ConcurrentHashMap<>();
  private final Map<Integer, byte[]> erasedTexts = new ConcurrentHashMap<>();

  // Counted up after a text was put into the map, and before it goes from the file.
  private volatile int erasures;
  private long tail;

  private Dictionary(ExtentSource extents) {
    this.extents = extents;
    this.tagTable = new TagTable(this);
  }

  /** Starts an empty dictionary in extents that hold nothing yet. */
  public static Dictionary create(ExtentSource extents, StoreId storeId, long generation) {
    MemorySegment first = extents.addExtent();
    FileHeader.write(first, FileKind.DICTIONARY, storeId, 0, generation);
    Dictionary dictionary = new Dictionary(extents);
    dictionary.tail = FileHeaderLayout.SIZE;
    return dictionary;
  }

  /**
   * What a clean close says about a dictionary's file.
   *
   * @param generation the number in its name
   * @param tail the length of what is used
   * @param tags the number of tags
   * @param fields the number of text fields' names
   * @param crc the checksum of what is used
   */
  public record Summary(long generation, long tail, int tags, int fields, int crc) {}

  /**
   * Takes over the dictionary of a clean close.
   *
   * @param tables the tables over it, if there are any
   * @throws CorruptionException if the file is not what was closed
   */
  public static Dictionary open(
      ExtentSource extents, StoreId storeId, Summary summary, Optional<DictionaryTables> tables) {
    if (summary.tail() > (long) extents.extents() * EXTENT_BYTES) {
      throw new CorruptionException(
          "the dictionary is shorter than when it was closed",
          extents.path(),
          (long) extents.extents() * EXTENT_BYTES,
          summary.tail(),
          (long) extents.extents() * EXTENT_BYTES);
    }
    FileHeader header =
        FileHeader.check(extents.extent(0), FileKind.DICTIONARY, storeId, extents.path(), 0);
    Dictionary dictionary = new Dictionary(extents);
    dictionary.tail = summary.tail();
    int crc = dictionary.crc(summary.tail());
    if (crc != summary.crc() || header.number() != summary.generation()) {
      throw new CorruptionException(
          "checksum of the dictionary does not match",
          extents.path(),
          0,
          Integer.toHexString(summary.crc()),
          Integer.toHexString(crc));
    }
    // Summed once: tables over another part of the file are of another close.
    dictionary.load(
        summary, tables.filter(over -> over.tail() == summary.tail() && over.crc() == crc), false);
    return dictionary;
  }

  /**
   * Takes over the dictionary of a process that died, as of the last frame that was applied as a
   * whole. What a later frame has put behind that is overwritten with the same when it is applied
   * again.
   *
   * @param summary what was stored in it; its checksum is not known
   * @param tables the tables over the beginning of it, if there are any
   * @throws CorruptionException if the file is another, or does not hold so many definitions
   */
  public static Dictionary takeOver(
      ExtentSource extents, StoreId storeId, Summary summary, Optional<DictionaryTables> tables) {
    long tail = summary.tail();
    long bytes = (long) extents.extents() * EXTENT_BYTES;
    if (bytes == 0 || tail < FileHeaderLayout.SIZE || tail > bytes) {
      throw new CorruptionException(
          "the dictionary is shorter than what was stored in it",
          extents.path(),
          bytes,
          tail,
          bytes);
    }
    FileHeader header =
        FileHeader.check(extents.extent(0), FileKind.DICTIONARY, storeId, extents.path(), 0);
    if (header.number() != summary.generation()) {
      throw new CorruptionException(
          "a file has another's name", extents.path(), 0, summary.generation(), header.number());
    }
    new DictionaryCheck(extents, tail).run();
    Dictionary dictionary = new Dictionary(extents);
    dictionary.tail = tail;
    dictionary.load(summary, tables.filter(dictionary::isBegunBy), true);
    return dictionary;
  }

  /** Returns the length of what is used of the file. */
  public long tail() {
    return tail;
  }

  /** Makes the file durable and says what it holds. */
  public Summary seal(long generation) {
    extents.sync();
    return new Summary(generation, tail, tags(), fieldNames.size(), crc(tail));
  }

  /** Returns the number of tags. */
  public int tags() {
    return tagPlaces.size();
  }

  /** Returns the number of names of text fields. */
  public int fields() {
    return fieldNames.size();
  }

  /** Returns the tag's number; 0 if it has none. Allocates nothing. */
  public int find(Tag tag) {
    return tagTable.find(tag.utf8(), 0, tag.byteLength(), tag.hashCode());
  }

  /**
   * Returns the tag with the given number.
   *
   * @throws CorruptionException if there is none
   */
  public Tag tag(int number) {
    requireTag(number);
    if (number >= CACHED_TAGS) {
      return Tag.of(text(number));
    }
    Tag tag = tagCache.get(number);
    if (tag == null) {
      tag = Tag.of(text(number));
      tagCache.set(number, tag);
    }
    return tag;
  }

  /** Returns the number of a tag's namespace; tags without one share number 0. */
  public int namespaceOf(int tagNumber) {
    requireTag(tagNumber);
    return tagNamespaces.get(tagNumber);
  }

  /** Returns the number of a namespace; -1 if no tag has it. */
  public int findNamespace(String namespace) {
    return namespaces.find(namespace);
  }

  /** Returns the namespaces and the order of their tags. */
  public Namespaces namespaces() {
    return namespaces;
  }

  /** Returns the number of a text field's name; 0 if it has none. */
  public int findField(String name) {
    return fieldNumbers.getOrDefault(name, 0);
  }

  /**
   * Returns the name of a text field.
   *
   * @throws CorruptionException if there is none with this number
   */
  public String field(int number) {
    String name = fieldNames.get(number);
    if (name == null) {
      throw new CorruptionException(
          "a text field's number is not defined", extents.path(), 0, "1 to " + fields(), number);
    }
    return name;
  }

  /** Makes room for definitions of so many bytes, so that defining cannot fail for want of it. */
  public void reserve(long bytes) {
    // No definition straddles two extents: of each, one definition's length may be lost.
    int longest = DefinitionLayout.size(Tag.MAX_BYTES);
    long needed = bytes + (bytes / (EXTENT_BYTES - longest) + 1) * longest;
    while ((long) extents.extents() * EXTENT_BYTES - tail < needed) {
      extents.addExtent();
    }
  }

  /**
   * Defines the next tag.
   *
   * @param memory holds the UTF-8 bytes at {@code offset}
   * @return false if {@code number} is not the next one
   */
  public boolean defineTag(int number, MemorySegment memory, long offset, int bytes) {
    if (number != tags() + 1) {
      return false;
    }
    long place = append(RecordLayout.KIND_TAG, number, memory, offset, bytes);
    enterTag(number, place);
    return true;
  }

  /** Defines the next name of a text field, as {@link #defineTag}. */
  public boolean defineField(int number, MemorySegment memory, long offset, int bytes) {
    if (number != fields() + 1) {
      return false;
    }
    enterField(number, append(RecordLayout.KIND_FIELD, number, memory, offset, bytes));
    return true;
  }

  /**
   * Erases the text of a tag; the number stays. This process still knows the text of a number that
   * a reader has, but no longer finds a number for the text.
   *
   * @return false if it had been erased before
   */
  public boolean eraseTag(int number) {
    requireTag(number);
    long place = placeOf(number);
    MemorySegment extent = extentOf(place);
    long at = offsetOf(place);
    byte[] text = textBytes(extent, at);
    if (text.length == 0) {
      return false;
    }
    erasedTexts.put(number, text);
    erasures++;
    // Partner: the acquire fence in hasErasedSince. Who has read a changed byte sees the count.
    VarHandle.fullFence();
    eraseText(extent, at);
    return true;
  }

  /** Tells whether a tag has been erased. */
  public boolean isErased(int number) {
    requireTag(number);
    long place = placeOf(number);
    return DefinitionLayout.bytes(extentOf(place), offsetOf(place)) == 0;
  }

  /** Returns how many texts have been erased since this dictionary was opened. */
  int erasures() {
    return erasures;
  }

  /** Tells whether what was read since may be half of a text that was being erased. */
  boolean hasErasedSince(int before) {
    // Partner: the fence in eraseTag.
    VarHandle.acquireFence();
    return erasures != before;
  }

  /** Returns what an erased tag's text was; null if it was not erased in this process. */
  byte[] erasedText(int number) {
    return erasures == 0 ? null : erasedTexts.get(number);
  }

  /** Returns the file behind, for messages. */
  public Path path() {
    return extents.path();
  }

  @Override
  public void close() {
    extents.close();
  }

  MemorySegment extentOf(long place) {
    return extents.extent((int) (place / EXTENT_BYTES));
  }

  static long offsetOf(long place) {
    return place % EXTENT_BYTES;
  }

  long placeOf(int tagNumber) {
    return (tagPlaces.get(tagNumber) & 0xFFFF_FFFFL) << 3;
  }

  /** Returns the number of the tag with a text; 0 if there is none. */
  int find(byte[] utf8) {
    return tagTable.find(MemorySegment.ofArray(utf8), 0, utf8.length, Arrays.hashCode(utf8));
  }

  /** Returns the number of slots of the hash table. */
  int slots() {
    return tagTable.slots();
  }

  /** Puts the tables into a buffer, and the sizes of the hash table's parts into another. */
  void putTo(IntBuffer out, IntBuffer sizes) {
    tagPlaces.putTo(out);
    tagNamespaces.putTo(out);
    namespaces.putTo(out);
    tagTable.putTo(sizes, out);
  }

  /** Takes the tables from where {@link #putTo} has put them. */
  void takeFrom(
      IntBuffer in,
      IntBuffer sizes,
      int tags,
      List<String> namespaceNames,
      List<String> textFields) {
    tagPlaces.takeFrom(in, tags);
    tagNamespaces.takeFrom(in, tags);
    namespaces.takeFrom(in, tags, namespaceNames);
    tagTable.takeFrom(sizes, in);
    textFields.forEach(name -> enterField(fields() + 1, name));
  }

  private void requireTag(int number) {
    if (number <= 0 || number > tagPlaces.size()) {
      throw new CorruptionException(
          "a tag's number is not defined", extents.path(), 0, "1 to " + tags(), number);
    }
  }

  private long append(byte kind, int number, MemorySegment memory, long offset, int bytes) {
    int size = DefinitionLayout.size(bytes);
    if (tail % EXTENT_BYTES + size > EXTENT_BYTES) {
      tail = BlockLayout.align(tail / EXTENT_BYTES * EXTENT_BYTES + EXTENT_BYTES);
    }
    while (tail + size > (long) extents.extents() * EXTENT_BYTES) {
      extents.addExtent();
    }
    long place = tail;
    MemorySegment extent = extentOf(place);
    long at = offsetOf(place);
    DefinitionLayout.write(extent, at, kind, number, bytes);
    MemorySegment.copy(memory, offset, extent, at + DefinitionLayout.TEXT_OFFSET, bytes);
    tail += size;
    return place;
  }

  private void enterTag(int number, long place) {
    MemorySegment extent = extentOf(place);
    long at = offsetOf(place);
    byte[] utf8 = textBytes(extent, at);
    if (utf8.length == 0) {
      tagNamespaces.add(0);
      tagPlaces.add((int) (place >>> 3));
      namespaces.enterErased();
      return;
    }
    int older = find(utf8);
    if (older != 0) {
      // It had been erased when this definition was made, in a log that still has its text.
      eraseTag(older);
    }
    int colon = 0;
    while (colon < utf8.length && utf8[colon] != ':') {
      colon++;
    }
    NamespaceTags namespace =
        namespaces.findOrAdd(
            colon == utf8.length ? null : new String(utf8, 0, colon, StandardCharsets.UTF_8));
    tagNamespaces.add(namespace.number());
    tagPlaces.add((int) (place >>> 3));
    namespaces.enter(namespace, number);
    tagTable.add(number, Arrays.hashCode(utf8));
  }

  private void enterField(int number, long place) {
    enterField(number, decode(textBytes(extentOf(place), offsetOf(place))));
  }

  private void enterField(int number, String name) {
    fieldNames.put(number, name);
    fieldNumbers.put(name, number);
  }

  /** Loads what is in the file, whose half-erased texts are erased if it can be changed. */
  private void load(Summary summary, Optional<DictionaryTables> tables, boolean writable) {
    long at = FileHeaderLayout.SIZE;
    if (tables.isPresent()) {
      tables.get().load(this);
      at = tables.get().tail();
    }
    while (at < tail) {
      MemorySegment extent = extentOf(at);
      long offset = offsetOf(at);
      if (offset + RecordLayout.KIND_OFFSET >= EXTENT_BYTES
          || RecordLayout.length(extent, offset) == 0) {
        at = at / EXTENT_BYTES * EXTENT_BYTES + EXTENT_BYTES;
        continue;
      }
      int number = DefinitionLayout.number(extent, offset);
      if (RecordLayout.kind(extent, offset) == RecordLayout.KIND_TAG) {
        if (writable && DefinitionLayout.bytes(extent, offset) == 0) {
          eraseText(extent, offset);
        }
        enterTag(number, at);
      } else {
        enterField(number, at);
      }
      at += RecordLayout.length(extent, offset);
    }
    if (tags() != summary.tags() || fields() != summary.fields()) {
      throw new CorruptionException(
          "the dictionary has not as many entries as are known of it",
          extents.path(),
          0,
          summary.tags() + "+" + summary.fields(),
          tags() + "+" + fields());
    }
  }

  private boolean isBegunBy(DictionaryTables tables) {
    return tables.tail() <= tail && crc(tables.tail()) == tables.crc();
  }

  private String text(int tagNumber) {
    long place = placeOf(tagNumber);
    byte[] utf8;
    int before;
    do {
      before = erasures;
      byte[] erased = erasedText(tagNumber);
      utf8 = erased == null ? textBytes(extentOf(place), offsetOf(place)) : erased;
    } while (hasErasedSince(before));
    if (utf8.length == 0) {
      throw new CorruptionException(
          "a tag is used that was erased", extents.path(), place, "a text", "number " + tagNumber);
    }
    return decode(utf8);
  }

  private static void eraseText(MemorySegment extent, long at) {
    RecordLayout.kind(extent, at, RecordLayout.KIND_TAG, 0, 0);
    long text = at + DefinitionLayout.TEXT_OFFSET;
    extent.asSlice(text, at + RecordLayout.length(extent, at) - text).fill((byte) 0);
  }

  private static byte[] textBytes(MemorySegment extent, long at) {
    byte[] bytes = new byte[DefinitionLayout.bytes(extent, at)];
    MemorySegment.copy(
        extent, ValueLayout.JAVA_BYTE, at + DefinitionLayout.TEXT_OFFSET, bytes, 0, bytes.length);
    return bytes;
  }

  private String decode(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new CorruptionException(
          "a definition is not valid UTF-8", extents.path(), 0, "UTF-8", e.getMessage());
    }
  }

  private int crc(long end) {
    var crc = new CRC32C();
    var piece = new byte[EXTENT_BYTES];
    for (long at = 0; at < end; at += EXTENT_BYTES) {
      int length = (int) Math.min(EXTENT_BYTES, end - at);
      MemorySegment.copy(extentOf(at), Layouts.BYTE, 0, piece, 0, length);
      crc.update(piece, 0, length);
    }
    return (int) crc.getValue();
  }
}
