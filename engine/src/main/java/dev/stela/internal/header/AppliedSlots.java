package dev.stela.internal.header;

import dev.stela.internal.format.AppliedLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.LiveHeaderLayout;
import dev.stela.internal.storage.Faults;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/**
 * The two applied slots of the live header, written in turn. Whoever holds the writer lock writes;
 * whoever opens the store after the writer's death reads.
 *
 * <p>No thread reads while another writes. The order of stores matters all the same: what a killed
 * process has stored is a beginning of what its processor was told to store, and the compiler keeps
 * to the program's order only where a fence says so.
 */
public final class AppliedSlots {
  private final MemorySegment live;
  private final Path path;
  private long sequence;
  private boolean forgotten;

  AppliedSlots(MemorySegment live, Path path) {
    this.live = live;
    this.path = path;
    this.sequence = Math.max(sequenceAt(0), sequenceAt(1));
  }

  /** Reads the newest slot that is whole; false if none is. */
  public boolean readNewest(AppliedState into) {
    int newer = sequenceAt(1) > sequenceAt(0) ? 1 : 0;
    return read(newer, into) || read(1 - newer, into);
  }

  /**
   * Writes the next slot. What was stored into the derived files before is there if the slot is;
   * what is stored into them afterwards is not there unless the slot is.
   */
  public void write(AppliedState state) {
    if (forgotten) {
      return;
    }
    long next = sequence + 1;
    long slot = offset((int) next & 1);
    long[] words = state.words;
    try {
      live.set(Layouts.LONG, slot + AppliedLayout.SEQUENCE_OFFSET, next);
      // A slot with a new word has its new sequence, and so is not whole before its end.
      VarHandle.storeStoreFence();
      long check = AppliedLayout.check(AppliedLayout.SEQUENCE_OFFSET, next);
      for (int i = 0; i < words.length; i++) {
        int offset = AppliedLayout.BOOT_OFFSET + i * Long.BYTES;
        live.set(Layouts.LONG, slot + offset, words[i]);
        check += AppliedLayout.check(offset, words[i]);
      }
      live.set(Layouts.LONG, slot + AppliedLayout.CHECK_OFFSET, check);
      // Release: after all stores of the frame that was applied, and those of the slot.
      Layouts.LONG_HANDLE.setRelease(live, slot + AppliedLayout.LAST_SEQUENCE_OFFSET, next);
      // Release does not keep later stores back: this does. Nothing of the next frame is in the
      // derived files while this slot is not whole, so the slot before is never two frames behind.
      VarHandle.storeStoreFence();
    } catch (InternalError e) {
      throw Faults.translate(e, path);
    } catch (IllegalStateException e) {
      throw Faults.translate(e, path);
    }
    sequence = next;
  }

  /**
   * Makes both slots worthless, for good: the store is closed, or a sync of a derived file has
   * failed, so that the kernel may have dropped what a later sync would be believed to have
   * written. Nothing is to be taken over.
   */
  public void forget() {
    forgotten = true;
    try {
      for (int i = 0; i < 2; i++) {
        live.set(Layouts.LONG, offset(i) + AppliedLayout.LAST_SEQUENCE_OFFSET, 0);
      }
    } catch (InternalError e) {
      throw Faults.translate(e, path);
    }
  }

  private boolean read(int index, AppliedState into) {
    long slot = offset(index);
    long found = sequenceAt(index);
    if (found == 0
        || (found & 1) != index
        || live.get(Layouts.LONG, slot + AppliedLayout.LAST_SEQUENCE_OFFSET) != found) {
      return false;
    }
    long check = AppliedLayout.check(AppliedLayout.SEQUENCE_OFFSET, found);
    for (int i = 0; i < into.words.length; i++) {
      int offset = AppliedLayout.BOOT_OFFSET + i * Long.BYTES;
      into.words[i] = live.get(Layouts.LONG, slot + offset);
      check += AppliedLayout.check(offset, into.words[i]);
    }
    return check == live.get(Layouts.LONG, slot + AppliedLayout.CHECK_OFFSET);
  }

  private long sequenceAt(int index) {
    return live.get(Layouts.LONG, offset(index) + AppliedLayout.SEQUENCE_OFFSET);
  }

  private static long offset(int index) {
    return index == 0 ? LiveHeaderLayout.APPLIED_A_OFFSET : LiveHeaderLayout.APPLIED_B_OFFSET;
  }
}
