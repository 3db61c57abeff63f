package dev.stela.jcstress;

import dev.stela.Tag;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.index.dictionary.Dictionary;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A tag that is in the dictionary is found at every moment, under its number, while others are
 * defined and a part of the hash table grows; a tag being defined is found with a number that can
 * be resolved, or not at all.
 */
@JCStressTest
@Outcome(id = "1, 0, [01]", expect = Expect.ACCEPTABLE, desc = "The new one not at first.")
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "Both found.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Missed, lost again, or the wrong number (2).")
@State
public class DictionaryGrowthTest {
  // As many as a part of the table takes before it grows.
  private static final int OLD = 32;
  private static final Tag[] TAGS = tagsOfOneHash(OLD + 2);

  private final Dictionary dictionary = Dictionary.create(new HeapExtents(), new StoreId(1, 2), 0);
  private final Meeting meeting = new Meeting();

  /** Defines as many tags as there is room for. */
  public DictionaryGrowthTest() {
    for (int i = 0; i < OLD; i++) {
      define(i);
    }
  }

  /** Defines two tags, the first of which lets the table grow. */
  @Actor
  public void writer() {
    meeting.await();
    define(OLD);
    define(OLD + 1);
  }

  /**
   * Looks an old tag up and, twice, a new one.
   *
   * @param result 0 not found, 1 found, 2 something else found
   */
  @Actor
  public void reader(III_Result result) {
    meeting.await();
    result.r1 = find(0);
    result.r2 = find(OLD + 1);
    result.r3 = find(OLD + 1);
  }

  /** The hash is that of byte arrays, in which "Aa" and "BB" are worth the same. */
  private static Tag[] tagsOfOneHash(int count) {
    var tags = new Tag[count];
    for (int i = 0; i < count; i++) {
      var text = new StringBuilder();
      for (int bit = 0; bit < Integer.SIZE - Integer.numberOfLeadingZeros(count); bit++) {
        text.append((i >>> bit & 1) == 0 ? "Aa" : "BB");
      }
      tags[i] = Tag.of(text.toString());
    }
    return tags;
  }

  private void define(int index) {
    Tag tag = TAGS[index];
    dictionary.defineTag(index + 1, tag.utf8(), 0, tag.byteLength());
  }

  private int find(int index) {
    int number = dictionary.find(TAGS[index]);
    if (number == 0) {
      return 0;
    }
    return number == index + 1 && dictionary.tag(number).equals(TAGS[index]) ? 1 : 2;
  }
}
