package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;

/**
 * The headers of the records in a frame. Every record begins at a multiple of 8 bytes with length,
 * kind and flags. Places in the segment are given in words of 8 bytes; 0 means none. Stateless, for
 * any thread.
 *
 * <pre>
 *  an entity's version
 *   0       4     5      6       8        12             16   24            32       40
 *  +-------+-----+------+-------+--------+--------------+----+-------------+--------+--------+
 *  | length| kind| flags| zero  | ordinal| frame dist.  | LSN| previous LSN| id high| id low |
 *  +-------+-----+------+-------+--------+--------------+----+-------------+--------+--------+
 *  48        52    56    60     64       68            72     76    80
 *  +--------+-----+-----+------+--------+-------------+------+-----+---------------------------
 *  |previous| jump| base| depth| content| chain length| state|chang| events, then state if FULL
 *  +--------+-----+-----+------+--------+-------------+------+-----+---------------------------
 * </pre>
 *
 * <ul>
 *   <li>frame distance: from the frame's start to the record, so that the frame can be found;
 *   <li>previous: the entity's version before this one, in this segment;
 *   <li>base: the full version that this version's chain of deltas starts from (itself if FULL);
 *       chain length: how many deltas lie between;
 *   <li>depth: how many FULL versions of the entity precede the base in this segment; jump, only of
 *       a FULL version: an older FULL one, chosen so that any of them is reached in O(log n) steps
 *       (E. Myers, "An applicative random-access stack", 1983);
 *   <li>content: the content's {@link BlockLayout block};
 *   <li>state: where in this record the {@link StateLayout full state} begins, if FULL;
 *   <li>changes: how many events of the chain, this version's included, concern tags or texts: if
 *       none, the base's state holds without a walk.
 * </ul>
 */
public final class RecordLayout {
  /** Offset of the record's length in bytes, this header included. */
  public static final int LENGTH_OFFSET = 0;

  /** Offset of the kind. */
  public static final int KIND_OFFSET = LENGTH_OFFSET + Integer.BYTES;

  /** Offset of the flags. */
  public static final int FLAGS_OFFSET = KIND_OFFSET + Byte.BYTES;

  /** Offset of two bytes of zero; a definition has its text's length there. */
  public static final int BYTES_OFFSET = FLAGS_OFFSET + Byte.BYTES;

  /** Offset of the entity's ordinal. */
  public static final int ORDINAL_OFFSET = BYTES_OFFSET + Short.BYTES;

  /** Offset of the distance to the frame's start, in words. */
  public static final int FRAME_DISTANCE_OFFSET = ORDINAL_OFFSET + Integer.BYTES;

  /** Offset of the LSN. */
  public static final int LSN_OFFSET = FRAME_DISTANCE_OFFSET + Integer.BYTES;

  /** Offset of the LSN of the entity's version before this one, in whatever segment; 0 if new. */
  public static final int PREVIOUS_LSN_OFFSET = LSN_OFFSET + Long.BYTES;

  /** Offset of the upper half of the entity's id. */
  public static final int ID_HIGH_OFFSET = PREVIOUS_LSN_OFFSET + Long.BYTES;

  /** Offset of the lower half of the entity's id. */
  public static final int ID_LOW_OFFSET = ID_HIGH_OFFSET + Long.BYTES;

  /** Offset of the place of the version before this one. */
  public static final int PREVIOUS_OFFSET = ID_LOW_OFFSET + Long.BYTES;

  /** Offset of the place of the older version to jump to. */
  public static final int JUMP_OFFSET = PREVIOUS_OFFSET + Integer.BYTES;

  /** Offset of the place of the full version this one builds on. */
  public static final int BASE_OFFSET = JUMP_OFFSET + Integer.BYTES;

  /** Offset of the number of FULL versions before the base in the segment. */
  public static final int DEPTH_OFFSET = BASE_OFFSET + Integer.BYTES;

  /** Offset of the place of the content's block. */
  public static final int CONTENT_OFFSET = DEPTH_OFFSET + Integer.BYTES;

  /** Offset of the number of deltas from the base to this version. */
  public static final int CHAIN_LENGTH_OFFSET = CONTENT_OFFSET + Integer.BYTES;

  /** Offset of the place of the full state, in bytes from the record's start; 0 for a delta. */
  public static final int STATE_OFFSET = CHAIN_LENGTH_OFFSET + Integer.BYTES;

  /** Offset of the number of events of the chain that concern tags or texts. */
  public static final int CHANGES_OFFSET = STATE_OFFSET + Integer.BYTES;

  /** Size of an entity record's header. */
  public static final int SIZE = CHANGES_OFFSET + Integer.BYTES;

  /** An entity's version. */
  public static final byte KIND_ENTITY = 1;

  /** The definition of a tag, see {@link DefinitionLayout}. */
  public static final byte KIND_TAG = 2;

  /** The definition of a text field's name, see {@link DefinitionLayout}. */
  public static final byte KIND_FIELD = 3;

  /** A piece of streamed content, see {@link ChunkLayout}. */
  public static final byte KIND_CHUNK = 4;

  /** An entity was purged, see {@link PurgeLayout}. */
  public static final byte KIND_PURGE = 5;

  /** How far a bulk load has come, see {@link LoadLayout}. */
  public static final byte KIND_LOAD = 6;

  /** The record holds the full state after its events. */
  public static final int FLAG_FULL = 1;

  /** The record is the entity's creation: its state's tags were all added by it. */
  public static final int FLAG_CREATED = 2;

  /** The entity's id comes from a name. */
  public static final int FLAG_NAMED = 4;

  /** The entity is deleted after this version's events. */
  public static final int FLAG_DELETED = 8;

  /** The entity is archived after this version's events. */
  public static final int FLAG_ARCHIVED = 16;

  /**
   * Retention has dropped something of this version or of one before it that still counted here: as
   * of this version nothing may be answered. Its own events that are left are history. The entity's
   * first version without the flag is FULL.
   */
  public static final int FLAG_CUT = 32;

  private RecordLayout() {}

  /** Returns the record's length in bytes. */
  public static int length(MemorySegment memory, long record) {
    return memory.get(Layouts.INT, record + LENGTH_OFFSET);
  }

  /** Stores the record's length in bytes. */
  public static void length(MemorySegment memory, long record, int value) {
    memory.set(Layouts.INT, record + LENGTH_OFFSET, value);
  }

  /** Returns the kind. */
  public static byte kind(MemorySegment memory, long record) {
    return memory.get(Layouts.BYTE, record + KIND_OFFSET);
  }

  /** Returns the flags. */
  public static int flags(MemorySegment memory, long record) {
    return memory.get(Layouts.BYTE, record + FLAGS_OFFSET);
  }

  /** Stores kind and flags, and the length of a definition's text, 0 for other kinds. */
  public static void kind(MemorySegment memory, long record, byte kind, int flags, int bytes) {
    memory.set(Layouts.BYTE, record + KIND_OFFSET, kind);
    memory.set(Layouts.BYTE, record + FLAGS_OFFSET, (byte) flags);
    memory.set(Layouts.SHORT, record + BYTES_OFFSET, (short) bytes);
  }

  /**
   * Tells whether retention has left no event of a version, which is there because others need it:
   * nothing of it is to be shown as a change.
   */
  public static boolean isEmptied(MemorySegment memory, long record) {
    return (flags(memory, record) & FLAG_CREATED) == 0
        && eventsEnd(memory, record) == record + SIZE;
  }

  /** Returns where the events end: at the full state, or at the record's end. */
  public static long eventsEnd(MemorySegment memory, long record) {
    int state = state(memory, record);
    return record + (state == 0 ? length(memory, record) : state);
  }

  /** Returns the entity's ordinal. */
  public static int ordinal(MemorySegment memory, long record) {
    return memory.get(Layouts.INT, record + ORDINAL_OFFSET);
  }

  /** Stores the entity's ordinal. */
  public static void ordinal(MemorySegment memory, long record, int value) {
    memory.set(Layouts.INT, record + ORDINAL_OFFSET, value);
  }

  /** Returns the offset of the frame in which the record at {@code record} lies. */
  public static long frame(MemorySegment memory, long record) {
    return record - places(memory.get(Layouts.INT, record + FRAME_DISTANCE_OFFSET));
  }

  /** Stores the distance in bytes from the frame's start to the record. */
  public static void frameDistance(MemorySegment memory, long record, long bytes) {
    memory.set(Layouts.INT, record + FRAME_DISTANCE_OFFSET, place(bytes));
  }

  /** Returns the LSN. */
  public static long lsn(MemorySegment memory, long record) {
    return memory.get(Layouts.LONG, record + LSN_OFFSET);
  }

  /** Stores the LSN. */
  public static void lsn(MemorySegment memory, long record, long value) {
    memory.set(Layouts.LONG, record + LSN_OFFSET, value);
  }

  /** Returns the LSN of the version before. */
  public static long previousLsn(MemorySegment memory, long record) {
    return memory.get(Layouts.LONG, record + PREVIOUS_LSN_OFFSET);
  }

  /** Stores the LSN of the version before. */
  public static void previousLsn(MemorySegment memory, long record, long value) {
    memory.set(Layouts.LONG, record + PREVIOUS_LSN_OFFSET, value);
  }

  /** Returns the upper half of the entity's id. */
  public static long idHigh(MemorySegment memory, long record) {
    return memory.get(Layouts.LONG, record + ID_HIGH_OFFSET);
  }

  /** Returns the lower half of the entity's id. */
  public static long idLow(MemorySegment memory, long record) {
    return memory.get(Layouts.LONG, record + ID_LOW_OFFSET);
  }

  /** Stores the entity's id. */
  public static void id(MemorySegment memory, long record, long high, long low) {
    memory.set(Layouts.LONG, record + ID_HIGH_OFFSET, high);
    memory.set(Layouts.LONG, record + ID_LOW_OFFSET, low);
  }

  /** Returns the offset in the segment of the version before; 0 if it is in another or none is. */
  public static long previous(MemorySegment memory, long record) {
    return places(memory.get(Layouts.INT, record + PREVIOUS_OFFSET));
  }

  /** Returns the offset in the segment of the older version to jump to; 0 if none is. */
  public static long jump(MemorySegment memory, long record) {
    return places(memory.get(Layouts.INT, record + JUMP_OFFSET));
  }

  /** Returns the number of FULL versions of the entity before the base in the segment. */
  public static int depth(MemorySegment memory, long record) {
    return memory.get(Layouts.INT, record + DEPTH_OFFSET);
  }

  /** Stores how the version hangs on the entity's older ones in the segment. */
  public static void chain(
      MemorySegment memory,
      long record,
      long previous,
      long jump,
      long base,
      int depth,
      int chain) {
    memory.set(Layouts.INT, record + PREVIOUS_OFFSET, place(previous));
    memory.set(Layouts.INT, record + JUMP_OFFSET, place(jump));
    memory.set(Layouts.INT, record + BASE_OFFSET, place(base));
    memory.set(Layouts.INT, record + DEPTH_OFFSET, depth);
    memory.set(Layouts.INT, record + CHAIN_LENGTH_OFFSET, chain);
  }

  /** Returns the offset in the segment of the full version this one builds on. */
  public static long base(MemorySegment memory, long record) {
    return places(memory.get(Layouts.INT, record + BASE_OFFSET));
  }

  /** Returns the number of deltas from the base to this version. */
  public static int chainLength(MemorySegment memory, long record) {
    return memory.get(Layouts.INT, record + CHAIN_LENGTH_OFFSET);
  }

  /** Returns the offset in the segment of the content's block; 0 if there is no content. */
  public static long content(MemorySegment memory, long record) {
    return places(memory.get(Layouts.INT, record + CONTENT_OFFSET));
  }

  /** Stores the offset in the segment of the content's block. */
  public static void content(MemorySegment memory, long record, long offset) {
    memory.set(Layouts.INT, record + CONTENT_OFFSET, place(offset));
  }

  /** Returns where in the record the full state begins; 0 for a delta. */
  public static int state(MemorySegment memory, long record) {
    return memory.get(Layouts.INT, record + STATE_OFFSET);
  }

  /** Stores where in the record the full state begins. */
  public static void state(MemorySegment memory, long record, int value) {
    memory.set(Layouts.INT, record + STATE_OFFSET, value);
  }

  /** Returns how many events of the chain concern tags or texts. */
  public static int changes(MemorySegment memory, long record) {
    return memory.get(Layouts.INT, record + CHANGES_OFFSET);
  }

  /** Stores how many events of the chain concern tags or texts. */
  public static void changes(MemorySegment memory, long record, int value) {
    memory.set(Layouts.INT, record + CHANGES_OFFSET, value);
  }

  /**
   * Returns where in a commit's frame an entity's version is; -1 if the frame has none of it. The
   * frame must have been checked. O(records of the frame).
   */
  public static long find(MemorySegment memory, long frame, int ordinal) {
    long record = frame + FrameLayout.SIZE;
    for (int i = FrameLayout.records(memory, frame); i > 0; i--) {
      if (kind(memory, record) == KIND_ENTITY && ordinal(memory, record) == ordinal) {
        return record;
      }
      record += length(memory, record);
    }
    return -1;
  }

  private static int place(long offset) {
    return (int) (offset >>> 3);
  }

  private static long places(int words) {
    return (words & 0xFFFF_FFFFL) << 3;
  }
}
