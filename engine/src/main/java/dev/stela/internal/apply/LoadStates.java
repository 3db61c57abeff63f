package dev.stela.internal.apply;

import dev.stela.CorruptionException;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.LoadLayout;
import dev.stela.internal.format.RecordLayout;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The newest state of each bulk load, by the load's id. Only the thread that holds the writer lock
 * may apply; any thread may read.
 *
 * <p>Its bytes stand in the manifest, as of the manifest's LSN or of a clean close after it; what
 * came later is in frames behind that LSN. They are the records of the newest states, each with the
 * LSN and the time of its frame, 8 bytes each, before it.
 */
public final class LoadStates {
  private static final int PREFIX = 2 * Long.BYTES;

  /**
   * What is known of a load.
   *
   * @param state its newest state
   * @param before the state before, which readers see until the newest one is visible; or null
   */
  private record Known(LoadState state, LoadState before) {}

  private final ConcurrentMap<String, Known> loads = new ConcurrentHashMap<>();
  private final long coveredLsn;

  /** Begins before the first commit of a log. */
  public LoadStates() {
    this(0);
  }

  private LoadStates(long coveredLsn) {
    this.coveredLsn = coveredLsn;
  }

  /**
   * Begins with what a manifest says.
   *
   * @param bytes from {@link #toBytes}
   * @param lsn the LSN of the manifest: what frames up to it say is in the bytes, or forgotten
   * @param file the manifest or its folder, for messages
   * @throws CorruptionException if the bytes are not what was written
   */
  public static LoadStates of(byte[] bytes, long lsn, Path file) {
    LoadStates states = new LoadStates(lsn);
    // Of words, so that records are aligned.
    MemorySegment memory = MemorySegment.ofArray(new long[(bytes.length + 7) / 8]);
    MemorySegment.copy(bytes, 0, memory, Layouts.BYTE, 0, bytes.length);
    int at = 0;
    while (at < bytes.length) {
      int record = at + PREFIX;
      int left = bytes.length - record;
      int length = left < LoadLayout.TEXTS_OFFSET ? 0 : RecordLayout.length(memory, record);
      if (length > left || !LoadLayout.isSound(memory, record, length)) {
        throw new CorruptionException(
            "what a manifest says of bulk loads is damaged", file, at, "a load", "none");
      }
      LoadState state =
          LoadState.read(
              memory,
              record,
              memory.get(Layouts.LONG, at),
              memory.get(Layouts.LONG, at + Long.BYTES));
      states.loads.put(state.id(), new Known(state, null));
      at = record + length;
    }
    return states;
  }

  /** Returns the newest states, by id, as {@link #of} reads them. */
  public byte[] toBytes() {
    List<LoadState> states = sorted(Long.MAX_VALUE);
    int bytes = 0;
    for (LoadState state : states) {
      bytes += PREFIX + state.recordBytes();
    }
    long[] words = new long[bytes / Long.BYTES];
    MemorySegment memory = MemorySegment.ofArray(words);
    int at = 0;
    for (LoadState state : states) {
      memory.set(Layouts.LONG, at, state.lsn());
      memory.set(Layouts.LONG, at + Long.BYTES, state.timestamp());
      state.write(memory, at + PREFIX);
      at += PREFIX + state.recordBytes();
    }
    return memory.toArray(Layouts.BYTE);
  }

  /**
   * Applies a record.
   *
   * @param memory holds the record's frame at its start
   * @throws CorruptionException if the record is not sound
   */
  void apply(MemorySegment memory, long record, long frame, Path file) {
    if (!LoadLayout.isSound(memory, record, RecordLayout.length(memory, record))) {
      throw new CorruptionException(
          "a record of a bulk load is damaged", file, frame + record, "a load", "none");
    }
    apply(
        LoadState.read(
            memory, record, FrameLayout.lsn(memory, 0), FrameLayout.timestamp(memory, 0)));
  }

  /**
   * Applies a state.
   *
   * @param state of a later commit than those applied before
   */
  public void apply(LoadState state) {
    if (state.lsn() <= coveredLsn) {
      // A record that compaction has left, of a load that may have been forgotten since.
      return;
    }
    if (state.phase() == LoadPhase.FORGOTTEN) {
      loads.remove(state.id());
      return;
    }
    Known known = loads.get(state.id());
    loads.put(state.id(), new Known(state, known == null ? null : known.state));
  }

  /**
   * Applies what a frame says of loads, and nothing else: all else of it is applied already.
   *
   * @param memory holds the frame, whose checksum is known to be right, at its start
   * @param frame its offset in its segment, for messages
   */
  public void applyFrame(MemorySegment memory, long frame, Path file) {
    if (FrameLayout.kind(memory, 0) != FrameLayout.KIND_COMMIT) {
      return;
    }
    long record = FrameLayout.SIZE;
    for (int i = FrameLayout.records(memory, 0); i > 0; i--) {
      byte kind = RecordLayout.kind(memory, record);
      if (kind == RecordLayout.KIND_LOAD) {
        apply(memory, record, frame, file);
      } else if (kind == RecordLayout.KIND_ENTITY) {
        // Versions come last.
        return;
      }
      record += RecordLayout.length(memory, record);
    }
  }

  /** Returns a load's newest state, be it visible or not; null if there is no such load. */
  public LoadState newest(String id) {
    Known known = loads.get(id);
    return known == null ? null : known.state;
  }

  /** Returns the number of loads. */
  public int size() {
    return loads.size();
  }

  /** Returns the newest state that each load has up to an LSN, by id. */
  public List<LoadState> sorted(long lsn) {
    List<LoadState> states = new ArrayList<>();
    for (Known known : loads.values()) {
      LoadState state = known.state.lsn() <= lsn ? known.state : known.before;
      if (state != null) {
        states.add(state);
      }
    }
    states.sort(Comparator.comparing(LoadState::id));
    return states;
  }
}
