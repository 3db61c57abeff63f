package dev.stela.internal.index.dictionary;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A namespace: its name, the tag that it got last, and what readers have put in order of its tags.
 * One thread enters tags; any thread reads.
 */
final class NamespaceTags {
  private static final VarHandle LAST;

  static {
    try {
      LAST = MethodHandles.lookup().findVarHandle(NamespaceTags.class, "last", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int number;
  private final String name;
  private int last;
  private volatile OrderedTags byValue = OrderedTags.EMPTY;
  private volatile OrderedTags byNumber = OrderedTags.EMPTY;

  NamespaceTags(int number, String name) {
    this.number = number;
    this.name = name;
  }

  int number() {
    return number;
  }

  String name() {
    return name;
  }

  /** Returns the number of the tag that was entered last; 0 if none was. */
  int last() {
    // Partner: the release-store in enter. The definitions up to this tag are in place.
    return (int) LAST.getAcquire(this);
  }

  void enter(int tag) {
    LAST.setRelease(this, tag);
  }

  OrderedTags byValue() {
    return byValue;
  }

  OrderedTags byNumber() {
    return byNumber;
  }

  /** Keeps an ordered list; should two readers do so at once, either may be the one kept. */
  void keepByValue(OrderedTags tags) {
    byValue = tags;
  }

  /** As {@link #keepByValue}. */
  void keepByNumber(OrderedTags tags) {
    byNumber = tags;
  }
}
