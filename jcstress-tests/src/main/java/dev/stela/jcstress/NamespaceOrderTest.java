package dev.stela.jcstress;

import dev.stela.Tag;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.index.dictionary.Namespaces;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A tag whose definition was published is among the tags of its namespace when these are asked for,
 * in their order, by value and by number, whoever else is putting them in order at that time.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "All there and in order.")
@Outcome(expect = Expect.FORBIDDEN, desc = "So many tags were published, and one was not there.")
@State
public class NamespaceOrderTest {
  // The order of the values is not that of their numbers, nor that of the definitions.
  private static final Tag[] TAGS = tags("9", "10", "8", "11", "7", "12");
  private static final int BEFORE = 2;
  private static final int QUERIES = 3;

  private final Dictionary dictionary = Dictionary.create(new HeapExtents(), new StoreId(1, 2), 0);
  private final Namespaces namespaces = dictionary.namespaces();
  private final AtomicInteger published = new AtomicInteger();
  private final Meeting meeting = new Meeting();

  /** Defines the first tags. */
  public NamespaceOrderTest() {
    for (int i = 0; i < BEFORE; i++) {
      define(i);
    }
  }

  /**
   * Defines the other tags, and asks for all after each.
   *
   * @param result how many were published when not all were there
   */
  @Actor
  public void writer(II_Result result) {
    meeting.await();
    for (int i = BEFORE; i < TAGS.length; i++) {
      define(i);
      result.r1 = result.r1 == 0 ? wrong(i + 1) : result.r1;
    }
  }

  /**
   * Asks for the tags.
   *
   * @param result how many were published when not all were there
   */
  @Actor
  public void reader(II_Result result) {
    meeting.await();
    for (int i = 0; i < QUERIES && result.r2 == 0; i++) {
      result.r2 = wrong(published.getAcquire());
    }
  }

  private int wrong(int count) {
    int namespace = namespaces.find("n");
    boolean right =
        isOrder(namespaces.orderedByNumber(namespace), count, true)
            && isOrder(namespaces.ordered(namespace), count, false)
            && namespaces.matching("n", "*").length >= count;
    return right ? 0 : count;
  }

  /** Tells whether tags are the first ones, at least so many, each once and in their order. */
  private static boolean isOrder(int[] tags, int atLeast, boolean byNumber) {
    var expected = new Integer[tags.length];
    Arrays.setAll(expected, i -> i + 1);
    Arrays.sort(
        expected,
        (a, b) ->
            byNumber
                ? Integer.compare(number(a), number(b))
                : TAGS[a - 1].toString().compareTo(TAGS[b - 1].toString()));
    return tags.length >= atLeast
        && Arrays.equals(tags, Arrays.stream(expected).mapToInt(Integer::intValue).toArray());
  }

  private static int number(int tag) {
    return Integer.parseInt(TAGS[tag - 1].value());
  }

  private void define(int index) {
    Tag tag = TAGS[index];
    dictionary.defineTag(index + 1, tag.utf8(), 0, tag.byteLength());
    published.setRelease(index + 1);
  }

  private static Tag[] tags(String... values) {
    return Arrays.stream(values).map(value -> Tag.of("n", value)).toArray(Tag[]::new);
  }
}
