package dev.stela.internal.index.dictionary;

import dev.stela.Comparison;
import dev.stela.Query.Operand;
import dev.stela.Tag;
import dev.stela.internal.format.Glob;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.IntArrayList;

/**
 * The tags of each namespace, in order: for patterns, ranges and sorting. The writer adds; any
 * thread reads, without a lock.
 *
 * <p>Adding a tag costs the writer two stores: each tag is linked to the one before it in its
 * namespace. Readers put a namespace's tags in order when they first need it, keep the result, and
 * add to it what was defined since. They may see tags that are newer than their moment; no entity
 * has these.
 */
public final class Namespaces {
  private static final int[] NONE = {};

  private final Dictionary dictionary;
  private final TagTexts texts;
  private final NamespaceTable namespaces = new NamespaceTable();
  private final IntPages previousTags = new IntPages();
  private final ValueOrder valueOrder;

  Namespaces(Dictionary dictionary, TagTexts texts) {
    this.dictionary = dictionary;
    this.texts = texts;
    this.valueOrder = new ValueOrder(texts);
  }

  /** Returns the number of namespaces; numbers are below it, 0 is that of tags without one. */
  public int count() {
    return namespaces.size();
  }

  /** Returns the number of a namespace, 0 for null; -1 if no tag has it. */
  public int find(String namespace) {
    NamespaceTags found = namespaces.find(namespace);
    return found == null ? -1 : found.number();
  }

  /** Returns a namespace's name; null for number 0. */
  public String name(int namespace) {
    return namespaces.get(namespace).name();
  }

  /** Returns the numbers of a namespace's tags in the order of their definition. */
  public int[] tags(int namespace) {
    return since(0, namespaces.get(namespace).last());
  }

  /**
   * Returns the numbers of a namespace's tags in the byte order of their values. The array is
   * shared; nobody may change it.
   */
  public int[] ordered(int namespace) {
    NamespaceTags tags = namespaces.get(namespace);
    OrderedTags ordered = byValue(tags);
    OrderedTags folded = ordered.folded(valueOrder);
    if (folded != ordered) {
      tags.keepByValue(folded);
    }
    return folded.base().tags();
  }

  /**
   * Returns the numbers of those tags whose values are numbers, in the order of these; equal ones
   * in the order of their definition. The array is shared; nobody may change it.
   */
  public int[] orderedByNumber(int namespace) {
    NamespaceTags tags = namespaces.get(namespace);
    NumberOrder order = numberOrder(tags);
    OrderedTags ordered = byNumber(tags, order);
    OrderedTags folded = ordered.folded(order);
    if (folded != ordered) {
      tags.keepByNumber(folded);
    }
    return folded.base().tags();
  }

  /**
   * Returns the numbers of the tags whose namespace and value match patterns, in no order.
   *
   * @param namespacePattern null for tags without a namespace
   */
  public int[] matching(String namespacePattern, String valuePattern) {
    Glob value = Glob.of(valuePattern);
    if (namespacePattern == null) {
      return matching(namespaces.get(0), value);
    }
    Glob namespace = Glob.of(namespacePattern);
    if (namespace.isLiteral()) {
      NamespaceTags found =
          namespaces.find(new String(namespace.literalPrefix(), StandardCharsets.UTF_8));
      return found == null ? NONE : matching(found, value);
    }
    var all = new IntArrayList();
    int count = count();
    for (int i = 1; i < count; i++) {
      NamespaceTags tags = namespaces.get(i);
      if (namespace.matches(tags.name())) {
        for (int tag : matching(tags, value)) {
          all.addInt(tag);
        }
      }
    }
    return all.toIntArray();
  }

  /**
   * Returns the numbers of the tags whose values compare as wanted, in no order. For {@link
   * Comparison#NOT_EQUAL} these are all but the equal ones: of several values of an entity each is
   * asked by itself.
   *
   * @param namespace -1 for one that no tag has
   */
  public int[] comparing(int namespace, Comparison comparison, List<Operand> operands) {
    if (namespace < 0) {
      return NONE;
    }
    NamespaceTags tags = namespaces.get(namespace);
    return switch (comparison) {
      case EQUAL, IN -> equalToAny(tags, operands);
      case NOT_EQUAL -> without(tags(namespace), equalToAny(tags, operands));
      case LESS -> between(tags, null, after(false, operands.get(0)));
      case AT_MOST -> between(tags, null, after(true, operands.get(0)));
      case GREATER -> between(tags, after(true, operands.get(0)), null);
      case AT_LEAST -> between(tags, after(false, operands.get(0)), null);
      case BETWEEN -> between(tags, after(false, operands.get(0)), after(true, operands.get(1)));
    };
  }

  NamespaceTags findOrAdd(String namespace) {
    return namespaces.findOrAdd(namespace);
  }

  /** Enters the next tag as one of no namespace. */
  void enterErased() {
    previousTags.add(0);
  }

  /** Adds the tag with the next number. Its definition is in place. */
  void enter(NamespaceTags namespace, int tag) {
    previousTags.add(namespace.last());
    namespace.enter(tag);
  }

  /** Puts the tags before each tag, and the last tag of each namespace, into a buffer. */
  void putTo(IntBuffer out) {
    previousTags.putTo(out);
    for (int i = 0; i < count(); i++) {
      out.put(namespaces.get(i).last());
    }
  }

  /**
   * Takes them from where {@link #putTo} has put them.
   *
   * @param names those of the namespaces from number 1 on
   */
  void takeFrom(IntBuffer in, int tags, List<String> names) {
    previousTags.takeFrom(in, tags);
    namespaces.get(0).enter(in.get());
    for (String name : names) {
      namespaces.findOrAdd(name).enter(in.get());
    }
  }

  /** Where a range begins or ends: before an operand, or after it. */
  private record Limit(Operand operand, boolean after) {}

  private static Limit after(boolean after, Operand operand) {
    return new Limit(operand, after);
  }

  private int[] between(NamespaceTags tags, Limit from, Limit to) {
    boolean numeric = (from == null ? to : from).operand().numeric();
    var found = new IntArrayList();
    if (numeric) {
      NumberOrder order = numberOrder(tags);
      byNumber(tags, order).collect(bound(order, from), bound(order, to), found);
    } else {
      byValue(tags).collect(bound(tags, from), bound(tags, to), found);
    }
    return found.toIntArray();
  }

  private static SortedTags.Bound bound(NumberOrder order, Limit limit) {
    if (limit == null) {
      return null;
    }
    String number = limit.operand().text();
    return limit.after() ? order.after(number) : order.before(number);
  }

  private SortedTags.Bound bound(NamespaceTags tags, Limit limit) {
    if (limit == null) {
      return null;
    }
    byte[] text = text(tags, limit.operand().text().getBytes(StandardCharsets.UTF_8));
    return limit.after() ? valueOrder.after(text) : valueOrder.before(text);
  }

  private int[] equalToAny(NamespaceTags tags, List<Operand> operands) {
    var found = new IntArrayList();
    for (Operand operand : operands) {
      if (operand.numeric()) {
        NumberOrder order = numberOrder(tags);
        byNumber(tags, order)
            .collect(order.before(operand.text()), order.after(operand.text()), found);
      } else {
        addIfDefined(tags, text(tags, operand.text().getBytes(StandardCharsets.UTF_8)), found);
      }
    }
    // A tag may be equal to a text and to a number.
    return Arrays.stream(found.toIntArray()).sorted().distinct().toArray();
  }

  private static int[] without(int[] tags, int[] sorted) {
    return Arrays.stream(tags).filter(tag -> Arrays.binarySearch(sorted, tag) < 0).toArray();
  }

  private int[] matching(NamespaceTags tags, Glob value) {
    byte[] prefix = text(tags, value.literalPrefix());
    var found = new IntArrayList();
    if (value.isLiteral()) {
      addIfDefined(tags, prefix, found);
      return found.toIntArray();
    }
    if (value.isAny()) {
      return tags(tags.number());
    }
    int[] candidates;
    if (value.literalPrefix().length == 0) {
      candidates = tags(tags.number());
    } else {
      byValue(tags).collect(valueOrder.before(prefix), valueOrder.afterPrefix(prefix), found);
      candidates = found.toIntArray();
    }
    return value.isPrefix() ? candidates : matching(candidates, valueOffset(tags), value);
  }

  private int[] matching(int[] candidates, int valueOffset, Glob value) {
    var text = new byte[Tag.MAX_BYTES];
    int size = 0;
    for (int tag : candidates) {
      int bytes = texts.copy(tag, text);
      if (value.matches(text, valueOffset, bytes)) {
        candidates[size++] = tag;
      }
    }
    return Arrays.copyOf(candidates, size);
  }

  private void addIfDefined(NamespaceTags tags, byte[] text, IntArrayList found) {
    int tag = dictionary.find(text);
    // A value without a namespace and with a colon is the text of another namespace's tag.
    if (tag != 0 && dictionary.namespaceOf(tag) == tags.number()) {
      found.addInt(tag);
    }
  }

  private OrderedTags byValue(NamespaceTags tags) {
    OrderedTags ordered = upToDate(tags.byValue(), tags.last(), valueOrder);
    if (ordered.last() > tags.byValue().last()) {
      tags.keepByValue(ordered);
    }
    return ordered;
  }

  private OrderedTags byNumber(NamespaceTags tags, NumberOrder order) {
    OrderedTags ordered = upToDate(tags.byNumber(), tags.last(), order);
    if (ordered.last() > tags.byNumber().last()) {
      tags.keepByNumber(ordered);
    }
    return ordered;
  }

  private OrderedTags upToDate(OrderedTags ordered, int last, TagOrder order) {
    return ordered.last() >= last
        ? ordered
        : ordered.with(last, order.sort(since(ordered.last(), last)), order);
  }

  /** Returns a namespace's tags after one and up to another of them. */
  private int[] since(int after, int last) {
    int size = 0;
    for (int tag = last; tag > after; tag = previousTags.get(tag)) {
      size++;
    }
    var tags = new int[size];
    for (int tag = last; tag > after; tag = previousTags.get(tag)) {
      tags[--size] = tag;
    }
    return tags;
  }

  private NumberOrder numberOrder(NamespaceTags tags) {
    return new NumberOrder(texts, valueOffset(tags));
  }

  /** Returns the bytes of the tag with a value, or of the beginning of one. */
  private static byte[] text(NamespaceTags tags, byte[] value) {
    if (tags.name() == null) {
      return value;
    }
    byte[] name = tags.name().getBytes(StandardCharsets.UTF_8);
    byte[] text = Arrays.copyOf(name, name.length + 1 + value.length);
    text[name.length] = ':';
    System.arraycopy(value, 0, text, name.length + 1, value.length);
    return text;
  }

  private static int valueOffset(NamespaceTags tags) {
    return tags.name() == null ? 0 : tags.name().getBytes(StandardCharsets.UTF_8).length + 1;
  }
}
