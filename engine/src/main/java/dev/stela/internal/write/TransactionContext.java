package dev.stela.internal.write;

import dev.stela.ConflictException;
import dev.stela.EntityExistsException;
import dev.stela.EntityId;
import dev.stela.EntityNotFoundException;
import dev.stela.IdCollisionException;
import dev.stela.InvalidArgumentException;
import dev.stela.Lifecycle;
import dev.stela.StorageFullException;
import dev.stela.Tag;
import dev.stela.TagNotFoundException;
import dev.stela.internal.apply.Applier;
import dev.stela.internal.apply.LoadState;
import dev.stela.internal.format.BlockLayout;
import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.Utf8;
import dev.stela.internal.read.EntityState;
import dev.stela.internal.read.Lookup;
import dev.stela.internal.read.TagSet;
import dev.stela.internal.read.Version;
import dev.stela.internal.text.AnalyzedTexts;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.agrona.DirectBuffer;

/**
 * The operations of one transaction: each is validated against the newest state, the transaction's
 * own changes included, and noted; nothing is written before the commit. There is one per store,
 * used again and again under the writer lock.
 */
public final class TransactionContext {
  /** The longest text of a text field in bytes. */
  public static final int MAX_TEXT_BYTES = 1 << 20;

  private static final int MAX_ENTITIES = Integer.MAX_VALUE;
  private static final byte[] NO_NAME = {};

  final PendingEntities entities = new PendingEntities();
  final PendingDefinitions definitions;
  final Operations operations = new Operations();

  private final Applier applier;
  private final Lookup lookup;
  private final Object owner;
  private final int maxInlineBytes;
  private final byte[] transfer = new byte[4096];
  private int created;
  private int purged;
  private long now;
  private LoadState load;

  TransactionContext(Applier applier, Lookup lookup, Object owner, int maxInlineBytes) {
    this.applier = applier;
    this.lookup = lookup;
    this.owner = owner;
    this.maxInlineBytes = maxInlineBytes;
    this.definitions = new PendingDefinitions(applier.dictionary());
  }

  void begin(long maxBytes, long timestamp) {
    entities.clear();
    definitions.clear();
    operations.clear(maxBytes);
    created = 0;
    purged = 0;
    now = timestamp;
    load = null;
  }

  /** Returns the time at which the transaction began: later than any commit before it. */
  long now() {
    return now;
  }

  int created() {
    return created;
  }

  int purged() {
    return purged;
  }

  boolean isEmpty() {
    return created == 0 && purged == 0 && load == null && !entities.isAnyChanged();
  }

  /** Returns what the commit says of a bulk load; null if it says nothing. */
  LoadState load() {
    return load;
  }

  /** Has the commit say how far a bulk load has come with it. */
  public void load(LoadState state) {
    load = state;
  }

  /** Returns the newest state of a bulk load before this transaction; null if there is none. */
  public LoadState findLoad(String id) {
    return applier.loads().newest(id);
  }

  /** Returns the number of bulk loads before this transaction. */
  public int loads() {
    return applier.loads().size();
  }

  /** Creates an entity. */
  public void create(EntityId id) {
    PendingEntity entity = touch(id);
    if (entity.exists) {
      throw taken(id, entity);
    }
    if (applier.ordinals() + (long) created >= MAX_ENTITIES) {
      throw new StorageFullException(
          "a store holds at most " + MAX_ENTITIES + " entities, deleted ones included");
    }
    entity.exists = true;
    entity.created = true;
    entity.lifecycle = Lifecycle.ACTIVE;
    entity.named = id.isNamed();
    entity.name = id.isNamed() ? id.nameBytes() : NO_NAME;
    created++;
  }

  /** Takes back the creation of an entity, begun when {@link #mark} was called. */
  public void undoCreate(EntityId id, Mark mark) {
    PendingEntity entity = entities.find(id.high(), id.low());
    entity.clear(id.isNamed());
    created--;
    operations.cutTo(mark.operations, mark.payloadBytes);
    definitions.cutTo(mark.tags, mark.fields);
  }

  /** Returns what has been noted so far. */
  public Mark mark() {
    return new Mark(
        operations.size(),
        operations.payloadBytes(),
        definitions.tags().size(),
        definitions.fields().size());
  }

  /**
   * How much had been noted at a moment.
   *
   * @param operations the number of operations
   * @param payloadBytes the bytes of their contents and texts
   * @param tags the number of new tags
   * @param fields the number of new names of text fields
   */
  public record Mark(int operations, long payloadBytes, int tags, int fields) {}

  /** Adds a tag, or refreshes its time. */
  public void addTag(EntityId id, Tag tag) {
    PendingEntity entity = active(id);
    add(entity, EventLayout.TAG_ADD, definitions.findOrDefine(tag));
  }

  /** Removes a tag that is there. */
  public void removeTag(EntityId id, Tag tag) {
    PendingEntity entity = active(id);
    int number = definitions.find(tag);
    if (number == 0 || !entity.hasTag(operations, number, now)) {
      throw new TagNotFoundException("the entity does not have the tag: id=" + id + " tag=" + tag);
    }
    add(entity, EventLayout.TAG_REMOVE, number);
  }

  /** Makes a tag the only one of its namespace. */
  public void setTag(EntityId id, Tag tag) {
    String namespace = tag.namespace();
    if (namespace == null) {
      throw new InvalidArgumentException(
          "only a tag with a namespace can be set, this one can be added: tag=" + tag);
    }
    PendingEntity entity = active(id);
    TagSet tags = entity.state(operations, now).tags();
    int number = definitions.findOrDefine(tag);
    int namespaceNumber = applier.dictionary().findNamespace(namespace);
    for (int i = tags.size() - 1; i >= 0; i--) {
      int other = tags.number(i);
      if (other != number && definitions.isInNamespace(other, namespace, namespaceNumber)) {
        add(entity, EventLayout.TAG_REMOVE, other);
      }
    }
    add(entity, EventLayout.TAG_ADD, number);
  }

  /** Sets the content to bytes of an array. */
  public void putContent(EntityId id, byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    PendingEntity entity = active(id);
    long block = inlineBlock(length);
    MemorySegment.copy(
        bytes, offset, operations.memory(), Layouts.BYTE, block + BlockLayout.SIZE, length);
    add(entity, EventLayout.CONTENT_PUT, block);
  }

  /** Sets the content to bytes of a buffer. */
  public void putContent(EntityId id, DirectBuffer buffer, int index, int length) {
    buffer.boundsCheck(index, length);
    PendingEntity entity = active(id);
    long block = inlineBlock(length);
    long target = block + BlockLayout.SIZE;
    // Through an array: only the buffer itself knows how to read its memory safely.
    for (int done = 0; done < length; done += transfer.length) {
      int piece = Math.min(transfer.length, length - done);
      buffer.getBytes(index + done, transfer, 0, piece);
      MemorySegment.copy(transfer, 0, operations.memory(), Layouts.BYTE, target + done, piece);
    }
    add(entity, EventLayout.CONTENT_PUT, block);
  }

  /** Sets the content to the bytes of a segment. */
  public void putContent(EntityId id, MemorySegment bytes) {
    PendingEntity entity = active(id);
    long block = inlineBlock(bytes.byteSize());
    MemorySegment.copy(bytes, 0, operations.memory(), block + BlockLayout.SIZE, bytes.byteSize());
    add(entity, EventLayout.CONTENT_PUT, block);
  }

  /** Sets the content to what was staged before. */
  public void putContent(EntityId id, Staged staged) {
    if (staged.owner != owner) {
      throw new InvalidArgumentException(
          "the content was staged in another store, or before this one was reopened: id=" + id);
    }
    if (staged.bytes != null) {
      putContent(id, staged.bytes, 0, staged.bytes.length);
    } else {
      PendingEntity entity = active(id);
      long block = operations.chunkedBlock(staged.length, staged.chunkLsns);
      add(entity, EventLayout.CONTENT_PUT, block);
    }
  }

  /** Removes the content; nothing happens if there is none. */
  public void removeContent(EntityId id) {
    PendingEntity entity = active(id);
    if (entity.state(operations, now).contentMemory() != null) {
      add(entity, EventLayout.CONTENT_REMOVE, 0);
    }
  }

  /** Sets a text field. */
  public void putText(EntityId id, String field, String text) {
    byte[] utf8 = Utf8.encode(text, "a text");
    if (utf8.length > MAX_TEXT_BYTES) {
      throw new InvalidArgumentException(
          "a text has at most "
              + MAX_TEXT_BYTES
              + " UTF-8 bytes: id="
              + id
              + " field="
              + field
              + " bytes="
              + utf8.length);
    }
    PendingEntity entity = active(id);
    requireField(field);
    entity.analyzed = null;
    // Room first, for that may be refused; then the name, which would stay defined.
    long block = operations.inlineBlock(utf8.length);
    int number = definitions.findOrDefineField(field);
    MemorySegment.copy(
        utf8, 0, operations.memory(), Layouts.BYTE, block + BlockLayout.SIZE, utf8.length);
    entity.added(operations, operations.add(entity, EventLayout.TEXT_PUT, number, block), now);
  }

  /** Removes a text field; nothing happens if it is not there. */
  public void removeText(EntityId id, String field) {
    PendingEntity entity = active(id);
    int number = definitions.findField(requireField(field));
    entity.analyzed = null;
    if (number != 0 && entity.state(operations, now).texts().indexOf(number) >= 0) {
      add(entity, EventLayout.TEXT_REMOVE, number);
    }
  }

  /**
   * Says what the texts are as tokens of an entity that this transaction has created: it holds
   * until another text is set or removed.
   */
  public void analyzed(EntityId id, AnalyzedTexts texts) {
    entities.find(id.high(), id.low()).analyzed = texts;
  }

  /** Deletes an active entity. */
  public void delete(EntityId id) {
    PendingEntity entity = active(id);
    entity.lifecycle = Lifecycle.DELETED;
    add(entity, EventLayout.DELETE, 0);
  }

  /** Archives an active entity. */
  public void archive(EntityId id) {
    PendingEntity entity = active(id);
    entity.lifecycle = Lifecycle.ARCHIVED;
    add(entity, EventLayout.ARCHIVE, 0);
  }

  /** Restores a deleted or archived entity. */
  public void restore(EntityId id) {
    PendingEntity entity = existing(id);
    if (entity.lifecycle == Lifecycle.ACTIVE) {
      throw new EntityExistsException("the entity is active, nothing to restore: id=" + id);
    }
    boolean archived = entity.lifecycle == Lifecycle.ARCHIVED;
    entity.lifecycle = Lifecycle.ACTIVE;
    add(entity, EventLayout.RESTORE, archived ? EventLayout.ARCHIVE : 0);
  }

  /** Purges an entity; an entity of that id can be created again. */
  public void purge(EntityId id) {
    PendingEntity entity = existing(id);
    if (entity.created) {
      created--;
    } else {
      purged++;
    }
    entity.purge();
  }

  /**
   * Requires that an entity's last change before this transaction is the one of the given LSN.
   *
   * @param lsn the LSN; 0 if the entity must not have existed
   */
  public void requireVersion(EntityId id, long lsn) {
    PendingEntity entity = touch(id);
    long found = entity.created || !entity.exists ? 0 : entity.head.lsn();
    if (found != lsn) {
      throw new ConflictException(
          "the entity is not in the version expected: id="
              + id
              + " expected="
              + lsn
              + " actual="
              + found);
    }
  }

  /** Returns a touched or stored entity as this transaction sees it; null if there is none. */
  public View find(EntityId id) {
    PendingEntity entity = touch(id);
    return entity.exists && entity.named == id.isNamed() ? new View(entity) : null;
  }

  /** An entity as a transaction sees it; valid until its next operation. */
  public final class View {
    private final PendingEntity entity;

    private View(PendingEntity entity) {
      this.entity = entity;
    }

    /** Returns the state. */
    public EntityState state() {
      return entity.state(operations, now);
    }

    /** Returns the state of life. */
    public Lifecycle lifecycle() {
      return entity.lifecycle;
    }

    /** Tells whether this transaction has changed the entity. */
    public boolean isChanged() {
      return entity.isChanged();
    }

    /** Tells whether this transaction has created the entity. */
    public boolean isCreated() {
      return entity.created;
    }

    /** Returns the newest version before this transaction, if it has not created the entity. */
    public Version head() {
      return entity.head;
    }

    /** Returns the tag of a number. */
    public Tag tag(int number) {
      return definitions.tag(number);
    }

    /** Returns the name of a text field's number. */
    public String field(int number) {
      return definitions.field(number);
    }

    /** Returns the time that the transaction's changes are seen with before its commit. */
    public long now() {
      return now;
    }
  }

  private void add(PendingEntity entity, int type, int argument) {
    entity.added(operations, operations.add(entity, type, argument), now);
  }

  private void add(PendingEntity entity, int type, long block) {
    entity.added(operations, operations.add(entity, type, 0, block), now);
  }

  private long inlineBlock(long length) {
    if (length > maxInlineBytes) {
      throw new InvalidArgumentException(
          "content of this length has to be streamed, as putContent with an InputStream does:"
              + " length="
              + length
              + " limit="
              + maxInlineBytes);
    }
    return operations.inlineBlock(length);
  }

  private PendingEntity active(EntityId id) {
    PendingEntity entity = existing(id);
    if (entity.lifecycle != Lifecycle.ACTIVE) {
      throw new EntityNotFoundException("the entity is " + word(entity) + ": id=" + id);
    }
    return entity;
  }

  private PendingEntity existing(EntityId id) {
    PendingEntity entity = touch(id);
    if (!entity.exists || entity.named != id.isNamed()) {
      throw new EntityNotFoundException("there is no such entity: id=" + id);
    }
    return entity;
  }

  private PendingEntity touch(EntityId id) {
    PendingEntity entity = entities.find(id.high(), id.low());
    if (entity == null) {
      entity = entities.add(id.high(), id.low(), id.isNamed());
      if (lookup.findAny(id.high(), id.low(), Lookup.EVERYTHING, entity.head)) {
        entity.exists = true;
        entity.named = entity.head.isNamed();
        entity.lifecycle = entity.head.lifecycle();
        entity.ordinal = entity.head.ordinal();
      }
    }
    return entity;
  }

  private RuntimeException taken(EntityId id, PendingEntity entity) {
    boolean same =
        entity.named == id.isNamed()
            && (!id.isNamed()
                || Arrays.equals(entity.state(operations, now).name(), id.nameBytes()));
    if (!same) {
      return new IdCollisionException(
          "another entity has the same 128 bits: id=" + id + " bits=" + id.toUuid());
    }
    return new EntityExistsException(
        entity.lifecycle == Lifecycle.ACTIVE
            ? "the entity exists: id=" + id
            : "the entity exists and is " + word(entity) + ", restore it: id=" + id);
  }

  private static String word(PendingEntity entity) {
    return entity.lifecycle.name().toLowerCase(Locale.ROOT);
  }

  private static String requireField(String field) {
    int bytes = Utf8.encode(field, "a text field's name").length;
    if (bytes == 0 || bytes > Tag.MAX_BYTES) {
      throw new InvalidArgumentException(
          "a text field's name has 1 to "
              + Tag.MAX_BYTES
              + " UTF-8 bytes: field="
              + field
              + " bytes="
              + bytes);
    }
    return field;
  }
}
