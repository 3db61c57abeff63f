package dev.stela.jcstress;

import dev.stela.internal.index.postings.OrdinalSet;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * What happens to a tag, one event for each commit, and the set of its entities after each of them.
 * Immutable; any thread.
 */
final class ListScript {
  private final IntUnaryOperator ordinal;
  private final IntPredicate removal;
  private final OrdinalSet[] sets;

  /**
   * Works out the sets.
   *
   * @param commits how many there are at most
   * @param ordinal which entity the event of an LSN is about
   * @param removal whether that entity loses the tag
   */
  ListScript(int commits, IntUnaryOperator ordinal, IntPredicate removal) {
    this.ordinal = ordinal;
    this.removal = removal;
    this.sets = new OrdinalSet[commits + 1];
    var entities = new BitSet();
    for (int lsn = 1; lsn <= commits; lsn++) {
      entities.set(ordinal.applyAsInt(lsn), !removal.test(lsn));
      sets[lsn] = OrdinalSet.of(entities.stream().toArray());
    }
  }

  /** Appends the first events and publishes them. */
  void begin(TagList list, int commits) {
    for (int lsn = 1; lsn <= commits; lsn++) {
      append(list, lsn);
    }
    list.publish(commits);
  }

  /** Appends the event of a commit. */
  void append(TagList list, int lsn) {
    if (removal.test(lsn)) {
      list.remove(ordinal.applyAsInt(lsn), lsn);
    } else {
      list.add(ordinal.applyAsInt(lsn), lsn);
    }
  }

  /** Tells whether the list gives the set of an LSN. */
  boolean isRight(TagList list, int lsn) {
    return list.at(lsn).equals(sets[lsn]);
  }
}
