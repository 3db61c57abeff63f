package dev.stela.internal.read;

import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.StateLayout;
import java.lang.foreign.MemorySegment;

/**
 * The whole state of an entity: loaded from a version, or built up by a transaction. Contents and
 * texts are not copied; blocks name where they are. Used again for one entity after another. One
 * thread at a time.
 */
public final class EntityState {
  private static final byte[] NO_NAME = {};

  private final TagSet tags = new TagSet();
  private final TextSet texts = new TextSet();
  private byte[] name = NO_NAME;
  private long createdLsn;
  private long createdTimestamp;
  private MemorySegment contentMemory;
  private long contentBlock;

  /** Creates an empty state. */
  public EntityState() {}

  /** Returns the tags. */
  public TagSet tags() {
    return tags;
  }

  /** Returns the text fields. */
  public TextSet texts() {
    return texts;
  }

  /** Returns the name in UTF-8; empty if the entity has none. Not to be changed. */
  public byte[] name() {
    return name;
  }

  /** Returns the LSN of the creation. */
  public long createdLsn() {
    return createdLsn;
  }

  /** Returns the time of the creation. */
  public long createdTimestamp() {
    return createdTimestamp;
  }

  /** Returns the memory that holds the content's block; null if there is no content. */
  public MemorySegment contentMemory() {
    return contentMemory;
  }

  /** Returns the offset of the content's block in its memory. */
  public long contentBlock() {
    return contentBlock;
  }

  /** Sets the content's block, or none. */
  public void content(MemorySegment memory, long block) {
    contentMemory = memory;
    contentBlock = block;
  }

  /** Starts the state of an entity that is being created. */
  public void create(byte[] nameUtf8) {
    tags.clear();
    texts.clear();
    content(null, 0);
    name = nameUtf8;
    createdLsn = 0;
    createdTimestamp = 0;
  }

  /** Loads the state of a version. */
  public void load(Version version) {
    MemorySegment memory = version.memory();
    long state = version.baseState();
    int nameBytes = StateLayout.nameBytes(memory, state);
    name = nameBytes == 0 ? NO_NAME : new byte[nameBytes];
    MemorySegment.copy(memory, Layouts.BYTE, StateLayout.nameStart(state), name, 0, nameBytes);
    createdLsn = StateLayout.createdLsn(memory, state);
    createdTimestamp = StateLayout.createdTimestamp(memory, state);
    tags.load(version);
    texts.load(version);
    long block = version.contentBlock();
    content(block == 0 ? null : memory, block);
  }
}
