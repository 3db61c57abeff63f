package dev.stela;

import dev.stela.internal.apply.LoadState;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.text.AnalyzedTexts;
import dev.stela.internal.write.TransactionContext;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;

/**
 * Changes to any number of entities that become one commit: all of them visible at once, durable
 * together, or none. Transactions run one after another, so what is read here cannot change before
 * the commit. An operation that throws has changed nothing; the transaction may go on if the body
 * catches it.
 *
 * <p>Only the thread that runs the body may use it, and only until the body returns. While it runs
 * no other transaction does: keep it short. What streams content in belongs before it, see {@link
 * EntityStore#stage}.
 */
public final class Transaction implements EntityReader {
  private final TransactionContext context;
  private final SegmentTable segments;
  private final VersionReader reader;
  private final Moments moments;
  private final LongSupplier visibleLsn;
  private boolean open;

  Transaction(
      TransactionContext context,
      SegmentTable segments,
      VersionReader reader,
      Moments moments,
      LongSupplier visibleLsn) {
    this.context = context;
    this.segments = segments;
    this.reader = reader;
    this.moments = moments;
    this.visibleLsn = visibleLsn;
  }

  /** Marks the beginning: there is one object per store, used again for its own single writes. */
  void open() {
    open = true;
  }

  void close() {
    open = false;
  }

  /**
   * Creates an entity with all that its draft holds.
   *
   * @param draft what the entity starts with
   * @throws EntityExistsException if the id is taken, by a deleted entity too
   * @throws IdCollisionException if another id has the same 128 bits
   */
  public void create(EntityDraft draft) {
    Objects.requireNonNull(draft, "draft");
    create(draft, null, null);
  }

  /**
   * As above, with what was done for the draft before.
   *
   * @param content its content, streamed into the store; null if that of the draft is to be put
   * @param texts what {@code TextIndex.analyze} has made of all its texts; null for nothing
   */
  void create(EntityDraft draft, StagedContent content, AnalyzedTexts texts) {
    TransactionContext.Mark mark = context().mark();
    context.create(draft.id());
    try {
      fill(draft, content == null ? draft.stagedContent() : content);
    } catch (RuntimeException | Error e) {
      context.undoCreate(draft.id(), mark);
      throw e;
    }
    if (texts != null) {
      context.analyzed(draft.id(), texts);
    }
  }

  private void fill(EntityDraft draft, StagedContent content) {
    for (Tag tag : draft.tags()) {
      context.addTag(draft.id(), tag);
    }
    if (content != null) {
      context.putContent(draft.id(), content.staged());
    } else if (draft.contentBytes() != null) {
      context.putContent(draft.id(), draft.contentBytes(), 0, draft.contentBytes().length);
    }
    for (Map.Entry<String, String> text : draft.texts().entrySet()) {
      context.putText(draft.id(), text.getKey(), text.getValue());
    }
  }

  /**
   * Adds a tag, or refreshes the time of one that is there. Costs the same for any number of tags
   * and any length of history.
   *
   * @param id an active entity
   * @param tag the tag
   * @throws EntityNotFoundException if there is no such active entity
   */
  public void addTag(EntityId id, Tag tag) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(tag, "tag");
    context().addTag(id, tag);
  }

  /**
   * Adds a tag, or refreshes the time of one that is there.
   *
   * @param id an active entity
   * @param tag see {@link Tag#of(String)}
   * @throws EntityNotFoundException if there is no such active entity
   */
  public void addTag(EntityId id, String tag) {
    Objects.requireNonNull(tag, "tag");
    addTag(id, Tag.of(tag));
  }

  /**
   * Removes a tag.
   *
   * @param id an active entity
   * @param tag a tag that it has
   * @throws EntityNotFoundException if there is no such active entity
   * @throws TagNotFoundException if it does not have the tag
   */
  public void removeTag(EntityId id, Tag tag) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(tag, "tag");
    context().removeTag(id, tag);
  }

  /**
   * Removes a tag.
   *
   * @param id an active entity
   * @param tag a tag that it has
   * @throws EntityNotFoundException if there is no such active entity
   * @throws TagNotFoundException if it does not have the tag
   */
  public void removeTag(EntityId id, String tag) {
    Objects.requireNonNull(tag, "tag");
    removeTag(id, Tag.of(tag));
  }

  /**
   * Makes a tag the only one of its namespace: adds it and removes the others.
   *
   * @param id an active entity
   * @param tag a tag with a namespace
   * @throws EntityNotFoundException if there is no such active entity
   */
  public void setTag(EntityId id, Tag tag) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(tag, "tag");
    context().setTag(id, tag);
  }

  /**
   * Makes a tag the only one of its namespace: adds it and removes the others.
   *
   * @param id an active entity
   * @param tag a tag with a namespace
   * @throws EntityNotFoundException if there is no such active entity
   */
  public void setTag(EntityId id, String tag) {
    Objects.requireNonNull(tag, "tag");
    setTag(id, Tag.of(tag));
  }

  /**
   * Sets the content.
   *
   * @param id an active entity
   * @param bytes the content, at most 64 KiB; longer content is streamed
   * @throws EntityNotFoundException if there is no such active entity
   * @throws InvalidArgumentException if it is too long
   */
  public void putContent(EntityId id, byte[] bytes) {
    Objects.requireNonNull(bytes, "bytes");
    putContent(id, bytes, 0, bytes.length);
  }

  /**
   * Sets the content.
   *
   * @param id an active entity
   * @param bytes holds the content
   * @param offset the index of its first byte
   * @param length its length in bytes, at most 64 KiB
   * @throws EntityNotFoundException if there is no such active entity
   * @throws InvalidArgumentException if it is too long
   */
  public void putContent(EntityId id, byte[] bytes, int offset, int length) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(bytes, "bytes");
    context().putContent(id, bytes, offset, length);
  }

  /**
   * Sets the content.
   *
   * @param id an active entity
   * @param buffer holds the content; Agrona's {@code UnsafeBuffer} itself needs the JVM flag {@code
   *     --add-opens java.base/jdk.internal.misc=ALL-UNNAMED}
   * @param index the index of its first byte
   * @param length its length in bytes, at most 64 KiB
   * @throws EntityNotFoundException if there is no such active entity
   * @throws InvalidArgumentException if it is too long
   */
  public void putContent(EntityId id, DirectBuffer buffer, int index, int length) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(buffer, "buffer");
    context().putContent(id, buffer, index, length);
  }

  /**
   * Sets the content.
   *
   * @param id an active entity
   * @param bytes the content, at most 64 KiB
   * @throws EntityNotFoundException if there is no such active entity
   * @throws InvalidArgumentException if it is too long
   */
  public void putContent(EntityId id, MemorySegment bytes) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(bytes, "bytes");
    Edge.requireAlive(bytes);
    context().putContent(id, bytes);
  }

  /**
   * Sets the content to what was streamed into the store before.
   *
   * @param id an active entity
   * @param content from {@link EntityStore#stage}
   * @throws EntityNotFoundException if there is no such active entity
   */
  public void putContent(EntityId id, StagedContent content) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(content, "content");
    context().putContent(id, content.staged());
  }

  /**
   * Removes the content; nothing happens if there is none.
   *
   * @param id an active entity
   * @throws EntityNotFoundException if there is no such active entity
   */
  public void removeContent(EntityId id) {
    Objects.requireNonNull(id, "id");
    context().removeContent(id);
  }

  /**
   * Sets a text field.
   *
   * @param id an active entity
   * @param field the field's name, 1 to 255 UTF-8 bytes
   * @param text the text, at most 1 MiB of UTF-8
   * @throws EntityNotFoundException if there is no such active entity
   */
  public void putText(EntityId id, String field, String text) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(text, "text");
    context().putText(id, field, text);
  }

  /**
   * Removes a text field; nothing happens if it is not there.
   *
   * @param id an active entity
   * @param field the field's name
   * @throws EntityNotFoundException if there is no such active entity
   */
  public void removeText(EntityId id, String field) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(field, "field");
    context().removeText(id, field);
  }

  /**
   * Deletes an entity: reads no longer find it, its history stays.
   *
   * @param id an active entity
   * @throws EntityNotFoundException if there is no such active entity
   */
  public void delete(EntityId id) {
    Objects.requireNonNull(id, "id");
    context().delete(id);
  }

  /**
   * Archives an entity: as a deleted one it is found only by who asks for it, its history stays.
   *
   * @param id an active entity
   * @throws EntityNotFoundException if there is no such active entity
   */
  public void archive(EntityId id) {
    Objects.requireNonNull(id, "id");
    context().archive(id);
  }

  /**
   * Erases an entity for good, as {@link EntityStore#purge} does. What the transaction has done to
   * it before is forgotten; an entity of the same id can be created after it.
   *
   * @param id an entity in whatever state of life
   * @throws EntityNotFoundException if there is no such entity
   */
  public void purge(EntityId id) {
    Objects.requireNonNull(id, "id");
    context().purge(id);
  }

  /**
   * Brings a deleted or archived entity back as it was.
   *
   * @param id a deleted or archived entity
   * @throws EntityNotFoundException if there is no such entity
   * @throws EntityExistsException if it is active
   */
  public void restore(EntityId id) {
    Objects.requireNonNull(id, "id");
    context().restore(id);
  }

  /** Has the commit say how far a bulk load has come with it. */
  void load(LoadState state) {
    context().load(state);
  }

  /** Returns the newest state of a bulk load before this transaction; null if there is none. */
  LoadState findLoad(String id) {
    return context().findLoad(id);
  }

  /** Returns the number of bulk loads before this transaction. */
  int loads() {
    return context().loads();
  }

  /**
   * Requires that an entity has not been changed since it was read.
   *
   * @param id the entity
   * @param lsn its {@link Entity#lsn} then; 0 if it must not have existed
   * @throws ConflictException if its last change before this transaction is another
   */
  public void requireVersion(EntityId id, long lsn) {
    Objects.requireNonNull(id, "id");
    context().requireVersion(id, lsn);
  }

  /**
   * The LSN of the last commit before this transaction that readers see.
   *
   * @return the LSN
   */
  @Override
  public long lsn() {
    context();
    return visibleLsn.getAsLong();
  }

  /** As the transaction sees it: what it has changed shows LSN 0 and a preliminary time. */
  @Override
  public Optional<Entity> get(EntityId id) {
    return find(id).filter(entity -> entity.lifecycle() == Lifecycle.ACTIVE);
  }

  /** As the transaction sees it: what it has changed shows LSN 0 and a preliminary time. */
  @Override
  public Optional<Entity> find(EntityId id) {
    Objects.requireNonNull(id, "id");
    TransactionContext.View view = context().find(id);
    return view == null
        ? Optional.empty()
        : Optional.of(new EntityAssembler(segments, view).assemble(id, view));
  }

  @Override
  public boolean contains(EntityId id) {
    Objects.requireNonNull(id, "id");
    TransactionContext.View view = context().find(id);
    return view != null && view.lifecycle() == Lifecycle.ACTIVE;
  }

  /**
   * Streams the content that an entity had before this transaction.
   *
   * @throws InvalidArgumentException if this transaction has changed the entity
   */
  @Override
  public InputStream openContent(EntityId id) {
    Objects.requireNonNull(id, "id");
    TransactionContext.View view = context().find(id);
    if (view == null) {
      throw new EntityNotFoundException("there is no such entity: id=" + id);
    }
    if (view.isChanged()) {
      throw new InvalidArgumentException(
          "content cannot be streamed from an entity that the transaction has changed: id=" + id);
    }
    return reader.openContent(id, Long.MAX_VALUE);
  }

  /** The changes before this transaction. */
  @Override
  public List<Change> history(EntityId id, HistoryRange range) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(range, "range");
    context();
    return reader.history(id, Long.MAX_VALUE, range, moments);
  }

  private TransactionContext context() {
    if (!open) {
      throw new StoreClosedException("the transaction has ended");
    }
    return context;
  }
}
