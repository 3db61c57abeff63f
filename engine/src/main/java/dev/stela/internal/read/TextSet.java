package dev.stela.internal.read;

import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.format.StateLayout;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * An entity's text fields, each with the block that holds its text or a reference to it. Loaded
 * from a version and changed in place; its arrays are used again. One thread at a time.
 */
public final class TextSet {
  private int[] fields = new int[4];
  private long[] blocks = new long[4];
  private MemorySegment[] memories = new MemorySegment[4];
  private int size;
  private final RecordChain chain = new RecordChain();

  /** Creates an empty set. */
  public TextSet() {}

  /** Returns the number of fields. */
  public int size() {
    return size;
  }

  /** Returns the number of the field's name at {@code index}. */
  public int field(int index) {
    return fields[index];
  }

  /** Returns the offset of the block at {@code index} in its memory. */
  public long block(int index) {
    return blocks[index];
  }

  /** Returns the memory of the block at {@code index}. */
  public MemorySegment memory(int index) {
    return memories[index];
  }

  /** Removes all fields. */
  public void clear() {
    Arrays.fill(memories, 0, size, null);
    size = 0;
  }

  /** Returns the index of a field; -1 if it is not there. */
  public int indexOf(int field) {
    for (int i = 0; i < size; i++) {
      if (fields[i] == field) {
        return i;
      }
    }
    return -1;
  }

  /** Sets a field. */
  public void put(int field, MemorySegment memory, long block) {
    int index = indexOf(field);
    if (index < 0) {
      if (size == fields.length) {
        fields = Arrays.copyOf(fields, size * 2);
        blocks = Arrays.copyOf(blocks, size * 2);
        memories = Arrays.copyOf(memories, size * 2);
      }
      index = size++;
      fields[index] = field;
    }
    memories[index] = memory;
    blocks[index] = block;
  }

  /** Removes a field; false if it was not there. */
  public boolean remove(int field) {
    int index = indexOf(field);
    if (index < 0) {
      return false;
    }
    size--;
    fields[index] = fields[size];
    blocks[index] = blocks[size];
    memories[index] = memories[size];
    memories[size] = null;
    return true;
  }

  /**
   * Loads the text fields of a version: its base's, changed by the events since. The frames of
   * their blocks have been checked.
   */
  public void load(Version version) {
    clear();
    MemorySegment memory = version.memory();
    long base = version.base();
    long state = version.baseState();
    int texts = StateLayout.texts(memory, state);
    long entry =
        StateLayout.textsStart(
            state, StateLayout.nameBytes(memory, state), StateLayout.tags(memory, state));
    for (int i = 0; i < texts; i++) {
      long block = StateLayout.textBlock(memory, entry);
      version.segment().checkBlock(base, block);
      put(StateLayout.textField(memory, entry), memory, block);
      entry += StateLayout.TEXT_ENTRY_BYTES;
    }
    applyEvents(version);
  }

  private void applyEvents(Version version) {
    MemorySegment memory = version.memory();
    chain.gather(version);
    for (int i = 0; i < chain.size(); i++) {
      long record = chain.record(i);
      long end = RecordLayout.eventsEnd(memory, record);
      for (long event = record + RecordLayout.SIZE;
          event < end;
          event = EventLayout.next(memory, event)) {
        switch (EventLayout.type(memory, event)) {
          case EventLayout.TEXT_PUT ->
              put(EventLayout.argument(memory, event), memory, event + EventLayout.SIZE);
          case EventLayout.TEXT_REMOVE -> remove(EventLayout.argument(memory, event));
          default -> {
            // Other events do not concern texts.
          }
        }
      }
    }
  }
}
