package dev.stela.internal.apply;

import dev.stela.CorruptionException;
import dev.stela.internal.format.DefinitionLayout;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.index.dictionary.Dictionary;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/**
 * Brings the definitions of tags and text fields into a dictionary: one by one for the applier, or
 * those of a frame for a follower, who keeps nothing else but what was purged. Stateless; one
 * thread at a time for each dictionary.
 */
public final class Definitions {
  private Definitions() {}

  /**
   * Takes over the definitions of a frame whose checksum is known to be right.
   *
   * @param purged gets the ordinals of the entities that the frame purges
   * @param memory holds the frame at its start
   * @param frame the frame's offset in its segment
   * @param file the segment's file, for messages
   * @throws CorruptionException if they do not fit to what was defined before
   */
  public static void applyFrame(
      Dictionary dictionary, IntConsumer purged, MemorySegment memory, long frame, Path file) {
    if (FrameLayout.kind(memory, 0) != FrameLayout.KIND_COMMIT) {
      return;
    }
    int count = FrameLayout.records(memory, 0);
    long record = FrameLayout.SIZE;
    for (int i = 0; i < count; i++) {
      byte kind = RecordLayout.kind(memory, record);
      if (kind == RecordLayout.KIND_TAG || kind == RecordLayout.KIND_FIELD) {
        apply(dictionary, memory, record, frame, file);
      } else if (kind == RecordLayout.KIND_PURGE) {
        purged.accept(RecordLayout.ordinal(memory, record));
      }
      record += RecordLayout.length(memory, record);
    }
  }

  /** Takes over one definition. */
  static void apply(
      Dictionary dictionary, MemorySegment memory, long record, long frame, Path file) {
    int number = DefinitionLayout.number(memory, record);
    long text = record + DefinitionLayout.TEXT_OFFSET;
    int bytes = DefinitionLayout.bytes(memory, record);
    boolean next =
        RecordLayout.kind(memory, record) == RecordLayout.KIND_TAG
            ? dictionary.defineTag(number, memory, text, bytes)
            : dictionary.defineField(number, memory, text, bytes);
    if (!next) {
      throw new CorruptionException(
          "a definition has not the next number", file, frame + record, "the next", number);
    }
  }
}
