package dev.stela.internal.index.dictionary;

import dev.stela.Comparison;
import dev.stela.Query.Operand;
import java.util.List;

/**
 * The tags of each namespace, in order: for patterns, ranges and sorting. The writer adds; any
 * thread reads, without a lock.
 */
public final class Namespaces {
  /** Returns the number of namespaces; numbers are below it, 0 is that of tags without one. */
  public int count() {
    throw new UnsupportedOperationException();
  }

  /** Returns the number of a namespace, 0 for null; -1 if no tag has it. */
  public int find(String namespace) {
    throw new UnsupportedOperationException();
  }

  /** Returns a namespace's name; null for number 0. */
  public String name(int namespace) {
    throw new UnsupportedOperationException();
  }

  /** Returns the numbers of a namespace's tags in the byte order of their values. */
  public int[] ordered(int namespace) {
    throw new UnsupportedOperationException();
  }

  /** Returns the numbers of those tags whose values are numbers, in the order of these. */
  public int[] orderedByNumber(int namespace) {
    throw new UnsupportedOperationException();
  }

  /** Returns the numbers of the tags whose namespace and value match patterns. */
  public int[] matching(String namespacePattern, String valuePattern) {
    throw new UnsupportedOperationException();
  }

  /** Returns the numbers of the tags whose values compare as wanted. */
  public int[] comparing(int namespace, Comparison comparison, List<Operand> operands) {
    throw new UnsupportedOperationException();
  }
}
