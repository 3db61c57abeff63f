package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;

/**
 * One event of an entity's version. Content and text are followed by their {@link BlockLayout
 * block}. Stateless, for any thread.
 *
 * <pre>
 *   0        4          8
 *  +--------+----------+----------------------
 *  | type   | argument | block, if a PUT
 *  +--------+----------+----------------------
 * </pre>
 *
 * The argument is the tag's number, the text field's number, of a RESTORE what it takes back, or
 * zero.
 */
public final class EventLayout {
  /** Offset of the type. */
  public static final int TYPE_OFFSET = 0;

  /** Offset of the argument. */
  public static final int ARGUMENT_OFFSET = TYPE_OFFSET + Integer.BYTES;

  /** Size of an event without its block. */
  public static final int SIZE = ARGUMENT_OFFSET + Integer.BYTES;

  /** A tag was added; argument: its number. */
  public static final int TAG_ADD = 1;

  /** A tag was removed; argument: its number. */
  public static final int TAG_REMOVE = 2;

  /** Content was set; a block follows. */
  public static final int CONTENT_PUT = 3;

  /** Content was removed. */
  public static final int CONTENT_REMOVE = 4;

  /** A text field was set; argument: the field's number; a block follows. */
  public static final int TEXT_PUT = 5;

  /** A text field was removed; argument: the field's number. */
  public static final int TEXT_REMOVE = 6;

  /** The entity was deleted. */
  public static final int DELETE = 7;

  /** The entity was restored; argument: {@link #ARCHIVE} if it had been archived, 0 if deleted. */
  public static final int RESTORE = 8;

  /** The entity was archived. */
  public static final int ARCHIVE = 9;

  private EventLayout() {}

  /** Returns the type. */
  public static int type(MemorySegment memory, long event) {
    return memory.get(Layouts.INT, event + TYPE_OFFSET);
  }

  /** Returns the argument. */
  public static int argument(MemorySegment memory, long event) {
    return memory.get(Layouts.INT, event + ARGUMENT_OFFSET);
  }

  /** Stores type and argument. */
  public static void write(MemorySegment memory, long event, int type, int argument) {
    memory.set(Layouts.INT, event + TYPE_OFFSET, type);
    memory.set(Layouts.INT, event + ARGUMENT_OFFSET, argument);
  }

  /** Tells whether a block follows an event of this type. */
  public static boolean hasBlock(int type) {
    return type == CONTENT_PUT || type == TEXT_PUT;
  }

  /** Tells whether an event of this type changes tags or texts. */
  public static boolean changesState(int type) {
    return type == TAG_ADD || type == TAG_REMOVE || type == TEXT_PUT || type == TEXT_REMOVE;
  }

  /** Returns the offset of the event after this one. */
  public static long next(MemorySegment memory, long event) {
    long end = event + SIZE;
    return hasBlock(type(memory, event)) ? end + BlockLayout.size(memory, end) : end;
  }
}
