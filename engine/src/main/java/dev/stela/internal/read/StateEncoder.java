package dev.stela.internal.read;

import dev.stela.internal.format.BlockLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.StateLayout;
import dev.stela.internal.log.FrameBuffer;
import java.lang.foreign.MemorySegment;

/**
 * Puts the full state of an entity behind the events of its record, for one place in a segment. One
 * thread at a time; used again and again.
 */
public final class StateEncoder {
  private final FrameBuffer buffer;
  private final Places places;
  private long frame;
  private long content;

  /** Where in the segment that is being written contents and texts lie already. */
  public interface Places {
    /**
     * Finds a block.
     *
     * @param field the text field's number, 0 for the content
     * @param memory holds a block with the same content or text, or a reference to it
     * @param block where in that memory
     * @return its place in the segment; 0 if it is not there, so that it is referred to
     */
    long place(int field, MemorySegment memory, long block);
  }

  /** Encodes into a buffer. */
  public StateEncoder(FrameBuffer buffer, Places places) {
    this.buffer = buffer;
    this.places = places;
  }

  /** Returns the place of the content's block of the state that was encoded last; 0 if none. */
  public long content() {
    return content;
  }

  /**
   * Encodes a state.
   *
   * @param at where in the buffer
   * @param frameOffset the place in the segment of the frame at the buffer's start
   * @return where in the buffer the state ends
   */
  public long encode(
      EntityState state, long at, long frameOffset, long createdLsn, long createdTimestamp) {
    frame = frameOffset;
    byte[] name = state.name();
    int tags = state.tags().size();
    int texts = state.texts().size();
    long references = StateLayout.referencesStart(at, name.length, tags, texts);
    MemorySegment memory = buffer.ensure(references + (long) (texts + 1) * BlockLayout.SIZE);
    StateLayout.write(memory, at, createdLsn, createdTimestamp, name.length, tags, texts);
    if (name.length > 0) {
      memory.set(Layouts.LONG, StateLayout.tagTimesStart(at, name.length) - Long.BYTES, 0);
      MemorySegment.copy(name, 0, memory, Layouts.BYTE, StateLayout.nameStart(at), name.length);
    }
    encodeTags(memory, state.tags(), at, name.length);
    long end =
        encodeTexts(
            memory, state.texts(), StateLayout.textsStart(at, name.length, tags), references);
    return encodeContent(memory, state, end);
  }

  private static void encodeTags(MemorySegment memory, TagSet tags, long at, int nameBytes) {
    int count = tags.size();
    long times = StateLayout.tagTimesStart(at, nameBytes);
    long numbers = StateLayout.tagNumbersStart(at, nameBytes, count);
    if ((count & 1) != 0) {
      memory.set(Layouts.LONG, StateLayout.textsStart(at, nameBytes, count) - Long.BYTES, 0);
    }
    for (int i = 0; i < count; i++) {
      memory.set(Layouts.LONG, times + (long) i * Long.BYTES, tags.time(i));
      memory.set(Layouts.INT, numbers + (long) i * Integer.BYTES, tags.number(i));
    }
  }

  private long encodeTexts(MemorySegment memory, TextSet texts, long firstEntry, long references) {
    long entry = firstEntry;
    long end = references;
    for (int i = 0; i < texts.size(); i++) {
      long block = places.place(texts.field(i), texts.memory(i), texts.block(i));
      if (block == 0) {
        block = frame + end;
        end = encodeReference(memory, texts.memory(i), texts.block(i), end);
      }
      StateLayout.textEntry(memory, entry, texts.field(i), block);
      entry += StateLayout.TEXT_ENTRY_BYTES;
    }
    return end;
  }

  private long encodeContent(MemorySegment memory, EntityState state, long end) {
    MemorySegment holder = state.contentMemory();
    content = holder == null ? 0 : places.place(0, holder, state.contentBlock());
    if (holder == null || content != 0) {
      return end;
    }
    content = frame + end;
    return encodeReference(memory, holder, state.contentBlock(), end);
  }

  private static long encodeReference(
      MemorySegment memory, MemorySegment holder, long block, long at) {
    BlockLayout.write(
        memory,
        at,
        BlockLayout.REFERENCE,
        0,
        BlockLayout.length(holder, block),
        BlockLayout.lsn(holder, block));
    return at + BlockLayout.SIZE;
  }
}
