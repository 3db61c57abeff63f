package dev.stela.internal.apply;

import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.LoadLayout;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * How far a bulk load had come with one of its commits. Immutable.
 *
 * @param id the load's id
 * @param phase what it was doing
 * @param nextPosition the position of its next document: each before it is dealt with
 * @param counts what has become of the documents before
 * @param total how many positions the source has; -1 if that is not known
 * @param errors how many attempts to write have failed
 * @param retries how many attempts were made after such a failure
 * @param activeNanos for how long the load has been running, by all processes together
 * @param started the time of its first commit; 0 before that
 * @param lastError what the last failure was; empty if there was none
 * @param lsn the LSN of the commit; 0 of one that is to come
 * @param timestamp the time of the commit
 */
public record LoadState(
    String id,
    LoadPhase phase,
    long nextPosition,
    LoadCounts counts,
    long total,
    long errors,
    long retries,
    long activeNanos,
    long started,
    String lastError,
    long lsn,
    long timestamp) {

  /** Returns the state of a load that has not begun. */
  public static LoadState before(String id, long total) {
    return new LoadState(id, LoadPhase.RUNNING, 0, LoadCounts.NONE, total, 0, 0, 0, 0, "", 0, 0);
  }

  /** Returns this state in another phase. */
  public LoadState in(LoadPhase other) {
    return with(other, nextPosition, counts, total);
  }

  /** Returns this state with all documents before a position dealt with. */
  public LoadState at(long position, LoadCounts more) {
    return with(phase, position, counts.plus(more), total);
  }

  /** Returns this state with another number of positions. */
  public LoadState of(long positions) {
    return with(phase, nextPosition, counts, positions);
  }

  private LoadState with(LoadPhase other, long position, LoadCounts sums, long positions) {
    return new LoadState(
        id,
        other,
        position,
        sums,
        positions,
        errors,
        retries,
        activeNanos,
        started,
        lastError,
        lsn,
        timestamp);
  }

  /** Returns this state with what is to be known of its run. */
  public LoadState run(long nanos, long failed, long repeated, String error) {
    return new LoadState(
        id,
        phase,
        nextPosition,
        counts,
        total,
        failed,
        repeated,
        nanos,
        started,
        error,
        lsn,
        timestamp);
  }

  /** Returns the length of the record that says this. */
  public int recordBytes() {
    return LoadLayout.size(utf8(id).length, utf8(lastError).length);
  }

  /** Stores the record that says this; its texts are short enough. */
  public void write(MemorySegment memory, long record) {
    byte[] name = utf8(id);
    byte[] error = utf8(lastError);
    LoadLayout.write(memory, record, phase.code(), name.length, error.length);
    number(memory, record, LoadLayout.NEXT_POSITION_OFFSET, nextPosition);
    number(memory, record, LoadLayout.CREATED_OFFSET, counts.created());
    number(memory, record, LoadLayout.REPLACED_OFFSET, counts.replaced());
    number(memory, record, LoadLayout.UNCHANGED_OFFSET, counts.unchanged());
    number(memory, record, LoadLayout.SKIPPED_OFFSET, counts.skipped());
    number(memory, record, LoadLayout.REJECTED_OFFSET, counts.rejected());
    number(memory, record, LoadLayout.TOTAL_OFFSET, total);
    number(memory, record, LoadLayout.ERRORS_OFFSET, errors);
    number(memory, record, LoadLayout.RETRIES_OFFSET, retries);
    number(memory, record, LoadLayout.ACTIVE_NANOS_OFFSET, activeNanos);
    number(memory, record, LoadLayout.STARTED_OFFSET, started);
    long texts = record + LoadLayout.TEXTS_OFFSET;
    MemorySegment.copy(name, 0, memory, Layouts.BYTE, texts, name.length);
    MemorySegment.copy(error, 0, memory, Layouts.BYTE, texts + name.length, error.length);
  }

  /**
   * Returns what a record says that is known to be sound.
   *
   * @param lsn the LSN of its frame
   * @param timestamp the time of its frame
   */
  public static LoadState read(MemorySegment memory, long record, long lsn, long timestamp) {
    int idBytes = LoadLayout.idBytes(memory, record);
    int errorBytes = LoadLayout.errorBytes(memory, record);
    long texts = record + LoadLayout.TEXTS_OFFSET;
    long began = number(memory, record, LoadLayout.STARTED_OFFSET);
    return new LoadState(
        text(memory, texts, idBytes),
        LoadPhase.of(LoadLayout.phase(memory, record)),
        number(memory, record, LoadLayout.NEXT_POSITION_OFFSET),
        new LoadCounts(
            number(memory, record, LoadLayout.CREATED_OFFSET),
            number(memory, record, LoadLayout.REPLACED_OFFSET),
            number(memory, record, LoadLayout.UNCHANGED_OFFSET),
            number(memory, record, LoadLayout.SKIPPED_OFFSET),
            number(memory, record, LoadLayout.REJECTED_OFFSET)),
        number(memory, record, LoadLayout.TOTAL_OFFSET),
        number(memory, record, LoadLayout.ERRORS_OFFSET),
        number(memory, record, LoadLayout.RETRIES_OFFSET),
        number(memory, record, LoadLayout.ACTIVE_NANOS_OFFSET),
        began == 0 ? timestamp : began,
        text(memory, texts + idBytes, errorBytes),
        lsn,
        timestamp);
  }

  private static void number(MemorySegment memory, long record, int offset, long value) {
    LoadLayout.number(memory, record, offset, value);
  }

  private static long number(MemorySegment memory, long record, int offset) {
    return LoadLayout.number(memory, record, offset);
  }

  private static String text(MemorySegment memory, long offset, int bytes) {
    byte[] text = new byte[bytes];
    MemorySegment.copy(memory, Layouts.BYTE, offset, text, 0, bytes);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
